/** Adding colleagues, one or a pasted list, and letting them go. */
import type { FastifyInstance } from 'fastify'
import type { House } from '../engine/house.ts'
import { isId } from '../engine/list.ts'
import { Refusal } from '../lib/errors.ts'
import { type Colleague, addColleagues, setActive } from '../platform/colleagues/add.ts'
import { resetPassword } from '../platform/colleagues/password.ts'
import { type Self, changeSelf } from '../platform/colleagues/self.ts'
import { closedBody, principalOf } from './acting.ts'
import { openTo } from './guard.ts'

const admins = openTo('member', { right: 'admin' })
const text = { type: 'string', maxLength: 254 } as const
const colleague = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'email'],
  properties: {
    name: text,
    email: text,
    password: text,
    mobile: text,
    department: { type: ['string', 'null'], format: 'uuid', 'x-ref': 'department' },
    roles: { type: 'array', maxItems: 10, items: text },
  },
} as const

export const colleagueRoutes = (house: House) => (api: FastifyInstance) => {
  const body = {
    type: 'object',
    additionalProperties: false,
    required: ['people'],
    properties: { people: { type: 'array', minItems: 1, maxItems: 200, items: colleague } },
  } as const
  api.post<{ Body: { people: Colleague[] } }>('/colleagues', { schema: { body }, config: admins }, async (request, reply) =>
    reply.code(201).send(await addColleagues(house, await principalOf(house, request), request.body.people)),
  )

  const self = {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: { name: text, mobile: { ...text, type: ['string', 'null'] } },
  } as const
  api.patch<{ Body: Self }>('/me', { schema: { body: self }, config: openTo('member') }, async (request) =>
    changeSelf(house, await principalOf(house, request), request.who.person, request.body),
  )

  const given = { type: 'object', additionalProperties: false, required: ['password'], properties: { password: text } } as const
  api.post<{ Params: { id: string }; Body: { password: string } }>(
    '/colleagues/:id/password',
    { schema: { body: given }, config: admins },
    async (request, reply) => {
      if (!isId(request.params.id)) throw new Refusal('not-found')
      await resetPassword(house, await principalOf(house, request), request.params.id, request.body.password)
      return reply.code(204).send()
    },
  )

  for (const [verb, active] of [
    ['disable', false],
    ['enable', true],
  ] as const)
    api.post<{ Params: { id: string } }>(`/colleagues/:id/${verb}`, { config: admins }, async (request) => {
      closedBody(request, [])
      if (!isId(request.params.id)) throw new Refusal('not-found')
      return setActive(house, await principalOf(house, request), request.params.id, active)
    })
}
