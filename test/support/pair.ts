/** Two server processes as people start them, on one database and one folder of uploads, with a firm in it; each can be killed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Answer, type Call, caller, password } from './app.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { type Started, answering, start } from './started.ts'

export type Side = 0 | 1
export type Pair = {
  fresh: FreshDatabase
  /** What both share beside the database. */
  files: string
  urls: [string, string]
  admin: { key: string; call: [Call, Call] }
  /** kill -9 as when the plug is pulled, or a signal that holds it or lets it go on. */
  signal: (side: Side, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => Promise<void>
  /** Started again where it was. */
  begin: (side: Side) => Promise<void>
  end: () => Promise<void>
}

export const founder = { name: '王芳', email: 'wang@firm.cn', password }

/** Both begin at once on a database with nothing in it, and both are asked at once to set up the firm: one does. */
export async function startPair(): Promise<Pair> {
  const fresh = await freshDatabase()
  const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-pair-'))
  const files = path.join(folder, 'files')
  const ports = ['0', '0']
  const launch = (side: Side) =>
    start(
      {
        DATABASE_URL: fresh.runtimeUrl,
        DATABASE_OWNER_URL: fresh.ownerUrl,
        GUANXI_DATA: path.join(folder, `data${side}`),
        GUANXI_FILES: files,
        PORT: ports[side]!,
      },
      ['node_modules/.bin/node', 'src/main.ts'],
    )
  const running: [Started, Started] = [launch(0), launch(1)]
  const urls = (await Promise.all(running.map(answering))) as [string, string]
  for (const side of [0, 1] as const) ports[side] = new URL(urls[side]).port
  const key = await found(urls)
  return {
    fresh,
    files,
    urls,
    admin: { key, call: [caller(urls[0], key), caller(urls[1], key)] },
    async signal(side, signal) {
      process.kill(running[side].pid, signal)
      if (signal === 'SIGKILL') await running[side].ended
    },
    async begin(side) {
      running[side] = launch(side)
      await answering(running[side])
    },
    async end() {
      for (const { pid, ended, child } of running)
        if (child.exitCode === null && child.signalCode === null) {
          for (const signal of ['SIGCONT', 'SIGTERM'] as const) process.kill(pid, signal)
          await ended
        }
      await fresh.drop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}

async function found(urls: string[]): Promise<string> {
  const wish = { firm: '北辰贸易', demo: false, ...founder }
  const asked = [...urls, ...urls].map((url) => post(url, '/setup', wish))
  const answers = await Promise.all(asked)
  const made = answers.filter(({ status }) => status === 201)
  if (made.length !== 1) throw new Error(`set up ${made.length} times: ${answers.map(({ status }) => status).join(' ')}`)
  const session = sessionOf(made[0]!)
  const key = await post(urls[0]!, '/me/keys', { name: 'test' }, session)
  return key.body.key
}

/** What a browser would send from then on. */
export type Session = { cookie: string; 'x-csrf': string }
export const sessionOf = ({ headers, body }: Answer): Session => ({
  cookie: headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; '),
  'x-csrf': body.csrf,
})

export const post = (url: string, address: string, body: object, headers: Record<string, string> = {}) =>
  asked(url, 'POST', address, headers, body)

export async function asked(url: string, method: string, address: string, headers: Record<string, string>, body?: object): Promise<Answer> {
  const answer = await fetch(`${url}/api/v1${address}`, {
    method,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await answer.text()
  return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text, headers: answer.headers }
}

/** Names of all leads that begin so, page by page. */
export async function leadsNamed(call: Call, start: string): Promise<string[]> {
  const names: string[] = []
  let cursor: string | null = null
  do {
    const filter = { field: 'name', op: 'startsWith', value: start }
    const { body }: Answer = await call('POST', '/leads/query', { filter, fields: ['name'], limit: 200, ...(cursor ? { cursor } : {}) })
    names.push(...body.records.map((record: { name: string }) => record.name))
    cursor = body.next
  } while (cursor)
  return names
}
