/** People who go on writing, whatever happens to the place they write in. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Answer, Call } from './app.ts'
import { writing } from './whole.ts'

/** What a person does who is asked to come again: comes again. Anything but a 503 with its Retry-After is a fault. */
export async function insists(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask()
    if (answer.status < 400) return answer
    const words = [answer.status, answer.body.code, answer.headers.get('retry-after')]
    if (answer.status !== 503) throw new Error(`refused: ${words.join(' ')} ${JSON.stringify(answer.body)}`)
    stalls.refused++
    await pause(20)
  }
}
export const stalls = { refused: 0, longest: 0 }

export type Going = ReturnType<typeof writers>

/** Each has been answered so many times more; one that failed says why. */
export async function going(on: Going, more: number): Promise<void> {
  const since = Object.values(on).map(({ answered }) => answered.length)
  while (Object.values(on).some(({ answered }, i) => answered.length < since[i]! + more)) {
    if (faults.length) throw faults[0]
    await pause(10)
  }
}
export const faults: unknown[] = []

/** Each kind of writing that goes on while a workspace is moved: what was answered, by name. */
export function writers(call: Call, account: string, mark: string) {
  const timed = async (ask: () => Promise<Answer>): Promise<Answer> => {
    const begun = performance.now()
    const answer = await insists(ask).catch((error: unknown) => {
      faults.push(error)
      throw error
    })
    stalls.longest = Math.max(stalls.longest, performance.now() - begun)
    return answer
  }
  return {
    leads: writing(async (n) => {
      const name = `${mark}线索${n}`
      const { body } = await timed(() => call('POST', '/leads', { name }, { 'idempotency-key': encodeURIComponent(name) }))
      // another hand on the same row: what it says must be there too
      await timed(() => call('PATCH', `/leads/${body.id}`, { version: body.version, note: name }))
      return name
    }),
    payments: writing(async (n) => {
      const key = `${mark}收款${n}`
      const { body } = await timed(() =>
        call('POST', '/payments', { account, amount: `${n + 1}.00` }, { 'idempotency-key': encodeURIComponent(key) }),
      )
      return (await timed(() => call('GET', `/payments/${body.id}`))).body.number
    }),
    removed: writing(async (n) => {
      const name = `${mark}来去${n}`
      const { body } = await timed(() => call('POST', '/contacts', { name }, { 'idempotency-key': encodeURIComponent(name) }))
      await timed(() => call('DELETE', `/contacts/${body.id}`))
      return name
    }),
  }
}
