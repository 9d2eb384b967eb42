/** GET /{objects}/export: the list as a CSV or Excel file. */
import type { FastifyInstance } from 'fastify'
import { type ExportQuery, exportRecords } from '../engine/export.ts'
import type { House } from '../engine/house.ts'
import { Refusal } from '../lib/errors.ts'
import { objectAt, principalOf } from './acting.ts'
import { openTo } from './guard.ts'
import { listQuery } from './query.ts'

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
/** Whoever takes nothing for so long has gone; his cursor is wanted elsewhere. */
const patienceMs = 60_000

type At = { Params: { objects: string }; Querystring: Record<string, unknown> }

export const exportRoutes = (house: House) => (api: FastifyInstance) => {
  api.get<At>(
    '/:objects/export',
    {
      exposeHeadRoute: false,
      config: openTo('member', { may: 'read', right: 'export', query: ['format', 'filter', 'sort', 'search', 'fields'] }),
    },
    async (request, reply) => {
      const { format, ...listed } = request.query
      if (format !== 'csv' && format !== 'xlsx') throw new Refusal('malformed', { reason: 'format' })
      const { filter, sort, search, fields } = listQuery(listed)
      const query: ExportQuery = { format, filter, sort, search, fields }
      const principal = await principalOf(house, request)
      const object = objectAt(await house.catalogOf(principal.workspace), request.params.objects)
      const { name, bytes } = await exportRecords(house, principal, object.name, query)
      const { socket } = request.raw
      const giveUp = () => bytes.destroy(new Error('the reader of an export has stopped reading'))
      socket.setTimeout(patienceMs).once('timeout', giveUp)
      bytes.once('close', () => socket.setTimeout(0).removeListener('timeout', giveUp))
      return reply
        .type(types[format])
        .header('content-disposition', attachment(`${name}.${format}`, `${object.path}.${format}`))
        .header('cache-control', 'no-store')
        .send(bytes)
    },
  )
}

/** Old readers take the plain name, all others the one in UTF-8 (RFC 6266). */
const attachment = (name: string, plain: string) =>
  `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`
