/** The action routes: what a dialog needs to know, do it on one, do it on many. */
import type { FastifyInstance } from 'fastify'
import { actionOf, prefill, runAction, runOnMany } from '../engine/actions.ts'
import type { House } from '../engine/house.ts'
import { loadRecord } from '../engine/list.ts'
import { Refusal } from '../lib/errors.ts'
import { bodyOf, closedBody, objectAt, onceOf, principalOf, reading } from './acting.ts'
import { openTo } from './guard.ts'

type At = { Params: { objects: string; id: string; action: string } }

export const actionRoutes = (house: House) => (api: FastifyInstance) => {
  api.get<At>('/:objects/:id/:action', { config: openTo('member', { may: 'read' }) }, (request) =>
    reading(house, request, async (at) => {
      const { name } = objectAt(at.catalog, request.params.objects)
      const action = actionOf(at, name, request.params.action)
      const record = await loadRecord(at, name, request.params.id)
      const { offers = {}, otherwise = {}, starts = {} } = (await action.offers?.({ reading: at, record })) ?? {}
      for (const ask of action.asks ?? []) {
        const asked = ask.replace(/\?$/, '')
        if (asked in record) record[asked] ??= prefill(at, action, asked) ?? null
      }
      return { can: record.can[action.name] ?? 'forbidden', record, offers, otherwise, starts }
    }),
  )

  api.post<At>('/:objects/:id/:action', { config: openTo('member', { may: 'write' }) }, async (request) => {
    const principal = await principalOf(house, request)
    const { name } = objectAt(await house.catalogOf(principal.workspace), request.params.objects)
    return runAction(house, principal, name, request.params.id, request.params.action, bodyOf(request), onceOf(request))
  })

  api.post<At>('/:objects/actions/:action', { config: openTo('member', { may: 'write' }) }, async (request) => {
    const principal = await principalOf(house, request)
    const { name } = objectAt(await house.catalogOf(principal.workspace), request.params.objects)
    const { ids, filter, input } = closedBody(request, ['ids', 'filter', 'input'])
    const wanted =
      Array.isArray(ids) && ids.length <= 20_000 && ids.every((id) => typeof id === 'string')
        ? { ids: ids as string[] }
        : filter !== undefined && ids === undefined
          ? { filter }
          : null
    if (!wanted || (input !== undefined && (typeof input !== 'object' || input === null)))
      throw new Refusal('malformed', { reason: 'ids, filter' })
    return runOnMany(
      house,
      principal,
      name,
      request.params.action,
      { ...wanted, ...(input ? { input: input as Record<string, unknown> } : {}) },
      onceOf(request),
    )
  })
}
