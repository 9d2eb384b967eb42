/** The body of POST /{objects}/aggregate, closed. What stands in `filter` and `having` is judged by the filter's compiler. */
import { most } from './aggregate.ts'
import { periods } from './aggregate-keys.ts'
import { functions } from './aggregate-measures.ts'

const path = { type: 'string', minLength: 1, maxLength: 200 }

export const aggregateBody = {
  type: 'object',
  additionalProperties: false,
  required: ['measures'],
  properties: {
    filter: {},
    search: { type: 'string', maxLength: 200 },
    groupBy: {
      type: 'array',
      maxItems: 4,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['field'],
        properties: { field: path, by: { type: 'string', enum: periods } },
      },
    },
    measures: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['as', 'fn'],
        properties: {
          as: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]{0,59}$' },
          fn: { type: 'string', enum: functions },
          field: path,
        },
      },
    },
    having: {},
    sort: { type: 'string', maxLength: 500 },
    limit: { type: 'integer', minimum: 1, maximum: most },
  },
}
