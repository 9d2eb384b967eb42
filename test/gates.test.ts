/**
 * What holds of everything that can be called, whoever adds it: it stands in the OpenAPI document, which says who may call it and
 * which ids are records; nobody gets in by default; nothing is taken or answered that is not described.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ObjectShape } from '../src/lib/wire.ts'
import { openTo } from '../src/http/guard.ts'
import { type App, startApp } from './support/app.ts'
import type { Described, Document } from './support/described.ts'
import { type Route, openPlaces, routesOf, toldOtherwise, unmatched, unnamedIds } from './support/gates.ts'
import { freshServer } from './support/server.ts'

let app: App
let document: Document
let routes: Route[]
beforeAll(async () => {
  app = await startApp()
  document = (await app.as.administrator('GET', '/openapi.json')).body
  routes = await routesOf(app.house)
})
afterAll(() => app.stop())

/** The document with one operation as somebody might have forgotten it. */
function withOperation(path: string, method: string, change: (operation: Described) => object): Document {
  const operation = document.paths[path]![method]!
  return { ...document, paths: { ...document.paths, [path]: { ...document.paths[path], [method]: change(operation) as Described } } }
}

test('every route stands in the document, and everything in it is served', () => {
  expect(routes.length).toBeGreaterThan(50)
  expect(unmatched(routes, document)).toEqual({ undescribed: [], unserved: [] })
})

test('a route that is forgotten is found, and so is a description of nothing', () => {
  const { '/search': _, ...paths } = document.paths
  const planted = { call: 'GET /planted', ...openTo('member') }
  expect(unmatched([...routes, planted], { ...document, paths: { ...paths, '/nowhere/at/all/here': paths['/me']! } })).toEqual({
    undescribed: ['GET /search', 'GET /planted'],
    unserved: expect.arrayContaining(['GET /nowhere/at/all/here']),
  })
})

test('every operation says who may, and it is whom the route lets in', () => {
  expect(toldOtherwise(routes, document)).toEqual([])
})

test('one that says nothing, or otherwise than its route, is found', () => {
  const silent = withOperation('/search', 'get', ({ 'x-authz': _, ...rest }) => rest)
  expect(toldOtherwise(routes, silent)).toEqual(['GET /search does not say who may'])
  const wider = withOperation('/leads/{id}', 'delete', (one) => ({ ...one, 'x-authz': { ...one['x-authz'], may: 'read' } }))
  expect(toldOtherwise(routes, wider)).toHaveLength(1)
  const unnamed = withOperation('/leads', 'get', (one) => ({ ...one, 'x-authz': { who: 'member', may: 'read' } }))
  expect(toldOtherwise(routes, unnamed)).toHaveLength(1)
  const opened = routes.map((route) => (route.call === 'POST /colleagues' ? { ...route, ...openTo('member', { right: 'undo' }) } : route))
  expect(toldOtherwise(opened, document)).toHaveLength(1)
  const deaf = routes.map((route) => (route.call === 'GET /search' ? { ...route, query: ['q', 'of'] } : route))
  expect(toldOtherwise(deaf, document)).toEqual(['GET /search tells q, object, knows q, of'])
})

test('a route that does not say who may call it stops the start, and so does one where nobody asks', async () => {
  const served = async (...given: Parameters<typeof freshServer>) => (await freshServer(...given)).drop()
  await expect(served({ routes: [(api) => void api.get('/planted', () => ({}))] })).rejects.toThrow('GET /api/v1/planted does not say')
  const { app: server, drop } = await freshServer({ routes: [(api) => void api.get('/planted', { config: openTo('member') }, () => ({}))] })
  await drop()
  expect(server.hasRoute({ method: 'GET', url: '/api/v1/planted' })).toBe(true)
  const { buildServer } = await import('../src/http/server.ts')
  const { deps, drop: dropOther } = await freshServer()
  const other = buildServer(deps)
  expect(() => other.get('/api/v1/beside', { config: openTo('member') }, () => ({}))).toThrow('where nobody is asked')
  await other.close()
  await dropOther()
})

test('every id of a record is named, wherever it stands in a call', () => {
  const refs = Object.values(document.paths).flatMap((methods) => Object.values(methods).flatMap((each) => each['x-ref'] ?? []))
  expect(refs.length).toBeGreaterThan(300)
  expect(unnamedIds(document)).toEqual([])
})

test('an id that is not named is found, and a name that stands for nothing', () => {
  const forgotten = withOperation('/quotes', 'post', (one) => ({
    ...one,
    'x-ref': [...one['x-ref']!.filter((ref) => ref.name !== 'lines.*.product'), { in: 'body', name: 'nowhere', object: 'lead' }],
  }))
  expect(unnamedIds(forgotten)).toEqual(['POST /quotes: lines.*.product', 'POST /quotes: lines.*.product.id', 'POST /quotes: nowhere'])
  expect(unnamedIds(withOperation('/leads/{id}', 'get', (one) => ({ ...one, 'x-ref': [] })))).toEqual(['GET /leads/{id}: id'])
})

test('every body and every answer is closed, or says why it is not', () => {
  expect(openPlaces(document)).toEqual([])
})

test('an open body is found, an answer of anything, and a reason that is none', () => {
  const open = (schema: object) => ({ content: { 'application/json': { schema } } })
  const body = withOperation('/search', 'get', (one) => ({
    ...one,
    requestBody: open({ type: 'object', properties: { a: { type: 'string' } } }),
  }))
  expect(openPlaces(body)).toEqual(['GET /search body.*'])
  const answers = (schema: object) => withOperation('/search', 'get', (one) => ({ ...one, responses: { 200: open(schema) } }))
  expect(openPlaces(answers({}))).toEqual(['GET /search 200'])
  expect(openPlaces(answers({ type: 'array', items: { type: 'object', 'x-open': '' } }))).toEqual(['GET /search 200[].*'])
})

/** A record of each object, and one of whatever else an address can name. */
async function existing(): Promise<Record<string, string>> {
  const call = app.as.administrator
  const ids: Record<string, string> = {}
  const make = async (object: string, path: string, body: object) => {
    const answer = await call('POST', path, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    ids[object] = answer.body.id as string
  }
  await make('lead', '/leads', { name: '何丽玲' })
  await make('account', '/accounts', { name: '武汉瑞力' })
  await make('activity', '/activities', { kind: 'note', text: '聊了', lead: ids.lead })
  await make('quote', '/quotes', { account: ids.account, lines: [{ description: '机床', quantity: '1', price: '10' }] })
  await make('order', '/orders', { account: ids.account, lines: [{ description: '机床', quantity: '1', price: '10' }] })
  const form = new FormData()
  form.set('object', 'leads')
  form.set('file', new Blob(['姓名\r\n王芳\r\n']), 'a.csv')
  const sent = await fetch(`${app.url}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.keys.administrator}` },
    body: form,
  })
  ids.import = ((await sent.json()) as { id: string }).id
  ids.changeset = (await call('GET', '/changesets?limit=1')).body.records[0].id
  ids.user = app.users.other
  for (const { name, path, fields } of (await call('GET', '/schema')).body.objects as ObjectShape[]) {
    const [found] = (await call('GET', `/${path}?limit=1`)).body.records as { id: string }[]
    if (found) ids[name] ??= found.id
    else if (fields.some((field) => field.name === 'name')) {
      const { body } = await call('POST', `/${path}`, { name: '一' })
      if (body.id) ids[name] = body.id
    }
  }
  return ids
}

test('nowhere is a property taken that nobody described, nor a parameter', async () => {
  const ids = await existing()
  const taken: string[] = []
  let [asked, reached] = [0, 0]
  const planted = { planted: 1 }
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const object = operation['x-ref']!.find((ref) => ref.in === 'path')?.object
      const at = path.replace('{id}', (object && ids[object]) ?? app.workspace.id).replace('{row}', '1')
      const call = `${method.toUpperCase()} ${path}`
      const reads = method === 'get'
      // by session only, or what ends the caller's own
      if (operation['x-authz'].who === 'session') continue
      const query = await app.as.administrator(method.toUpperCase(), `${at}?planted=1`)
      if (query.body.code !== 'unknown-parameter') taken.push(`${call}?planted answers ${query.status}`)
      if (reads || operation.requestBody?.content['multipart/form-data']) continue
      asked++
      const body = await app.as.administrator(method.toUpperCase(), at, planted)
      const named = body.body.code === 'unknown-parameter' || JSON.stringify(body.body.errors ?? []).includes('"planted"')
      if (named) reached++
      if (body.status < 400 || (!named && body.status !== 404)) taken.push(`${call} {planted} answers ${body.status} ${body.body.code}`)
    }
  expect(taken).toEqual([])
  // Where no record stands behind the address, nothing was looked at.
  expect(reached / asked).toBeGreaterThan(0.8)
})
