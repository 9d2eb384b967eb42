/** The words in which the API describes itself: closed objects, values that may be empty, operations with who may and what is an id. */
import type { JsonSchema } from '../lib/wire.ts'

/** `who`: anybody, a person signed in, one with a session (no API key), a member of a workspace; the rest narrows it. `workspace`: his session must have chosen one. */
export type Authz = {
  who: 'public' | 'person' | 'session' | 'member'
  workspace?: true
  object?: string
  may?: 'read' | 'create' | 'write' | 'remove'
  right?: 'admin' | 'export' | 'import' | 'undo' | 'assign'
}
/** A parameter or property that names a record: of an object (`*`: of one that the call names), or of what the engine keeps (workspace, changeset, import, file, key). */
export type RefAt = { in: 'path' | 'query' | 'body'; name: string; object: string }

export type Media = { type: string; schema: JsonSchema }
export type Operation = {
  id: string
  tag: string
  summary: string
  authz: Authz
  refs?: RefAt[]
  parameters?: JsonSchema[]
  body?: JsonSchema | Media
  /** May be called without a body. */
  bodyOptional?: boolean
  /** Status → what comes; null: nothing. Every other status is a problem. */
  answers: Record<number, JsonSchema | Media | Media[] | null>
}
export type Paths = Record<string, Record<string, JsonSchema>>

export const schemaRef = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })
export const parameterRef = (name: string): JsonSchema => ({ $ref: `#/components/parameters/${name}` })

/** An object with these properties, all there, and with those, and with no others. */
export const closed = (needed: Record<string, JsonSchema>, more: Record<string, JsonSchema> = {}): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  ...(Object.keys(needed).length ? { required: Object.keys(needed) } : {}),
  properties: { ...needed, ...more },
})

export const listOf = (items: JsonSchema, most?: number): JsonSchema => ({
  type: 'array',
  items,
  ...(most === undefined ? {} : { maxItems: most }),
})
export const pageOf = (items: JsonSchema) => closed({ records: listOf(items), next: orNull(text) })
export const oneOf = (...values: unknown[]): JsonSchema => ({ enum: values })

export function orNull(schema: JsonSchema): JsonSchema {
  if (typeof schema.type !== 'string' || 'const' in schema) return { anyOf: [schema, { type: 'null' }] }
  return { ...schema, type: [schema.type, 'null'], ...(Array.isArray(schema.enum) ? { enum: [...(schema.enum as unknown[]), null] } : {}) }
}

export const text: JsonSchema = { type: 'string' }
export const uuid: JsonSchema = { type: 'string', format: 'uuid' }
export const moment: JsonSchema = { type: 'string', format: 'date-time' }
export const count: JsonSchema = { type: 'integer', minimum: 0 }
export const flag: JsonSchema = { type: 'boolean' }
export const bytes = (...types: string[]): Media[] => types.map((type) => ({ type, schema: {} }))
/** The few places where anything may stand say why; everything else is closed. */
export const open = (why: string): JsonSchema => ({ 'x-open': why })
export const openObject = (why: string): JsonSchema => ({ type: 'object', 'x-open': why })
export const label = schemaRef('Label')
export const pointer = schemaRef('Ref')

export const inPath = (name: string, schema: JsonSchema = uuid): JsonSchema => ({ name, in: 'path', required: true, schema })
export const inQuery = (name: string, schema: JsonSchema, required = false): JsonSchema => ({
  name,
  in: 'query',
  ...(required ? { required } : {}),
  schema,
})

export function operation({
  id,
  tag,
  summary,
  authz,
  refs = [],
  parameters = [],
  body,
  bodyOptional = false,
  answers,
}: Operation): JsonSchema {
  const media = body && isMedia(body) ? body : { type: 'application/json', schema: body ?? {} }
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(authz.who === 'public' ? { security: [] } : authz.who === 'session' ? { security: [{ session: [] }] } : {}),
    ...(parameters.length ? { parameters } : {}),
    ...(body ? { requestBody: { required: !bodyOptional, content: { [media.type]: { schema: media.schema } } } } : {}),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, response(answer)])),
      default: { $ref: '#/components/responses/Problem' },
    },
    'x-authz': authz,
    'x-ref': [...refs, ...(body && !isMedia(body) ? refsSaid(body) : [])],
  }
}

/** Ids that the schema itself says are ids of something (`x-ref`), by where they stand in it. */
function refsSaid(schema: JsonSchema, path: string[] = []): RefAt[] {
  const { properties = {}, items, additionalProperties, 'x-ref': object } = schema as Record<string, JsonSchema | undefined>
  const inside = [
    ...Object.entries(properties).map(([name, each]) => [name, each] as const),
    ...[items, additionalProperties].map((each) => ['*', each] as const),
  ]
  return [
    ...(object ? [{ in: 'body' as const, name: path.join('.'), object: String(object) }] : []),
    ...inside.flatMap(([name, each]) => (each && typeof each === 'object' ? refsSaid(each as JsonSchema, [...path, name]) : [])),
  ]
}

function response(answer: Operation['answers'][number]): JsonSchema {
  if (!answer) return { description: 'Done' }
  const kinds = Array.isArray(answer) ? answer : isMedia(answer) ? [answer] : [{ type: 'application/json', schema: answer }]
  return { description: 'OK', content: Object.fromEntries(kinds.map(({ type, schema }) => [type, { schema }])) }
}

const isMedia = (given: JsonSchema | Media): given is Media => typeof given.type === 'string' && given.type.includes('/')
