import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../test/support/app.ts'
import { dealsRegistry } from '../../test/support/deals.ts'
import { text } from '../fields/index.ts'
import { define } from '../engine/workspace.ts'
import { serve } from '../server.ts'

type Operation = {
  operationId: string
  parameters?: { $ref?: string; name: string; in: string }[]
  responses: Record<string, unknown>
  'x-authz': { who: string }
  'x-ref'?: { in: string; name: string; object: string }[]
}
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown>; parameters: Record<string, unknown>; responses: Record<string, unknown> }
}

let app: App
let document: Document
beforeAll(async () => {
  app = await startApp()
  document = (await app.as.administrator('GET', '/openapi.json')).body
})
afterAll(() => app.stop())

const operations = (of: Document) =>
  Object.entries(of.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )

/** The routes that the server really has, as `POST /:objects/:id/:action`. */
async function routes(): Promise<string[]> {
  const found = new Set<string>()
  const server = serve(app.house, { url: 'http://127.0.0.1', log: 'silent', dist: null })
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat())
      if (each !== 'HEAD' && url.startsWith('/api/v1/')) found.add(`${each} ${url.slice('/api/v1'.length)}`)
  })
  await server.ready()
  await server.close()
  return [...found]
}

/** The route that answers a path: of those that fit, the one whose fixed words come first. */
function routeOf(all: string[], method: string, path: string): string | undefined {
  const parts = path.split('/')
  const fitting = all.filter((route) => {
    const [verb, url] = route.split(' ') as [string, string]
    const pattern = url.split('/')
    return verb === method && pattern.length === parts.length && pattern.every((part, i) => part.startsWith(':') || part === parts[i])
  })
  const rank = (route: string) =>
    route
      .split('/')
      .map((part) => (part.startsWith(':') ? '1' : '0'))
      .join('')
  return fitting.toSorted((a, b) => rank(a).localeCompare(rank(b)))[0]
}

const unmatched = (all: string[], of: Document) => {
  const matched = operations(of).map(({ method, path }) => ({ path: `${method} ${path}`, route: routeOf(all, method, path) }))
  return {
    undescribed: all.filter((route) => !matched.some((each) => each.route === route)),
    unserved: matched.filter((each) => !each.route).map((each) => each.path),
  }
}

test('every route is described, and everything described is served', async () => {
  expect(unmatched(await routes(), document)).toEqual({ undescribed: [], unserved: [] })
})

test('a route that is forgotten is found, and so is a description of nothing', async () => {
  const { '/search': _, ...paths } = document.paths
  const all = [...(await routes()), 'GET /planted']
  expect(unmatched(all, { ...document, paths: { ...paths, '/nowhere/at/all/here': paths['/me']! } })).toEqual({
    undescribed: ['GET /search', 'GET /planted'],
    unserved: expect.arrayContaining(['GET /nowhere/at/all/here']),
  })
})

test('every schema of it compiles, every reference leads somewhere, every operation has a name of its own', () => {
  const ajv = addFormats.default(new Ajv2020.default({ strict: true, strictRequired: false, strictTypes: false }))
  ajv.addVocabulary(['openapi', 'info', 'jsonSchemaDialect', 'servers', 'security', 'paths', 'components'])
  ajv.addSchema(document, 'api')
  for (const name of Object.keys(document.components.schemas))
    expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` }), name).not.toThrow()
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)]
  expect(refs.length).toBeGreaterThan(100)
  for (const [, kind, name] of refs) expect(document.components[kind as 'schemas'], name).toHaveProperty([name!])
  const ids = operations(document).map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('each operation says who may, names its path’s parameters, and which of them are ids', () => {
  for (const { path, method, operation } of operations(document)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    const where = `${method} ${path}`
    expect(
      (operation.parameters ?? []).filter((each) => each.in === 'path').map((each) => each.name),
      where,
    ).toEqual(named)
    expect(['public', 'person', 'session', 'member'], where).toContain(operation['x-authz'].who)
    if (named.includes('id')) expect(operation['x-ref'], where).toContainEqual({ in: 'path', name: 'id', object: expect.any(String) })
    expect(operation.responses, where).toHaveProperty('default')
  }
})

/** Objects that let anything in, by where they stand; those that do must say so. */
function open(schema: unknown, path: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((each, i) => open(each, `${path}/${i}`))
  if (!schema || typeof schema !== 'object') return []
  const { type, properties, additionalProperties } = schema as Record<string, unknown>
  const here = type === 'object' && properties && additionalProperties !== false ? [path] : []
  return [...here, ...Object.entries(schema).flatMap(([name, each]) => open(each, `${path}/${name}`))]
}

test('every object that has properties has no others', () => {
  expect(open(document, '')).toEqual([])
  expect(open({ paths: { type: 'object', properties: {} } }, '')).toEqual(['/paths'])
})

test('a hidden field is nowhere in it, a masked one is text, one’s own is there once it is made', async () => {
  const deals = await startApp(dealsRegistry)
  try {
    const all = (await deals.as.administrator('GET', '/openapi.json')).body as Document
    const his = (await deals.as.salesperson('GET', '/openapi.json')).body as Document
    expect(JSON.stringify(all)).toContain('"cost"')
    expect(JSON.stringify(his)).not.toMatch(/"(cost|secret)"/)
    expect(his.components.schemas.deal).toMatchObject({ properties: { mobile: { type: ['string', 'null'], description: 'masked' } } })
    expect(his.components.schemas['deal.create']).not.toHaveProperty('properties.mobile')
    await define(
      deals.house,
      await deals.principal('administrator'),
      { fields: [{ of: 'deal', name: 'batchNumber', field: text({ label: { zh: '批号', en: 'Batch' }, required: true }) }] },
      deals.house.forget,
    )
    const grown = (await deals.as.administrator('GET', '/openapi.json')).body as Document
    expect(grown.components.schemas['deal.create']).toMatchObject({
      required: ['batchNumber'],
      properties: { batchNumber: { type: 'string' } },
    })
    expect(grown.components.schemas.deal).toMatchObject({ properties: { batchNumber: { type: ['string', 'null'] } } })
  } finally {
    await deals.stop()
  }
})
