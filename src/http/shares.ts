/** Who has a record by a share; sharing itself is a deed like others. */
import type { FastifyInstance } from 'fastify'
import type { House } from '../engine/house.ts'
import { isShareable, sharesOf } from '../engine/sharing.ts'
import { Refusal } from '../lib/errors.ts'
import { objectAt, reading } from './acting.ts'
import { openTo } from './guard.ts'

type At = { Params: { objects: string; id: string } }

export const shareRoutes = (house: House) => (api: FastifyInstance) =>
  void api.get<At>('/:objects/:id/shares', { config: openTo('member', { may: 'read' }) }, (request) =>
    reading(house, request, (at) => {
      const object = objectAt(at.catalog, request.params.objects)
      if (!isShareable(object)) throw new Refusal('not-found')
      return sharesOf(at, object.name, request.params.id)
    }),
  )
