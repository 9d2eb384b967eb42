import pg from 'pg'
import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshServer, somebody } from '../../test/support/server.ts'
import type { FreshServer, Somebody } from '../../test/support/server.ts'
import { Refusal } from '../lib/errors.ts'
import { openDatabase } from '../platform/postgres/database.ts'
import { openTo } from './guard.ts'
import { refusalOf } from './problems.ts'
import type { Routes } from './server.ts'

let server: FreshServer
let key: Record<string, string>
let one: Somebody

/** Routes that only go wrong. */
const wrongRoutes: Routes = (api) => {
  const schema = {
    querystring: { type: 'object', additionalProperties: false, properties: { limit: { type: 'string', pattern: '^\\d+$' } } },
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 5 },
        amount: { type: 'integer', minimum: 0 },
        kind: { enum: ['call', 'visit'] },
        day: { type: 'string', format: 'date' },
        lines: {
          type: 'array',
          maxItems: 2,
          items: { type: 'object', additionalProperties: false, properties: { price: { type: 'number' } } },
        },
      },
    },
  }
  api.post('/wrong/body', { schema, config: openTo('member', { query: ['limit'] }) }, async (request) => request.body)
  api.get('/wrong/conflict', { config: openTo('member') }, async () => {
    throw new Refusal('conflict', {}, [{ field: 'stage', code: 'changed-later', values: { by: '李雷', at: '3:00' } }], {
      current: { stage: 'won' },
    })
  })
  api.get('/wrong/fault', { config: openTo('member') }, async () => {
    throw new TypeError('secret words of a fault')
  })
  api.get<{ Querystring: { statement: string } }>('/wrong/sql', { config: openTo('member', { query: ['statement'] }) }, async (request) =>
    server.database.as(null, (run) => run(raw(request.query.statement))),
  )
  api.get('/wrong/long', { config: openTo('member') }, async () => ({ text: '关系'.repeat(5000) }))
}

beforeAll(async () => {
  server = await freshServer({ routes: [wrongRoutes] })
  one = await somebody(server)
  key = { authorization: `Bearer ${one.key}` }
})
afterAll(() => server.drop())

const get = (url: string, headers: Record<string, string> = {}) =>
  server.app.inject({ url: `/api/v1${url}`, headers: { ...key, ...headers } })
const post = (payload: string | object, headers: Record<string, string> = {}, query = '') =>
  server.app.inject({
    method: 'POST',
    url: `/api/v1/wrong/body${query}`,
    payload,
    headers: { ...key, 'content-type': 'application/json', ...headers },
  })

test('every wrong field is told at once, in the reader’s language', async () => {
  const payload = { name: '', amount: -1, kind: 'fax', day: 'soon', lines: [{ price: '1' }, {}, { colour: 1 }], extra: 1 }
  const answer = await post(payload, { 'accept-language': 'en' })
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json()).toEqual({
    type: 'urn:guanxi:invalid',
    title: '8 values need correcting',
    status: 422,
    code: 'invalid',
    detail: expect.stringContaining('name: Required; '),
    errors: expect.arrayContaining([
      { field: 'name', code: 'required', message: 'Required' },
      { field: 'amount', code: 'too-small', message: 'At least 0' },
      { field: 'kind', code: 'not-choice', message: 'Not one of the choices' },
      { field: 'day', code: 'not-date', message: 'Not a date' },
      { field: 'lines', code: 'too-many-values', message: 'At most 2 items' },
      { field: 'lines.0.price', code: 'not-number', message: 'Not a number' },
      { field: 'lines.2.colour', code: 'unknown-field', message: 'There is no such field' },
      { field: 'extra', code: 'unknown-field', message: 'There is no such field' },
    ]),
  })
  expect((await post({})).json()).toMatchObject({
    title: '有 1 处需要改正',
    errors: [{ field: 'name', code: 'required', message: '必填' }],
  })
})

test('what is not a JSON object is malformed, another media type is said so, too much is too much', async () => {
  expect((await post('{')).json()).toMatchObject({ status: 400, code: 'not-json' })
  expect((await post('')).json()).toMatchObject({ status: 400, code: 'not-json' })
  expect((await post('[1]')).json()).toMatchObject({ status: 400, code: 'not-object' })
  expect((await post('null')).json()).toMatchObject({ status: 400, code: 'not-object' })
  expect((await post('name=x', { 'content-type': 'application/x-www-form-urlencoded' })).json()).toMatchObject({
    status: 415,
    code: 'unsupported-media',
  })
  expect((await post('{"name":"x"}', { 'content-type': 'text/plain' })).statusCode).toBe(415)
  expect((await post(`{"name":"${'x'.repeat(8 * 1024 * 1024)}"}`)).json()).toMatchObject({
    status: 413,
    code: 'too-large',
    detail: '内容太大，最多 8 MB',
  })
  expect((await post('{"name":"a\\u0000"}')).json()).toMatchObject({ status: 422, errors: [{ field: 'name', code: 'bad-character' }] })
  expect((await post({ name: 'x' }, {}, '?colour=red')).json()).toMatchObject({
    status: 400,
    code: 'unknown-parameter',
    detail: expect.stringContaining('colour'),
  })
  expect((await post({ name: 'x' }, {}, '?limit=ten')).json()).toMatchObject({ status: 422, errors: [{ field: 'limit' }] })
  expect((await post({ name: 'x' }, {}, '?limit=%00')).json()).toMatchObject({
    status: 422,
    errors: [{ field: 'limit', code: 'bad-character' }],
  })
  expect((await post({ name: 'x' }, {}, '?limit=1&limit=2')).json()).toMatchObject({
    status: 422,
    errors: [{ field: 'limit', code: 'not-text' }],
  })
  expect((await post({ name: 'x' })).statusCode).toBe(200)
})

test('a refusal brings along what it adds; a missing route is not found', async () => {
  expect((await get('/wrong/conflict')).json()).toMatchObject({
    status: 409,
    current: { stage: 'won' },
    errors: [{ field: 'stage', code: 'changed-later', message: '之后被李雷在 3:00 改过' }],
  })
  expect((await get('/wrong/nowhere')).json()).toMatchObject({ status: 404, code: 'not-found' })
  expect((await get('/%zz')).json()).toMatchObject({ status: 400 })
  expect((await get(`/${'x'.repeat(3000)}`)).statusCode).toBe(404)
})

test('a fault of ours says a number and keeps its words to itself', async () => {
  const answer = await get('/wrong/fault', { 'accept-language': 'en' })
  expect(answer.json()).toMatchObject({ status: 500, code: 'internal', title: expect.stringMatching(/on record as [0-9a-f]{12}$/) })
  expect(answer.body).not.toContain('secret')
})

test.each([
  ['select 1/0', 422, 'wrong-value'],
  [`select 'x'::integer`, 422, 'wrong-value'],
  [`select '2026-02-30'::date`, 422, 'not-date'],
  [`select 'yesterday-ish'::timestamptz`, 422, 'not-date'],
  [`select 99999999999::integer`, 422, 'wrong-value'],
  [`insert into platform.attempt values ('\\x09', '2026-01-01', 1), ('\\x09', '2026-01-01', 1)`, 422, 'not-unique'],
  [`insert into platform.attempt values ('\\x09', '2026-01-01', null)`, 422, 'required'],
  [`select nothing from nowhere`, 500, 'internal'],
  [`delete from platform.person`, 500, 'internal'],
])('PostgreSQL on %s is a %i', async (statement, status, code) => {
  const answer = await get(`/wrong/sql?statement=${encodeURIComponent(statement)}`)
  expect(answer.json()).toMatchObject({ status, code })
  expect(answer.body).not.toMatch(/platform\.|syntax|relation/)
})

test('a database that is away is 503 with Retry-After, and /health says so', async () => {
  const { app, database, name, adminUrl, drop } = await freshServer({ routes: [] })
  expect((await app.inject('/health')).statusCode).toBe(200)
  const admin = new pg.Client({ connectionString: adminUrl.replace(name, 'postgres') })
  await admin.connect()
  await admin.query(`drop database "${name}" with (force)`)
  await admin.end()
  await database.query(sql`select 1`).catch(() => undefined)
  const [health, setup] = [await app.inject('/health'), await app.inject('/api/v1/setup')]
  expect([health.statusCode, setup.statusCode]).toEqual([503, 503])
  expect(setup.headers['retry-after']).toBe('1')
  expect(setup.json()).toMatchObject({ code: 'unavailable' })
  await drop()
})

test('a database that was never there is 503 too; a missing file of ours is not its fault', async () => {
  const database = await openDatabase({ runtimeUrl: 'postgres://a:b@127.0.0.1:1/c' })
  const error = await database.query(sql`select 1`).catch((reason: unknown) => reason)
  expect(refusalOf(error)).toMatchObject({ code: 'unavailable' })
  expect(refusalOf(Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' }))).toBeNull()
  await database.close()
})

test('long JSON is gzipped for who asks, and only then', async () => {
  const plain = await get('/wrong/long')
  const small = await get('/wrong/long', { 'accept-encoding': 'gzip, br' })
  const refused = await get('/wrong/long', { 'accept-encoding': 'gzip;q=0, br' })
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(refused.headers['content-encoding']).toBeUndefined()
  expect(small.headers['content-encoding']).toBe('gzip')
  expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length / 10)
  expect((await get('/me', { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBeUndefined()
})
