/** The record routes: one set for all objects, found by their path in the workspace's catalog. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { batch, createRecord, removeRecord, updateRecord } from '../engine/deeds.ts'
import { history } from '../engine/history.ts'
import type { House } from '../engine/house.ts'
import { type ListQuery, listText, loadRecord } from '../engine/list.ts'
import { timelineText } from '../engine/timeline.ts'
import { twinsOf } from '../engine/twins.ts'
import { Refusal } from '../lib/errors.ts'
import { bodyOf, closedBody, objectAt, onceOf, principalOf, reading } from './acting.ts'
import { openTo } from './guard.ts'
import { limitOf, listParameters, listQuery, paging } from './query.ts'

type At = { Params: { objects: string; id: string }; Querystring: Record<string, unknown> }

export const recordRoutes = (house: House) => (api: FastifyInstance) => {
  const nameOf = async (request: FastifyRequest<At>) => {
    const principal = await principalOf(house, request)
    return { principal, name: objectAt(await house.catalogOf(principal.workspace), request.params.objects).name }
  }

  const listing = async (request: FastifyRequest<At>, reply: FastifyReply, query: () => ListQuery) => {
    const text = await reading(house, request, (at) => listText(at, objectAt(at.catalog, request.params.objects).name, query()))
    return written(reply, text)
  }

  api.get<At>('/:objects', { config: openTo('member', { may: 'read', query: listParameters }) }, async (request, reply) =>
    listing(request, reply, () => listQuery(request.query)),
  )

  api.post<At>('/:objects/query', { config: openTo('member', { may: 'read' }) }, async (request, reply) =>
    listing(request, reply, () => listQuery(bodyOf(request))),
  )

  api.post<At>('/:objects', { config: openTo('member', { may: 'create' }) }, async (request, reply) => {
    const { principal, name } = await nameOf(request)
    return reply.code(201).send(await createRecord(house, principal, name, bodyOf(request), onceOf(request)))
  })

  api.get<At>('/:objects/:id', { config: openTo('member', { may: 'read' }) }, (request) =>
    reading(house, request, (at) => loadRecord(at, objectAt(at.catalog, request.params.objects).name, request.params.id)),
  )

  api.patch<At>('/:objects/:id', { config: openTo('member', { may: 'write' }) }, async (request) => {
    const { principal, name } = await nameOf(request)
    const body = bodyOf(request)
    if (
      body.version !== undefined &&
      !(Number.isInteger(body.version) && (body.version as number) > 0 && (body.version as number) < 2 ** 31)
    )
      throw new Refusal('malformed', { reason: 'version' })
    return updateRecord(house, principal, name, request.params.id, body)
  })

  api.delete<At>('/:objects/:id', { config: openTo('member', { may: 'remove' }) }, async (request) => {
    const { principal, name } = await nameOf(request)
    return removeRecord(house, principal, name, request.params.id)
  })

  api.post<At>('/:objects/batch', { config: openTo('member', { may: 'write' }), bodyLimit: 8 * 1024 * 1024 }, async (request) => {
    const { principal, name } = await nameOf(request)
    const body = closedBody(request, ['create', 'update', 'remove'])
    const rows = (part: string) =>
      listOf(body, part, (each) => typeof each === 'object' && each !== null && !Array.isArray(each)) as Record<string, unknown>[]
    return batch(
      house,
      principal,
      name,
      { create: rows('create'), update: rows('update'), remove: listOf(body, 'remove', (each) => typeof each === 'string') as string[] },
      onceOf(request),
    )
  })

  api.get<At>('/:objects/:id/timeline', { config: openTo('member', { may: 'read', query: paging }) }, async (request, reply) => {
    const text = await reading(house, request, (at) => {
      const { limit, cursor } = request.query
      return timelineText(at, objectAt(at.catalog, request.params.objects).name, request.params.id, {
        limit: limitOf(limit),
        ...(typeof cursor === 'string' ? { cursor } : {}),
      })
    })
    return written(reply, text)
  })

  api.get<At>('/:objects/:id/history', { config: openTo('member', { may: 'read' }) }, (request) =>
    reading(house, request, (at) => history(at, objectAt(at.catalog, request.params.objects).name, request.params.id)),
  )

  api.get<At>('/:objects/twins', { config: openTo('member', { may: 'read', query: ['field', 'value'] }) }, (request) =>
    reading(house, request, (at) => {
      const { field, value } = request.query
      if (typeof field !== 'string' || typeof value !== 'string') throw new Refusal('malformed', { reason: 'field, value' })
      return twinsOf(at, objectAt(at.catalog, request.params.objects).name, field, value)
    }),
  )
}

const written = (reply: FastifyReply, json: string) => reply.type('application/json; charset=utf-8').send(json)

function listOf(body: Record<string, unknown>, part: string, fits: (each: unknown) => boolean): unknown[] {
  const value = body[part] ?? []
  if (!Array.isArray(value) || !value.every(fits)) throw new Refusal('malformed', { reason: part })
  return value
}
