/** The log of deeds: what was done, and taking it back. And the schema and the search, which belong to no object. */
import type { FastifyInstance } from 'fastify'
import { withAbout } from '../engine/about.ts'
import { changesIn } from '../engine/changes.ts'
import { listChangesets, readChangeset } from '../engine/changesets.ts'
import type { House } from '../engine/house.ts'
import { isId } from '../engine/list.ts'
import { removed } from '../engine/removed.ts'
import { schemaFor } from '../engine/schema.ts'
import { search } from '../engine/search.ts'
import { undo } from '../engine/undo.ts'
import { Refusal } from '../lib/errors.ts'
import { closedBody, objectAt, principalOf, reading } from './acting.ts'
import { openTo } from './guard.ts'
import { limitOf, paging } from './query.ts'

type At = { Params: { id: string }; Querystring: Record<string, unknown> }

export const logRoutes = (house: House) => (api: FastifyInstance) => {
  api.get('/schema', { config: openTo('member') }, (request) => reading(house, request, async (at) => schemaFor(at.catalog, at.principal)))

  api.get<At>('/search', { config: openTo('member', { query: ['q', 'object'] }) }, (request) =>
    reading(house, request, (at) => {
      const { q, object } = request.query
      if (typeof q !== 'string' || q.length > 200) throw new Refusal('malformed', { reason: 'q' })
      return search(at, q, typeof object === 'string' ? objectAt(at.catalog, object).name : undefined)
    }),
  )

  api.get<At>('/changesets', { config: openTo('member', { query: [...paging, 'by'] }) }, (request) =>
    reading(house, request, async (at) => {
      const { limit, cursor, by } = request.query
      if (by !== undefined && !(typeof by === 'string' && isId(by))) throw new Refusal('malformed', { reason: 'by' })
      const { records, next } = await listChangesets(at, {
        limit: limitOf(limit),
        ...(typeof cursor === 'string' ? { before: cursor } : {}),
        ...(typeof by === 'string' ? { by } : {}),
      })
      return { records: await withAbout(at, records), next }
    }),
  )

  api.get<At>('/changesets/:id', { config: openTo('member') }, (request) =>
    reading(house, request, async (at) => (await withAbout(at, [await readChangeset(at, request.params.id)]))[0]),
  )

  api.get<At>('/changesets/:id/changes', { config: openTo('member', { query: paging }) }, (request) =>
    reading(house, request, (at) => changesIn(at, request.params.id, pageOf(request.query))),
  )

  api.get<At>('/removed', { config: openTo('member', { query: paging }) }, (request) =>
    reading(house, request, (at) => removed(at, pageOf(request.query))),
  )

  api.post<At>('/changesets/:id/undo', { config: openTo('member') }, async (request) => {
    const { subjects } = closedBody(request, ['subjects'])
    const list = subjects === undefined ? undefined : Array.isArray(subjects) ? subjects.map(Number) : [Number.NaN]
    if (list?.some((each) => !Number.isInteger(each) || each < 0 || each >= 2 ** 31)) throw new Refusal('malformed', { reason: 'subjects' })
    return undo(house, await principalOf(house, request), request.params.id, list)
  })
}

function pageOf({ limit, cursor }: Record<string, unknown>): { limit: number; cursor?: string } {
  return { limit: limitOf(limit), ...(typeof cursor === 'string' ? { cursor } : {}) }
}
