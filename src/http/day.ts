/** The person's own day: what waits for him, what he puts off, what he has seen. */
import type { FastifyInstance } from 'fastify'
import { day } from '../engine/day.ts'
import { see, snooze } from '../engine/day-state.ts'
import type { House } from '../engine/house.ts'
import { Refusal, invalid } from '../lib/errors.ts'
import { isDay } from '../lib/zone.ts'
import { objectAt, principalOf, reading } from './acting.ts'

type Put = { object: string; id: string; until: string | null }

export const dayRoutes = (house: House) => (api: FastifyInstance) => {
  api.get('/day', (request) => {
    for (const name of Object.keys(request.query as object)) throw new Refusal('unknown-parameter', { name })
    return reading(house, request, (at) => day(at, house.registry.day))
  })

  api.post<{ Body: Put }>('/day/snooze', { schema: { body: putBody } }, async (request, reply) => {
    const { object, id, until } = request.body
    if (until !== null && !isDay(until)) throw invalid([{ field: 'until', code: 'not-date' }])
    const principal = await principalOf(house, request)
    await snooze(house, principal, objectAt(await house.catalogOf(principal.workspace), object).name, id, until)
    return reply.code(204).send()
  })

  api.post('/day/seen', async (request) => ({ seenAt: await see(house, await principalOf(house, request)) }))
}

/** `object`: its path. */
const putBody = {
  type: 'object',
  additionalProperties: false,
  required: ['object', 'id', 'until'],
  properties: {
    object: { type: 'string', maxLength: 80 },
    id: { type: 'string', format: 'uuid' },
    until: { type: ['string', 'null'], format: 'date' },
  },
}
