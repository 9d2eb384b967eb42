/** Calls that another site makes a browser send are refused by every operation of OpenAPI; and what a browser is given to send. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serve } from '../src/server.ts'
import { type App, emails, password, startApp } from './support/app.ts'
import { type Document, type Operation, judgeOf } from './support/described.ts'
import { type Doors, type Session, doorsOf, placed } from './support/doors.ts'
import { rounds } from './support/long.ts'
import { ask, fingerprints } from './support/rows.ts'

let app: App
let doors: Doors
let operations: Operation[]
beforeAll(async () => {
  app = await startApp()
  doors = doorsOf(app)
  operations = judgeOf((await app.as.administrator('GET', '/openapi.json')).body as Document).operations
})
afterAll(() => app?.stop())

type Asked = Pick<Operation, 'id' | 'method' | 'path'> & { described?: Operation['described'] }

describe('forged calls', () => {
  const unsafe = () => operations.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method))
  const foreign = [
    'https://evil.example',
    'null',
    'http://127.0.0.1:1',
    'http://127.0.0.1.evil.example',
    'file://',
    'chrome-extension://abc',
    '%',
  ]

  /** What would be called by a page of another site: the browser adds the cookie, and says where it comes from. */
  async function letThrough(session: Session, at: string, calls: Asked[]) {
    const found: string[] = []
    const others = await doors.enter(emails.other)
    const knockAt = async ({ id, method, path, described }: Asked, i: number) => {
      const open = described?.['x-authz'].who === 'public'
      const from = !process.env.LONG ? [foreign[0]!, foreign[1 + (i % (foreign.length - 1))]!] : foreign
      const headers: Record<string, string>[] = from.map((origin) => ({ ...session, origin }))
      if (!open) headers.push({ cookie: session.cookie }, { ...session, 'x-csrf': i % 2 ? others['x-csrf'] : '' })
      for (const each of headers) {
        const answer = await doors.send(placed(path), { method, headers: each, body: {}, at })
        if (answer.status !== 403 || answer.body.code !== 'csrf')
          found.push(`${id} ${JSON.stringify(each.origin ?? each['x-csrf'])}: ${answer.status}`)
      }
    }
    await Promise.all(
      Array.from({ length: 4 }, async (_, at) => {
        for (let i = at; i < calls.length; i += 4) await knockAt(calls[i]!, i)
      }),
    )
    return found
  }

  test('every operation that changes anything refuses them, and nothing changed', async () => {
    const { session } = await doors.hire(['administrator'])
    const tables = (
      await ask<{ name: string }>(
        app,
        `select tablename as name from pg_tables where schemaname = '${app.workspace.schema}' and tablename like 'o\\_%'`,
      )
    ).map(({ name }) => name)
    const before = await fingerprints(app, tables)
    const calls = unsafe()
    expect(calls.length).toBeGreaterThan(50)
    expect(await letThrough(session, app.url, calls)).toEqual([])
    expect(await fingerprints(app, tables)).toEqual(before)
    expect((await doors.send('/me', { headers: session })).status).toBe(200)
  })

  test('the same calls from our own page, with what it knows, are refused for no forgery', async () => {
    const { session } = await doors.hire()
    for (const { id, method, path } of unsafe().filter((each) => each.id !== 'delete.session')) {
      const answer = await doors.send(placed(path), { method, headers: { ...session, origin: app.url }, body: { what: 1 } })
      expect(answer.body.code, id).not.toBe('csrf')
    }
  })

  test('the twin: a route beside those that ask is noticed', async () => {
    const { session } = await doors.hire()
    const server = serve(app.house, { url: 'http://127.0.0.1', log: 'silent', dist: null })
    server.post('/api/v1/planted', { config: { authz: { who: 'public' } } }, async () => ({}))
    const at = await server.listen({ host: '127.0.0.1', port: 0 })
    const found = await letThrough(session, at, [{ id: 'planted', method: 'POST', path: '/planted' }])
    await server.close()
    expect(found).toHaveLength(rounds(4, foreign.length + 2))
  })
})

describe('cookies', () => {
  const signInAt = async (url: string, headers: Record<string, string> = {}) => {
    const server = serve(app.house, { url, log: 'silent', dist: null })
    const answer = await server.inject({ method: 'POST', url: '/api/v1/session', payload: { email: emails.manager, password }, headers })
    await server.close()
    return String(answer.headers['set-cookie']).split('; ').toSorted()
  }

  test('in the office network, over plain http, it is kept from scripts and other sites, and still sent', async () => {
    const parts = await signInAt('http://192.168.1.10:3000', { host: '192.168.1.10:3000', origin: 'http://192.168.1.10:3000' })
    expect(parts).toEqual(['HttpOnly', 'Max-Age=15552000', 'Path=/', 'SameSite=Lax', expect.stringMatching(/^gx_session=/)])
  })

  test('behind https it never travels without, whatever the call itself came by', async () => {
    expect(await signInAt('https://crm.firm.cn', { host: 'crm.firm.cn' })).toContain('Secure')
    expect(await signInAt('https://crm.firm.cn', { host: '127.0.0.1:3000' })).toContain('Secure')
  })

  test('signing out takes it away, and no answer with anybody’s affairs is kept on the way', async () => {
    const { session } = await doors.hire()
    const me = await doors.send('/me', { headers: session })
    expect(me.headers.get('cache-control')).toBe('no-store')
    const out = await doors.send('/session', { method: 'DELETE', headers: session })
    expect(out.headers.get('set-cookie')).toMatch(/^gx_session=;.*(Max-Age=0|1970)/)
  })
})
