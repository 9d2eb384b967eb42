/** OpenAPI 3.1 of one workspace as one principal knows it: built from the catalog, so that a field, object or deed is described by being defined. */
import { errors } from '../lib/errors.ts'
import type { JsonSchema } from '../lib/wire.ts'
import type { Catalog } from './catalog.ts'
import { listParameters, objectPaths } from './openapi-paths.ts'
import { recordSchemas } from './openapi-record.ts'
import { type Paths, closed, inQuery, listOf, open, openObject, orNull, schemaRef, text, uuid } from './openapi-words.ts'
import type { Principal } from './principal.ts'

/** What belongs to no object: sessions, the log, files, imports. The routes that have it bring it along. */
export type Fixed = { paths: Paths; schemas: Record<string, JsonSchema> }

export function openApi(catalog: Catalog, principal: Principal, fixed: Fixed): JsonSchema {
  const objects = [...catalog.objects.values()]
  return {
    openapi: '3.1.0',
    info: { title: `关系 Guanxi · ${principal.workspace.name}`, version: catalog.version },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/api/v1' }],
    security: [{ key: [] }, { session: [] }],
    paths: { ...fixed.paths, ...Object.assign({}, ...objects.map((object) => objectPaths(catalog, principal, object))) } as Paths,
    components: {
      schemas: {
        ...shared,
        ...fixed.schemas,
        ...Object.assign({}, ...objects.map((object) => recordSchemas(catalog, principal, object))),
      } as Record<string, JsonSchema>,
      parameters,
      responses: { Problem: { description: 'RFC 9457', content: { 'application/problem+json': { schema: schemaRef('Problem') } } } },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', bearerFormat: 'gx_…' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'gx_session',
          description: 'state-changing calls send the csrf of GET /me as X-CSRF',
        },
      },
    },
  }
}

const filterValue = schemaRef('FilterValue')
const words = { type: 'string', maxLength: 200 }
const shared: Record<string, JsonSchema> = {
  Label: closed({ zh: text, en: text }),
  Ref: closed({ id: uuid, title: orNull(text) }),
  Problem: closed(
    { type: text, title: text, status: { type: 'integer' }, code: { enum: Object.keys(errors) }, detail: text },
    {
      errors: listOf(closed({ field: text, code: { enum: Object.keys(errors) }, message: text })),
      current: openObject('what the record’s changed fields hold now, each as it is read'),
    },
  ),
  FilterValue: {
    description:
      'Fields, operators and operands: GET /schema says which. A field may reach through one reference: account.industry. Of id: eq, in, and sharedWithMe (true), what others own and shared with whoever asks.',
    anyOf: [
      closed({ field: text, op: text }, { value: open('the operand: GET /schema has its schema, by field and operator') }),
      closed({ and: listOf(filterValue) }),
      closed({ or: listOf(filterValue) }),
      closed({ not: filterValue }),
    ],
  },
  Query: closed(
    {},
    {
      filter: filterValue,
      sort: { type: 'string', maxLength: 500 },
      limit: { type: 'integer', minimum: 1, maximum: 200 },
      cursor: { type: 'string', maxLength: 4000 },
      fields: listOf(text, 200),
      expand: listOf(text, 200),
      count: { enum: ['none', 'exact', 'capped'] },
      search: words,
    },
  ),
}

const parameters: Record<(typeof listParameters)[number], JsonSchema> = {
  Filter: { name: 'filter', in: 'query', content: { 'application/json': { schema: filterValue } } },
  Sort: { ...inQuery('sort', { type: 'string', maxLength: 500 }), description: '-amount,name' },
  Limit: inQuery('limit', { type: 'integer', minimum: 1, maximum: 200, default: 50 }),
  Cursor: { ...inQuery('cursor', { type: 'string', maxLength: 4000 }), description: '`next` of the page before' },
  Fields: { ...inQuery('fields', text), description: 'name,phone' },
  Expand: { ...inQuery('expand', text), description: 'references that come as their records' },
  Count: inQuery('count', { enum: ['none', 'exact', 'capped'], default: 'none' }),
  Search: inQuery('search', words),
  IdempotencyKey: { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 1, maxLength: 255 } },
}
