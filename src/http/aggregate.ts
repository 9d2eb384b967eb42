/** POST /{objects}/aggregate: groups and measures. */
import type { FastifyInstance } from 'fastify'
import { type AggregateQuery, aggregate, most } from '../engine/aggregate.ts'
import { periods } from '../engine/aggregate-keys.ts'
import { functions } from '../engine/aggregate-measures.ts'
import type { House } from '../engine/house.ts'
import { objectAt, reading } from './acting.ts'

export const aggregateRoutes = (house: House) => (api: FastifyInstance) => {
  api.post<{ Params: { objects: string }; Body: AggregateQuery }>('/:objects/aggregate', { schema: { body: aggregateBody } }, (request) =>
    reading(house, request, (at) => aggregate(at, objectAt(at.catalog, request.params.objects).name, request.body)),
  )
}

const path = { type: 'string', minLength: 1, maxLength: 200 }

export const aggregateBody = {
  type: 'object',
  additionalProperties: false,
  required: ['measures'],
  properties: {
    filter: {},
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
