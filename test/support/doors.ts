/** The doors of the server as a browser and a program come to them: signing in, sessions, keys; two servers on one database. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { expect } from 'vitest'
import { openHouse } from '../../src/house.ts'
import { createKey } from '../../src/platform/auth/keys.ts'
import { personOf } from '../../src/platform/directory/people.ts'
import { openDatabase } from '../../src/platform/postgres/database.ts'
import { serve } from '../../src/server.ts'
import { type App, password } from './app.ts'

export type Session = { cookie: string; 'x-csrf': string }
export type Sent = { method?: string; body?: unknown; headers?: Record<string, string>; at?: string }
export type Colleague = { user: string; person: string; email: string; session: Session; key: string; keyId: string }
export type Doors = ReturnType<typeof doorsOf>

export function doorsOf(app: App) {
  async function send(path: string, { method = 'GET', body, headers = {}, at = app.url }: Sent = {}) {
    const answer = await fetch(`${at}/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : text, headers: answer.headers }
  }

  /** From an address of one's own, as through a proxy, so that no test uses up another's tries. */
  const knock = (email: string, secret: string, address = anAddress(), headers: Record<string, string> = {}, at = app.url) =>
    send('/session', { method: 'POST', body: { email, password: secret }, headers: { 'x-forwarded-for': address, ...headers }, at })

  async function enter(email: string, secret = password): Promise<Session> {
    const answer = await knock(email, secret)
    expect(answer.status).toBe(200)
    return { cookie: cookieOf(answer.headers), 'x-csrf': answer.body.csrf }
  }

  /** Somebody of this firm for one test, with a session and a key. */
  async function hire(roles = ['salesperson']): Promise<Colleague> {
    const email = `${randomBytes(6).toString('hex')}@firm.test`
    const made = await app.as.administrator('POST', '/colleagues', { people: [{ name: '周舟', email, password, roles }] })
    expect(made.status).toBe(201)
    const person = (await personOf(app.fresh.database, email))!.id
    const { key, id } = await createKey(app.fresh.database, { person, workspace: app.workspace.id }, 'test')
    return { user: made.body.ids[0], person, email, session: await enter(email), key, keyId: id }
  }

  /** Asked past the server, as the superuser. */
  async function superuser<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    const client = new pg.Client({ connectionString: app.fresh.adminUrl })
    await client.connect()
    return client
      .query<T>(text, values)
      .then(({ rows }) => rows)
      .finally(() => client.end())
  }

  /** Another server on the same database. */
  async function another(): Promise<{ url: string; close: () => Promise<void> }> {
    const database = await openDatabase(app.fresh)
    const server = serve(await openHouse(database, app.house.files), { url: 'http://127.0.0.1', log: 'silent', dist: null })
    return {
      url: await server.listen({ host: '127.0.0.1', port: 0 }),
      async close() {
        await server.close()
        await database.close()
      },
    }
  }
  return { send, knock, enter, hire, superuser, another }
}

export const anAddress = () => [10, ...randomBytes(3)].join('.')
export const cookieOf = (headers: Headers) => /gx_session=[\w-]+/.exec(headers.get('set-cookie') ?? '')?.[0] ?? ''
export const withKey = (key: string) => ({ authorization: `Bearer ${key}` })
/** An address of an operation, with ids of nothing. */
export const placed = (path: string) => path.replace('{row}', '1').replace(/\{\w+\}/g, '0199c0de-0000-7000-8000-00000000000a')
