/** The import's routes, as the contract says: upload, choose, check, mend, run. */
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { uuidv7 } from 'uuidv7'
import type { House } from '../engine/house.ts'
import {
  type Changes,
  beginImport,
  chooseImport,
  readImport,
  readImports,
  dropImport,
  startCheck,
  startRun,
} from '../engine/import/imports.ts'
import { stopImport } from '../engine/import/end.ts'
import { type Kind, failedRows, mendRow, problems } from '../engine/import/rows.ts'
import { showImport } from '../engine/import/show.ts'
import type { Import } from '../engine/import/store.ts'
import { targetsOf } from '../engine/import/targets.ts'
import { Refusal, invalid } from '../lib/errors.ts'
import { csvLine } from '../lib/tabular/write.ts'
import { fileName } from '../platform/files/name.ts'
import { folderOf, receiveAt } from '../platform/files/receive.ts'
import { closedBody, objectAt, onceOf, principalOf, reading } from './acting.ts'
import { openTo } from './guard.ts'
import { limitOf, paging } from './query.ts'
import { eachPart, withUploads } from './uploads.ts'

const mayImport = openTo('member', { right: 'import' })
type At = { Params: { id: string; row: string }; Querystring: Record<string, string> }
const mostBytes = 300 * 1024 * 1024
const text = { type: 'string', maxLength: 200 } as const
const choices = {
  type: 'object',
  additionalProperties: false,
  properties: {
    mapping: { type: 'object', additionalProperties: { type: ['string', 'null'], maxLength: 100 }, maxProperties: 500 },
    mode: { enum: ['create', 'update', 'upsert'] },
    key: { type: 'array', maxItems: 3, items: text },
    twins: { enum: ['skip', 'create', 'update'] },
    defaults: { type: 'object', maxProperties: 100, additionalProperties: { 'x-open': 'as the field is written', 'x-ref': '*' } },
    sheet: text,
    encoding: { enum: ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] },
    headerRow: { type: 'integer', minimum: -1, maximum: 1000 },
  },
} as const
const mend = {
  type: 'object',
  additionalProperties: false,
  properties: {
    values: { type: 'object', maxProperties: 500, additionalProperties: { type: 'string', maxLength: 20_000 } },
    skip: { type: 'boolean' },
    twin: { enum: ['skip', 'create', 'update'] },
  },
} as const

export const importRoutes = (house: House) => (api: FastifyInstance) => {
  const show = async (request: FastifyRequest, found: Import) => showImport(house, await principalOf(house, request), found)

  const take = (scope: FastifyInstance) =>
    scope.post('/imports', { config: mayImport }, async (request, reply) => {
      const who = await principalOf(house, request)
      const at = path.join(house.files, who.workspace.schema, 'imports', uuidv7())
      const begin = async () => {
        const { object, name } = await upload(request, folderOf(house.files, who.workspace.id), at)
        return beginImport(house, who, objectAt(await house.catalogOf(who.workspace), object).name, { path: at, name })
      }
      // Of what is refused nothing stays behind.
      const begun = await begin().catch(async (error: unknown) => {
        await rm(at, { force: true })
        throw error
      })
      return reply.code(201).send(await show(request, begun))
    })
  withUploads(api, take, { fileSize: mostBytes, files: 1 })

  api.get<At>('/imports', { config: openTo('member', { query: paging }) }, async (request) => {
    const { limit, cursor } = request.query
    const { records, next } = await readImports(house, await principalOf(house, request), limitOf(limit), cursor)
    return { records: await Promise.all(records.map((found) => show(request, found))), next }
  })

  api.get<At>('/imports/template', { config: openTo('member', { query: ['object'] }) }, (request, reply) =>
    reading(house, request, async (at) => {
      const object = objectAt(at.catalog, request.query.object ?? '')
      const columns = [...targetsOf(at.catalog, at.principal, object).values()]
        .filter((target) => !target.by && !target.made)
        .map((target) => target.label[at.context.language])
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="template.csv"')
        .send(`\ufeff${csvLine(columns)}`)
    }),
  )

  api.get<At>('/imports/:id', { config: openTo('member') }, async (request) =>
    show(request, await readImport(house, await principalOf(house, request), request.params.id)),
  )

  api.delete<At>('/imports/:id', { config: openTo('member') }, async (request, reply) => {
    await dropImport(house, await principalOf(house, request), request.params.id)
    return reply.code(204).send()
  })

  api.patch<At & { Body: Changes }>('/imports/:id', { schema: { body: choices }, config: mayImport }, async (request) =>
    show(request, await chooseImport(house, await principalOf(house, request), request.params.id, request.body)),
  )

  for (const [verb, start] of [
    ['check', startCheck],
    ['run', startRun],
  ] as const)
    api.post<At>(`/imports/:id/${verb}`, { config: mayImport }, async (request, reply) => {
      closedBody(request, [])
      const found = await start(house, await principalOf(house, request), request.params.id, onceOf(request))
      return reply.code(202).send(await show(request, found))
    })

  // Also for whom the right was taken, and while he is in the middle of it.
  api.post<At>('/imports/:id/stop', { config: openTo('member') }, async (request) => {
    closedBody(request, [])
    return show(request, await stopImport(house, await principalOf(house, request), request.params.id))
  })

  api.get<At>('/imports/:id/problems', { config: openTo('member', { query: [...paging, 'kind'] }) }, async (request) => {
    const { kind, limit, cursor } = request.query
    if (kind !== undefined && !['problem', 'twin', 'skip'].includes(kind)) throw new Refusal('malformed', { reason: 'kind' })
    return problems(house, await principalOf(house, request), request.params.id, {
      limit: limitOf(limit),
      ...(kind ? { kind: kind as Kind } : {}),
      ...(cursor === undefined ? {} : { cursor }),
    })
  })

  api.patch<At & { Body: Parameters<typeof mendRow>[4] }>(
    '/imports/:id/rows/:row',
    { schema: { body: mend }, config: mayImport },
    async (request) => {
      const row = Number(request.params.row)
      if (!Number.isInteger(row) || row < 1 || row >= 2 ** 31) throw new Refusal('not-found')
      return mendRow(house, await principalOf(house, request), request.params.id, row, request.body)
    },
  )

  api.get<At>('/imports/:id/failed.csv', { config: openTo('member') }, async (request, reply) => {
    const who = await principalOf(house, request)
    const found = await readImport(house, who, request.params.id)
    const lines = async function* () {
      yield '\ufeff'
      for await (const cells of failedRows(house, who, found)) yield csvLine(cells)
    }
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="failed.csv"')
      .send(Readable.from(lines()))
  })
}

/** The file goes straight to disk under a name of ours; what it was called is only shown. */
async function upload(request: FastifyRequest, folder: string, at: string): Promise<{ object: string; name: string }> {
  let object: string | undefined
  let name: string | undefined
  await eachPart(request, async (part) => {
    if (part.type === 'file') {
      name = fileName(part.filename)
      await receiveAt(part, folder, mostBytes, at)
    } else if (part.fieldname === 'object' && typeof part.value === 'string') object = part.value
    else throw invalid([{ field: part.fieldname, code: 'unknown-field' }])
  })
  if (!name || !object) throw new Refusal('malformed', { reason: 'object, file' })
  return { object, name }
}
