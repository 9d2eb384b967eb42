/** Hears server-sent events as a browser does: what came, the last id, whether it was ended. */
import { expect } from 'vitest'

export type Heard = { object: string; id?: string; version?: number; changeset: string; kind: string }
export type Ear = { heard: Heard[]; lastId: () => string; ended: Promise<void>; leave: () => void }

/** Resolves when the stream is open and nothing that commits from now on can be missed. */
export async function listenTo(url: string, headers: Record<string, string>): Promise<Ear> {
  const stop = new AbortController()
  const answer = await fetch(`${url}/api/v1/events`, { headers, signal: stop.signal })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const heard: Heard[] = []
  let lastId = ''
  const read = async () => {
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of answer.body ?? []) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const line of blocks.flatMap((block) => block.split('\n'))) {
        if (line.startsWith('id: ')) lastId = line.slice(4)
        if (line.startsWith('data: ')) heard.push(JSON.parse(line.slice(6)) as Heard)
      }
    }
  }
  const ended = read().catch(() => undefined)
  await expect.poll(() => lastId).not.toBe('')
  return { heard, lastId: () => lastId, ended, leave: () => stop.abort() }
}
