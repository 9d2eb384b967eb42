/** The OpenAPI document as a judge: which operation an address is, and what is wrong with an answer to it. */
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

export type Schema = Record<string, unknown>
export type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema?: Schema
  content?: Record<string, { schema: Schema }>
}
type Media = { content?: Record<string, { schema: Schema }> }
export type Described = {
  operationId: string
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, Media>
  'x-authz': { who: string; workspace?: boolean; object?: string; may?: string; right?: string }
  'x-ref'?: { in: 'path' | 'query' | 'body'; name: string; object: string }[]
}
export type Document = {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Schema>; parameters: Record<string, Parameter> }
}
export type Operation = { id: string; method: string; path: string; described: Described; parameters: Parameter[] }
export type Given = { status: number; type: string; body: unknown }

export type Judge = {
  operations: Operation[]
  find: (method: string, address: string) => Operation | undefined
  /** Sentences, none where the answer is as described. */
  wrong: (operation: Operation, given: Given) => string[]
}

export function judgeOf(document: Document): Judge {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operationOf(document, method, path, described)),
  )
  const compiled = validators(document)
  return {
    operations,
    find(method, address) {
      const parts = address.split('?')[0]!.split('/')
      const fits = (path: string) =>
        path.split('/').length === parts.length && path.split('/').every((part, i) => part.startsWith('{') || part === parts[i])
      const fixed = (path: string) =>
        path
          .split('/')
          .map((part) => (part.startsWith('{') ? '1' : '0'))
          .join('')
      return operations
        .filter((each) => each.method === method && fits(each.path))
        .toSorted((a, b) => fixed(a.path).localeCompare(fixed(b.path)))[0]
    },
    wrong({ id, method, path, described }, given) {
      const status = String(given.status)
      const here = `${id}: ${status}`
      if (given.status >= 400) return isProblem(compiled, given).map((sentence) => `${here} ${sentence}`)
      const response = Object.hasOwn(described.responses, status) ? described.responses[status] : undefined
      if (!response) return [`${here} is not described`]
      if (!response.content) return given.body === '' ? [] : [`${here} should have no body`]
      const media = Object.keys(response.content).find((type) => type === '*/*' || given.type.startsWith(type))
      if (!media) return [`${here} is ${given.type}`]
      if (media !== 'application/json') return []
      const pointer = ['paths', path, method.toLowerCase(), 'responses', status, 'content', media, 'schema']
        .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
        .join('/')
      return broken(compiled(pointer), given.body).map((sentence) => `${here} ${sentence}`)
    },
  }
}

function operationOf(document: Document, method: string, path: string, described: Described): Operation {
  const parameters = (described.parameters ?? []).map((each) =>
    '$ref' in each ? document.components.parameters[each.$ref.split('/').at(-1)!]! : each,
  )
  return { id: described.operationId, method: method.toUpperCase(), path, described, parameters }
}

function validators(document: Document): (pointer: string) => ValidateFunction {
  const ajv = addFormats.default(new Ajv2020.default({ strict: false, allErrors: true }))
  ajv.addSchema(document, 'api')
  return (pointer) => ajv.getSchema(`api#/${encodeURI(pointer)}`) ?? ajv.compile({ $ref: `api#/${encodeURI(pointer)}` })
}

const broken = (validate: ValidateFunction, body: unknown): string[] =>
  validate(body)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`).slice(0, 5)

function isProblem(compiled: (pointer: string) => ValidateFunction, { status, type, body }: Given): string[] {
  if (!type.startsWith('application/problem+json')) return [`is ${type}`]
  const said = broken(compiled('components/schemas/Problem'), body)
  return (body as { status?: number }).status === status ? said : [...said, 'says another status in its body']
}
