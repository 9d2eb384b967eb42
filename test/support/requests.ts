/** Requests made from the OpenAPI document: as it describes them, with one thing or all of it wrong. */
import * as fc from 'fast-check'
import type { ObjectShape } from '../../src/lib/wire.ts'
import type { Document, Operation, Parameter, Schema } from './described.ts'
import { hostile, hostileText, rawBodies, rawSegments } from './hostile.ts'

export type Sent = { method: string; path: string; headers: Record<string, string>; body?: Buffer }
/** Ids that exist, by object; of another workspace; objects, with values that their fields take, by `lead.mobile`. */
export type Known = { ids: Record<string, string[]>; foreign: string[]; shapes: ObjectShape[]; values: Record<string, unknown[]> }
type Body = { bytes: Buffer; type: string | undefined } | undefined

/** What a generator needs to know: `wild` ones mix in what nobody should send. */
type Ground = {
  document: Document
  known: Known
  operation: Operation
  shape: ObjectShape | undefined
  words: string[]
  anyId: fc.Arbitrary<string>
  wild: boolean
}

export function requestsFor(document: Document, operation: Operation, known: Known): fc.Arbitrary<Sent> {
  const shape = known.shapes.find(({ name }) => name === operation.described['x-authz'].object)
  const reached = shape?.fields.filter((field) => field.target).flatMap(({ name }) => [`${name}.name`, `${name}.owner.name`]) ?? []
  const words = ['name', 'createdAt', 'id', ...(shape?.fields.map((field) => field.name) ?? [])]
  const ids = [...Object.values(known.ids).flat(), ...known.foreign]
  const tame: Ground = { document, known, operation, shape, words, anyId: fc.oneof(fc.constantFrom(...ids), fc.uuid()), wild: false }
  return fc.oneof(
    { weight: 2, arbitrary: sent(tame) },
    { weight: 3, arbitrary: sent({ ...tame, words: [...words, ...reached], wild: true }) },
  )
}

function sent(ground: Ground): fc.Arbitrary<Sent> {
  const { operation } = ground
  const path = fc.tuple(
    ...operation.path.split('/').map((part) => (part.startsWith('{') ? segment(ground, part.slice(1, -1)) : fc.constant(part))),
  )
  const query = fc.tuple(
    ...operation.parameters.filter((each) => each.in === 'query').map((each) => queryPart(ground, each)),
    ...(ground.wild ? [strangePart] : []),
  )
  return fc.record({ path, query, headers: ground.wild ? headers : fc.constant({}), body: body(ground) }).map((made) => {
    // Longer addresses never come as far as a route; that they are refused is shown beside the server.
    const search = made.query.filter(Boolean).join('&').slice(0, 8000).replace(/%.?$/, '')
    return {
      method: operation.method,
      path: made.path.join('/') + (search ? `?${search}` : ''),
      headers: { ...made.headers, ...(made.body?.type ? { 'content-type': made.body.type } : {}) },
      ...(made.body ? { body: made.body.bytes } : {}),
    }
  })
}

const strangePart = fc.oneof(
  { weight: 9, arbitrary: fc.constant('') },
  fc.constantFrom('what=1', '__proto__=1', '=', '&&', 'limit=1&limit=2', 'limit[]=1', '%00=%00', 'filter=%7B'),
)
const maybe = (name: string, values: string[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant({}) },
    fc.constantFrom(...values).map((value) => ({ [name]: value })),
  )
const headers = fc
  .tuple(
    maybe('idempotency-key', ['a', 'b', 'x'.repeat(255), 'x'.repeat(256), '', 'é', "'"]),
    maybe('accept-language', ['en', 'zh', ';;q=', 'x'.repeat(600), 'en;q=NaN']),
  )
  .map((parts) => Object.assign({}, ...parts) as Record<string, string>)

function segment({ operation, known, anyId, wild }: Ground, name: string): fc.Arbitrary<string> {
  const ref = operation.described['x-ref']?.find((each) => each.in === 'path' && each.name === name)
  const existing = ref ? (known.ids[ref.object] ?? []) : ['1', '2', '0', '-1', '2147483648']
  const real = existing.length ? fc.constantFrom(...existing) : anyId
  if (!wild) return real
  return fc.oneof(
    { weight: 6, arbitrary: real },
    { weight: 2, arbitrary: anyId },
    { weight: 2, arbitrary: rawSegments },
    hostileText.map((text) => encodeURIComponent(text.slice(0, 200).toWellFormed())),
  )
}

function queryPart(ground: Ground, { name, required, schema, content }: Parameter): fc.Arbitrary<string> {
  const { wild } = ground
  const value = content ? filterOf(ground).map((each) => JSON.stringify(each)) : (named(ground, name) ?? valueOf(ground, schema ?? {}, 0))
  const ordinary = value.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)))
  const text = wild
    ? fc.oneof(
        { weight: 4, arbitrary: ordinary },
        hostileText,
        hostile.map((each) => JSON.stringify(each) ?? ''),
      )
    : ordinary
  const part = text.map((each) => `${name}=${encodeURIComponent(each.slice(0, 3000).toWellFormed())}`)
  return fc.oneof({ weight: required ? 19 : 3, arbitrary: part }, { weight: required ? 1 : 5, arbitrary: fc.constant('') })
}

/** Names of fields, where those are meant. */
function named({ words, known }: Ground, name: string): fc.Arbitrary<string> | undefined {
  const word = fc.constantFrom(...words)
  if (name === 'sort')
    return fc
      .array(
        fc.tuple(fc.constantFrom('', '-'), word).map((pair) => pair.join('')),
        { maxLength: 5 },
      )
      .map((parts) => parts.join(','))
  if (name === 'fields' || name === 'expand') return fc.array(word, { maxLength: 4 }).map((parts) => parts.join(','))
  if (name === 'field') return word
  return name === 'object' ? fc.constantFrom(...known.shapes.map((shape) => shape.path)) : undefined
}

/** Ids of the right kind, where the document says which. */
function pointed({ operation, known }: Ground, name: string): fc.Arbitrary<unknown> | undefined {
  const ref = operation.described['x-ref']?.find(
    (each) => each.in === 'body' && each.name.split('.').findLast((part) => part !== '*') === name,
  )
  const ids = ref ? (known.ids[ref.object] ?? []) : []
  if (!ids.length) return undefined
  return ref!.name.endsWith('*') ? fc.subarray(ids, { minLength: 1 }) : fc.constantFrom(...ids)
}

function body(ground: Ground): fc.Arbitrary<Body> {
  const described = ground.operation.described.requestBody
  const none = fc.constant(undefined)
  if (!described) return ground.wild ? fc.oneof({ weight: 9, arbitrary: none }, rawBodies) : none
  const schema = described.content['application/json']?.schema
  if (!schema) return rawBodies
  const bytes = (value: unknown) => ({ bytes: Buffer.from(JSON.stringify(value) ?? ''), type: 'application/json' })
  const ordinary = valueOf(ground, schema, 0)
  if (!ground.wild) return ordinary.map(bytes)
  return fc.oneof(
    { weight: 4, arbitrary: ordinary.map(bytes) },
    { weight: 6, arbitrary: spoilt(ordinary).map(bytes) },
    hostile.map(bytes),
    rawBodies,
  )
}

/** Conditions as GET /schema says they may be, with now and then an operand of another kind. */
function filterOf(ground: Ground): fc.Arbitrary<unknown> {
  const fields = ground.shape?.fields.filter((field) => Object.keys(field.operators).length) ?? []
  const strange = fc.record({
    field: fc.oneof(fc.constantFrom(...ground.words), hostileText),
    op: fc.oneof(fc.constantFrom('eq', 'in', 'me', 'phase', 'between', 'contains'), hostileText),
    value: hostile,
  })
  const conditions = fields.map((field) =>
    fc.constantFrom(...Object.entries(field.operators)).chain(([op, operand]) => {
      const value = valueOf(ground, operand, 1)
      return fc.record({
        field: fc.constant(field.name),
        op: fc.constant(op),
        value: ground.wild ? fc.oneof({ weight: 3, arbitrary: value }, hostile) : value,
      })
    }),
  )
  const condition = fc.oneof(...(ground.wild || !conditions.length ? [strange] : []), ...conditions)
  return fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 2 },
      condition,
      fc.record({ and: fc.array(tie('node'), { maxLength: 3 }) }),
      fc.record({ or: fc.array(tie('node'), { maxLength: 3 }) }),
      fc.record({ not: tie('node') }),
    ),
  })).node
}

/** A value that the schema allows. */
function valueOf(ground: Ground, schema: Schema, depth: number): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1)!
    return name === 'FilterValue' ? filterOf(ground) : valueOf(ground, ground.document.components.schemas[name]!, depth)
  }
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]))
  const branches = (schema.anyOf ?? (schema.type === 'object' ? undefined : schema.oneOf)) as Schema[] | undefined
  if (branches) return fc.oneof(...branches.map((each) => valueOf(ground, each, depth)))
  if (Array.isArray(schema.type)) return fc.oneof(...(schema.type as string[]).map((type) => valueOf(ground, { ...schema, type }, depth)))
  if (schema.type === 'string') return textOf(ground, schema)
  if (schema.type === 'integer') return fc.integer({ min: Number(schema.minimum ?? -5), max: Math.min(Number(schema.maximum ?? 50), 200) })
  if (schema.type === 'number') return fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'null') return fc.constant(null)
  if (schema.type === 'array')
    return depth > 4
      ? fc.constant([])
      : fc.array(valueOf(ground, (schema.items ?? {}) as Schema, depth + 1), { minLength: Number(schema.minItems ?? 0), maxLength: 3 })
  if (schema.type === 'object') return depth > 4 ? fc.constant({}) : objectOf(ground, schema, depth)
  return ground.wild ? fc.oneof(fc.constantFrom(...ground.words), hostile) : fc.constantFrom(...ground.words)
}

function textOf({ words, anyId, wild }: Ground, { format, pattern, examples }: Schema): fc.Arbitrary<unknown> {
  const ordinary: fc.Arbitrary<string>[] = []
  if (format === 'uuid') ordinary.push(anyId)
  else if (format === 'date') ordinary.push(fc.constantFrom('2026-11-21', '1999-01-31', '2024-02-29'))
  else if (format === 'date-time') ordinary.push(fc.constantFrom('2026-11-21T08:00:00.000Z', '2026-11-21T08:00:00+08:00'))
  else if (format === 'email') ordinary.push(fc.constantFrom('a@b.cn', '王@例子.中国'))
  else if (typeof pattern === 'string')
    ordinary.push(
      fc.constantFrom('1', '12.50', '-3', '999999999999999999', 'CNY', 'USD', 'n').filter((text) => new RegExp(pattern).test(text)),
    )
  else if (Array.isArray(examples)) ordinary.push(fc.constantFrom(...(examples as string[])))
  else ordinary.push(fc.constantFrom('13800138000', '何丽玲', 'leads', ...words))
  return wild ? fc.oneof({ weight: 4, arbitrary: ordinary[0]! }, hostileText) : ordinary[0]!
}

function objectOf(ground: Ground, { properties = {}, required = [], additionalProperties }: Schema, depth: number): fc.Arbitrary<unknown> {
  const entries = Object.entries(properties as Record<string, Schema>)
  const { words, wild, known, shape } = ground
  if (!entries.length && additionalProperties)
    return fc.dictionary(fc.constantFrom(...words), valueOf(ground, additionalProperties as Schema, depth + 1), { maxKeys: 3 })
  if (!entries.length) return wild ? fc.dictionary(fc.constantFrom(...words), hostile, { maxKeys: 2 }) : fc.constant({})
  const arbitraries = entries.map(([name, schema]): [string, fc.Arbitrary<unknown>] => {
    const good = known.values[`${shape?.name}.${name}`] ?? known.values[name]
    const value =
      named(ground, name) ?? pointed(ground, name) ?? (good?.length ? fc.constantFrom(...good) : valueOf(ground, schema, depth + 1))
    return [name, wild && good?.length ? fc.oneof(value, valueOf(ground, schema, depth + 1)) : value]
  })
  const needed = required as string[]
  // A handful of properties at a time: with all of them there would always be one that is refused.
  return fc
    .subarray(
      entries.map(([name]) => name).filter((name) => !needed.includes(name)),
      { maxLength: Math.min(wild ? 6 : 3, entries.length - needed.length) },
    )
    .chain((some) => {
      const chosen = arbitraries.filter(([name]) => needed.includes(name) || some.includes(name))
      return fc.record(Object.fromEntries(chosen))
    })
}

/** The same with one property replaced, added or taken away. */
const spoilt = (ordinary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(ordinary, fc.nat(), hostile, fc.constantFrom('replace', 'add', 'remove')).map(([value, pick, strange, how]) => {
    if (!value || typeof value !== 'object' || Array.isArray(value)) return strange
    const names = Object.keys(value)
    const name = names[pick % (names.length || 1)]
    if (how === 'add' || !name) return { ...value, [typeof strange === 'string' ? strange : 'more']: strange }
    return how === 'replace' ? { ...value, [name]: strange } : Object.fromEntries(Object.entries(value).filter(([each]) => each !== name))
  })
