import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enter, freshServer, somebody } from '../../test/support/server.ts'
import type { FreshServer } from '../../test/support/server.ts'
import { addMembership } from '../platform/directory/members.ts'
import { disablePerson } from '../platform/directory/people.ts'

let server: FreshServer
beforeAll(async () => (server = await freshServer()))
afterAll(() => server.drop())

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers })
const get = (url: string, headers: Record<string, string> = {}) => server.app.inject({ method: 'GET', url: `/api/v1${url}`, headers })
const remove = (url: string, headers: Record<string, string>) => server.app.inject({ method: 'DELETE', url: `/api/v1${url}`, headers })

test('signing in gives a cookie that scripts cannot read, and says who one is', async () => {
  const { email, password, user, workspace } = await somebody(server)
  const answer = await post('/session', { email: email.toUpperCase(), password })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['set-cookie']).toMatch(/^gx_session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
  const me = {
    user: { id: user, name: '王芳', email },
    workspace: { id: workspace, name: '北辰贸易' },
    workspaces: [{ id: workspace, name: '北辰贸易' }],
    roles: ['admin'],
    can: { admin: true, undoOthers: true },
    csrf: expect.stringMatching(/^[\w-]{43}$/),
  }
  expect(answer.json()).toEqual(me)
  const cookie = answer.cookies[0]?.value ?? ''
  expect((await get('/me', { cookie: `gx_session=${cookie}` })).json()).toEqual(me)
})

test('behind https the cookie never travels without it', async () => {
  const secure = await freshServer({ config: { url: 'https://crm.firm.cn' } })
  const { email, password } = await somebody(secure)
  const answer = await secure.app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password } })
  expect(answer.headers['set-cookie']).toContain('; Secure')
  expect(answer.headers['strict-transport-security']).toBeDefined()
  await secure.drop()
})

test('unknown, wrong and disabled look the same to the letter', async () => {
  const [known, disabled] = [await somebody(server), await somebody(server)]
  await disablePerson(server.database, disabled.person)
  const answers = [
    await post('/session', { email: 'nobody@firm.cn', password: 'correct horse' }),
    await post('/session', { email: known.email, password: 'wrong horse' }),
    await post('/session', { email: disabled.email, password: disabled.password }),
  ]
  expect(new Set(answers.map((answer) => `${answer.statusCode} ${answer.body}`)).size).toBe(1)
  expect(answers[0]?.json()).toMatchObject({ status: 401, code: 'wrong-password', title: '邮箱或密码不对' })
  expect(answers.flatMap((answer) => answer.cookies)).toEqual([])
})

test('too many tries are told how long to wait, by account and by IPv6 network', async () => {
  const { email, password } = await somebody(server)
  for (let tries = 0; tries < 10; tries++) expect((await post('/session', { email, password: 'wrong horse' })).statusCode).toBe(401)
  const waiting = await post('/session', { email, password })
  expect(waiting.statusCode).toBe(429)
  expect(Number(waiting.headers['retry-after'])).toBeGreaterThan(0)

  const other = await somebody(server)
  const from = (host: number) => ({ 'x-forwarded-for': `2001:db8:9:9::${host.toString(16)}` })
  for (let tries = 0; tries < 50; tries++) await post('/session', { email: `v${tries % 25}@firm.cn`, password: 'wrong horse' }, from(tries))
  expect((await post('/session', other, from(999))).statusCode).toBe(422)
  expect((await post('/session', { email: other.email, password: other.password }, from(999))).statusCode).toBe(429)
  expect(
    (await post('/session', { email: other.email, password: other.password }, { 'x-forwarded-for': '2001:db8:9:a::1' })).statusCode,
  ).toBe(200)
})

test('a change by cookie needs the csrf of this session; a key needs none', async () => {
  const [one, two] = [await somebody(server), await somebody(server)]
  const [mine, others] = [await enter(server, one), await enter(server, two)]
  const change = (headers: Record<string, string>) => post('/me/keys', { name: 'excel' }, headers)
  expect((await change({ cookie: mine.cookie })).json()).toMatchObject({ status: 403, code: 'csrf' })
  expect((await change({ cookie: mine.cookie, 'x-csrf': others['x-csrf'] })).json()).toMatchObject({ status: 403, code: 'csrf' })
  expect((await change({ ...mine, origin: 'https://evil.example' })).json()).toMatchObject({ status: 403, code: 'csrf' })
  expect((await change({ ...mine, origin: 'null' })).json()).toMatchObject({ status: 403, code: 'csrf' })
  expect((await get('/me/keys', mine)).json<{ records: unknown[] }>().records).toHaveLength(1)
  // the twin: with it, and from here, it goes
  expect((await change(mine)).statusCode).toBe(201)
  expect((await change({ ...mine, origin: 'http://127.0.0.1:3000' })).statusCode).toBe(201)
  expect((await change({ ...mine, origin: 'http://crm.lan:3000', host: 'crm.lan:3000' })).statusCode).toBe(201)
  expect((await get('/me/keys', mine)).json<{ records: unknown[] }>().records).toHaveLength(4)
})

test('nobody is signed in to a stranger’s account from another site', async () => {
  const { email, password } = await somebody(server)
  const answer = await post('/session', { email, password }, { origin: 'https://evil.example' })
  expect(answer.json()).toMatchObject({ code: 'csrf' })
  expect(answer.cookies).toEqual([])
})

test('signing out is at once, and so is disabling', async () => {
  const one = await somebody(server)
  const [here, there] = [await enter(server, one), await enter(server, one)]
  expect((await get('/me', here)).statusCode).toBe(200)
  const out = await remove('/session', here)
  expect(out.statusCode).toBe(204)
  expect(out.headers['set-cookie']).toMatch(/gx_session=; .*(Expires=Thu, 01 Jan 1970|Max-Age=0)/)
  expect((await get('/me', here)).statusCode).toBe(401)
  expect((await get('/me', there)).statusCode).toBe(200)
  expect((await get('/me', { authorization: `Bearer ${one.key}` })).statusCode).toBe(200)
  await disablePerson(server.database, one.person)
  expect((await get('/me', there)).statusCode).toBe(401)
  expect((await get('/me', { authorization: `Bearer ${one.key}` })).statusCode).toBe(401)
})

test('signing in again at the same browser ends the session that was there', async () => {
  const one = await somebody(server)
  const before = await enter(server, one)
  await post('/session', { email: one.email, password: one.password }, { cookie: before.cookie })
  expect((await get('/me', before)).statusCode).toBe(401)
})

test('with several workspaces one chooses; another’s cannot be chosen', async () => {
  const [one, two, three] = [await somebody(server, '甲'), await somebody(server, '乙'), await somebody(server, '丙')]
  await addMembership(server.database, { person: one.person, workspace: two.workspace, user: two.user })
  const session = await enter(server, one)
  const before = await get('/me', session)
  expect(before.json()).toMatchObject({ workspace: null, roles: [], can: { admin: false, undoOthers: false } })
  expect(before.json<{ workspaces: object[] }>().workspaces).toHaveLength(2)
  expect((await get('/me/keys', session)).json()).toMatchObject({ status: 403, code: 'choose-workspace' })

  const [foreign, missing] = [
    await post('/session/workspace', { workspace: three.workspace }, session),
    await post('/session/workspace', { workspace: '0199aaaa-0000-7000-8000-000000000000' }, session),
  ]
  expect(foreign.statusCode).toBe(404)
  expect(foreign.body).toBe(missing.body)
  const chosen = await post('/session/workspace', { workspace: two.workspace }, session)
  expect(chosen.json()).toMatchObject({ workspace: { id: two.workspace, name: '乙' }, user: { id: two.user } })
  expect((await get('/me/keys', session)).json()).toEqual({ records: [] })
})

test('a key acts as its person, but cannot make keys or touch the password', async () => {
  const one = await somebody(server)
  const key = { authorization: `Bearer ${one.key}` }
  expect((await get('/me', key)).json()).toMatchObject({ user: { id: one.user }, workspace: { id: one.workspace }, csrf: '' })
  expect((await post('/me/keys', { name: 'more' }, key)).statusCode).toBe(403)
  expect((await post('/me/password', { current: one.password, next: 'battery staple' }, key)).statusCode).toBe(403)
  expect((await get('/me', { authorization: one.key })).statusCode).toBe(401)
  expect((await get('/me', { authorization: 'Bearer ' })).statusCode).toBe(401)
  const session = await enter(server, one)
  expect((await get('/me', { ...session, authorization: 'Bearer gx_wrong' })).statusCode).toBe(401)
})

test('a key is shown once, listed without itself, and revoked at once', async () => {
  const one = await somebody(server)
  const session = await enter(server, one)
  const made = (await post('/me/keys', { name: ' 报表 ' }, session)).json<{ id: string; key: string }>()
  expect(made).toMatchObject({ name: '报表', key: expect.stringMatching(/^gx_[0-9A-Za-z]{40}$/), lastUsedAt: null })
  const listed = await get('/me/keys', session)
  expect(listed.body).not.toContain(made.key)
  expect(listed.json<{ records: object[] }>().records[0]).toMatchObject({ id: made.id, prefix: made.key.slice(0, 8) })
  expect((await get('/me', { authorization: `Bearer ${made.key}` })).statusCode).toBe(200)
  const stranger = await enter(server, await somebody(server))
  expect((await remove(`/me/keys/${made.id}`, stranger)).statusCode).toBe(404)
  expect((await remove('/me/keys/nonsense', session)).statusCode).toBe(404)
  expect((await remove(`/me/keys/${made.id}`, session)).statusCode).toBe(204)
  expect((await get('/me', { authorization: `Bearer ${made.key}` })).statusCode).toBe(401)
})

test('a new password needs the old one and ends the other sessions', async () => {
  const one = await somebody(server)
  const [here, there] = [await enter(server, one), await enter(server, one)]
  const change = (current: string, next: string) => post('/me/password', { current, next }, here)
  expect((await change('wrong horse', 'battery staple')).json()).toMatchObject({ errors: [{ field: 'current', code: 'wrong-password' }] })
  expect((await change(one.password, 'short')).json()).toMatchObject({ errors: [{ field: 'next', code: 'too-short' }] })
  expect((await change(one.password, one.email)).json()).toMatchObject({ errors: [{ field: 'next', code: 'password-is-email' }] })
  expect((await change(one.password, 'battery staple')).statusCode).toBe(204)
  expect((await get('/me', here)).statusCode).toBe(200)
  expect((await get('/me', there)).statusCode).toBe(401)
})

test('no secret ever leaves: not the hash, not the token, not the csrf of another', async () => {
  const one = await somebody(server)
  const session = await enter(server, one)
  for (const url of ['/me', '/me/keys', '/setup']) {
    expect((await get(url, session)).body).not.toMatch(/argon2|password|hash|gx_[0-9A-Za-z]{40}/)
  }
})

test('whatever is sent to the session’s routes, nothing breaks', async () => {
  const session = await enter(server, await somebody(server))
  const routes = [
    ['POST', '/session'],
    ['POST', '/session/workspace'],
    ['POST', '/me/password'],
    ['POST', '/me/keys'],
    ['DELETE', '/me/keys/x'],
    ['POST', '/setup'],
    ['GET', '/me'],
  ] as const
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.record({ email: fc.jsonValue(), password: fc.jsonValue() }).map((value) => JSON.stringify(value)),
    fc.record({ workspace: fc.jsonValue() }).map((value) => JSON.stringify(value)),
    fc.record({ name: fc.string({ unit: 'binary' }) }).map((value) => JSON.stringify(value)),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), body, fc.integer({ min: 0, max: 255 }), async ([method, url], payload, last) => {
      const headers = { ...session, 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${last}` }
      const sent = method === 'GET' ? {} : { payload }
      const answer = await server.app.inject({ method, url: `/api/v1${url}`, headers, ...sent })
      expect(answer.statusCode).toBeLessThan(500)
      if (answer.statusCode >= 400) expect(answer.headers['content-type']).toContain('application/problem+json')
    }),
    { numRuns: 300 },
  )
})
