/** POST /{objects}/aggregate: groups and measures. */
import type { FastifyInstance } from 'fastify'
import { type AggregateQuery, aggregate } from '../engine/aggregate.ts'
import { aggregateBody } from '../engine/aggregate-body.ts'
import type { House } from '../engine/house.ts'
import { objectAt, reporting } from './acting.ts'
import { openTo } from './guard.ts'

export const aggregateRoutes = (house: House) => (api: FastifyInstance) => {
  api.post<{ Params: { objects: string }; Body: AggregateQuery }>(
    '/:objects/aggregate',
    { schema: { body: aggregateBody }, config: openTo('member', { may: 'read' }) },
    (request) => reporting(house, request, (at) => aggregate(at, objectAt(at.catalog, request.params.objects).name, request.body)),
  )
}
