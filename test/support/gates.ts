/** What must hold of every route and every operation, whoever adds them: each answers what breaks it, none where all is well. */
import { serve } from '../../src/server.ts'
import type { OpenHouse } from '../../src/house.ts'
import type { Described, Document, Schema } from './described.ts'

export type Authz = Described['x-authz']
/** A route that the server really has: `POST /:objects/:id/:action`, and to whom it is open. */
export type Route = { call: string; authz: Authz | undefined; query?: readonly string[] | undefined }
type Named = { call: string; operation: Described }

const below = '/api/v1'

export async function routesOf(house: OpenHouse): Promise<Route[]> {
  const found = new Map<string, Route>()
  const server = serve(house, { url: 'http://127.0.0.1', log: 'silent', dist: null })
  server.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat())
      if (each !== 'HEAD')
        found.set(`${each} ${url}`, { call: `${each} ${url.replace(below, '')}`, authz: config?.authz, query: config?.query })
  })
  await server.ready()
  await server.close()
  return [...found.values()]
}

const operationsOf = (document: Document): Named[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ call: `${method.toUpperCase()} ${path}`, operation })),
  )

const parametersOf = (document: Document, operation: Described) =>
  (operation.parameters ?? []).map((each) => ('$ref' in each ? document.components.parameters[each.$ref.split('/').at(-1)!]! : each))

/** The route that answers a path: of those that fit, the one whose fixed words come first. */
function routeOf(routes: Route[], call: string): Route | undefined {
  const [method, path] = call.split(' ') as [string, string]
  const parts = path.split('/')
  const fitting = routes.filter((route) => {
    const [verb, url] = route.call.split(' ') as [string, string]
    const pattern = url.split('/')
    return verb === method && pattern.length === parts.length && pattern.every((part, i) => part.startsWith(':') || part === parts[i])
  })
  const rank = ({ call: url }: Route) =>
    url
      .split('/')
      .map((part) => (part.startsWith(':') ? '1' : '0'))
      .join('')
  return fitting.toSorted((a, b) => rank(a).localeCompare(rank(b)))[0]
}

/** Outside /api/v1 there is only whether the server lives. */
const outside = ['GET /health']

export function unmatched(routes: Route[], document: Document): { undescribed: string[]; unserved: string[] } {
  const matched = operationsOf(document).map(({ call }) => ({ call, route: routeOf(routes, call) }))
  const described = new Set(matched.map(({ route }) => route))
  return {
    undescribed: routes.filter((route) => !described.has(route) && !outside.includes(route.call)).map(({ call }) => call),
    unserved: matched.filter(({ route }) => !route).map(({ call }) => call),
  }
}

/** Who may, as the document says it, is what the route lets in; a deed's own right narrows it. */
export function toldOtherwise(routes: Route[], document: Document): string[] {
  return operationsOf(document).flatMap(({ call, operation }) => {
    const told = operation['x-authz']
    const kept = routeOf(routes, call)?.authz
    if (!kept || !told) return [`${call} does not say who may`]
    const asked = parametersOf(document, operation).flatMap((each) => (each.in === 'query' ? [each.name] : []))
    const known = routeOf(routes, call)?.query ?? []
    if (asked.toSorted().join() !== known.toSorted().join()) return [`${call} tells ${asked.join(', ')}, knows ${known.join(', ')}`]
    const same = (['who', 'workspace', 'may'] as const).every((part) => told[part] === kept[part])
    const narrowed = kept.right === undefined || told.right === kept.right
    const ofObject = call.split(' ')[1]!.split('/').length > 1 && kept.may !== undefined
    return same && narrowed && (!ofObject || told.object) ? [] : [`${call} tells ${JSON.stringify(told)}, keeps ${JSON.stringify(kept)}`]
  })
}

/** Ids that no x-ref names, and x-refs that name no place: in the address and in the body. */
export function unnamedIds(document: Document): string[] {
  return operationsOf(document).flatMap(({ call, operation }) => {
    const refs = operation['x-ref'] ?? []
    const named = (where: string) => refs.filter((ref) => ref.in === where).map((ref) => ref.name)
    const parameters = parametersOf(document, operation)
    const ids = (where: string) => parameters.filter((each) => each.in === where && each.schema?.format === 'uuid').map((each) => each.name)
    const body = Object.values(operation.requestBody?.content ?? {}).flatMap(({ schema }) => placesIn(document, schema, '', []))
    const places = new Set(body.map((place) => place.path))
    const bodyIds = [...new Set(body.filter((place) => place.id).map((place) => place.path))]
    // Where a reference may be written as it was read, its id stands one deeper.
    const told = (path: string) => named('body').includes(path) || (path.endsWith('.id') && named('body').includes(path.slice(0, -3)))
    return [
      ...['path', 'query'].flatMap((where) => ids(where).filter((name) => !named(where).includes(name))),
      ...['path', 'query'].flatMap((where) => named(where).filter((name) => !ids(where).includes(name))),
      ...bodyIds.filter((path) => !told(path)),
      ...named('body').filter((path) => !places.has(path)),
    ].map((name) => `${call}: ${name}`)
  })
}

type Place = { path: string; id: boolean }

/** Every place that a body may have, and whether an id stands there. */
function placesIn(document: Document, schema: Schema | undefined, path: string, within: string[]): Place[] {
  if (!schema || typeof schema !== 'object') return []
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1)!
    return within.includes(name) ? [] : placesIn(document, document.components.schemas[name], path, [...within, name])
  }
  const deeper = (name: string) => (path ? `${path}.${name}` : name)
  const inside = (each: unknown, at: string) => placesIn(document, each as Schema, at, within)
  return [
    { path, id: schema.format === 'uuid' },
    ...Object.entries((schema.properties ?? {}) as Record<string, Schema>).flatMap(([name, each]) => inside(each, deeper(name))),
    ...[schema.items, schema.additionalProperties].flatMap((each) => inside(each, deeper('*'))),
    ...[schema.anyOf, schema.oneOf, schema.allOf].flatMap((some) => ((some ?? []) as Schema[]).flatMap((each) => inside(each, path))),
  ]
}

/** Schemas of bodies and answers that would let anything in without saying why (`x-open`), by where they stand. */
export function openPlaces(document: Document): string[] {
  const roots = operationsOf(document).flatMap(({ call, operation }): [string, Schema][] => {
    const answers = Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
      Object.entries(content).map(([type, { schema }]): [string, string, Schema] => [`${call} ${status}`, type, schema]),
    )
    const asked = Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema }]): [string, string, Schema] => [
      `${call} body`,
      type,
      schema,
    ])
    // Bytes of another kind have no properties.
    return [...asked, ...answers].filter(([, type]) => /json|form-data/.test(type)).map(([at, , schema]) => [at, schema])
  })
  const shared = Object.entries(document.components.schemas)
  return [...roots, ...shared].flatMap(([at, schema]) => openIn(schema, at))
}

function openIn(schema: Schema | undefined, at: string): string[] {
  if (!schema || typeof schema !== 'object') return [at]
  if (schema.$ref || 'const' in schema || schema.enum) return []
  if (typeof schema['x-open'] === 'string' && schema['x-open'].length > 5) return []
  const branches = (schema.anyOf ?? (schema.type === undefined ? schema.oneOf : undefined)) as Schema[] | undefined
  if (branches) return branches.flatMap((each) => openIn(each, at))
  const types = [schema.type].flat()
  if (types.includes('array')) return openIn(schema.items as Schema, `${at}[]`)
  if (!types.includes('object')) return types.every((type) => typeof type === 'string') && types.length ? [] : [at]
  const { properties = {}, additionalProperties } = schema as { properties?: Record<string, Schema>; additionalProperties?: Schema | false }
  return [
    ...Object.entries(properties).flatMap(([name, each]) => openIn(each, `${at}.${name}`)),
    ...(additionalProperties === false ? [] : openIn(additionalProperties, `${at}.*`)),
  ]
}
