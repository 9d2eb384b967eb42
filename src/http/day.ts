/** The person's own day: what waits for him, what he puts off, what he has seen. */
import type { FastifyInstance } from 'fastify'
import { day } from '../engine/day.ts'
import { see, snooze } from '../engine/day-state.ts'
import type { House } from '../engine/house.ts'
import { invalid } from '../lib/errors.ts'
import { isDay } from '../lib/zone.ts'
import { closedBody, objectAt, principalOf, reading } from './acting.ts'
import { openTo } from './guard.ts'

type Put = { object: string; id: string; until: string | null }

export const dayRoutes = (house: House) => (api: FastifyInstance) => {
  api.get('/day', { config: openTo('member') }, (request) => reading(house, request, (at) => day(at, house.registry.day)))

  api.post<{ Body: Put }>('/day/snooze', { schema: { body: putBody }, config: openTo('member') }, async (request, reply) => {
    const { object, id, until } = request.body
    if (until !== null && !isDay(until)) throw invalid([{ field: 'until', code: 'not-date' }])
    const principal = await principalOf(house, request)
    await snooze(house, principal, objectAt(await house.catalogOf(principal.workspace), object).name, id, until)
    return reply.code(204).send()
  })

  api.post('/day/seen', { config: openTo('member') }, async (request) => {
    closedBody(request, [])
    return { seenAt: await see(house, await principalOf(house, request)) }
  })
}

/** `object`: its path. */
const putBody = {
  type: 'object',
  additionalProperties: false,
  required: ['object', 'id', 'until'],
  properties: {
    object: { type: 'string', maxLength: 80 },
    id: { type: 'string', format: 'uuid', 'x-ref': '*' },
    until: { type: ['string', 'null'], format: 'date' },
  },
}
