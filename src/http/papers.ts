/** GET /{objects}/{id}/document and document.pdf: a record as it stands on paper, for whoever may read the record. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fileFor } from '../engine/files.ts'
import type { House, Reading } from '../engine/house.ts'
import { loadRecord } from '../engine/list.ts'
import { Refusal } from '../lib/errors.ts'
import { type PaperLanguage, type Sheet, paperLanguages, printable } from '../lib/sheet.ts'
import { attachment, fileName } from '../platform/files/name.ts'
import { folderOf, placeOf } from '../platform/files/receive.ts'
import { readLogo } from '../platform/pdf/logo.ts'
import { openPress } from '../platform/pdf/press.ts'
import { objectAt, reading } from './acting.ts'
import { openTo } from './guard.ts'

type At = { Params: { objects: string; id: string }; Querystring: Record<string, unknown> }

export const paperRoutes = (house: House) => (api: FastifyInstance) => {
  const press = openPress()
  api.addHook('onClose', () => press.close())

  api.get<At>('/:objects/:id/document', { config: openTo('member', { may: 'read', query: ['language'] }) }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return reading(house, request, (at) => sheetOf(house, at, request))
  })

  api.get<At>('/:objects/:id/document.pdf', { config: openTo('member', { may: 'read', query: ['language'] }) }, async (request, reply) => {
    const { sheet, logo } = await reading(house, request, async (at) => {
      const written = await sheetOf(house, at, request)
      return { sheet: written, logo: await logoOf(house, at, written.firm.logo) }
    })
    return reply
      .type('application/pdf')
      .header('cache-control', 'no-store')
      .header('content-disposition', attachment(fileName(`${sheet.file.replace(/[\\/]/g, '_')}.pdf`)))
      .send(await press.print(sheet, logo))
  })
}

/** An object without a paper answers like a record that is not. */
async function sheetOf(house: House, at: Reading, request: FastifyRequest<At>): Promise<Sheet> {
  const language = languageIn(request.query, at)
  const { objects, id } = request.params
  const { name } = objectAt(at.catalog, objects)
  const record = await loadRecord(at, name, id)
  const paper = house.registry.papers.find((each) => each.object === name)
  if (!paper) throw new Refusal('not-found')
  return printable(await paper.sheet({ reading: at, record, language }))
}

function languageIn({ language }: Record<string, unknown>, at: Reading): PaperLanguage {
  if (language === undefined) return at.principal.language
  const found = paperLanguages.find((each) => each === language)
  if (!found) throw new Refusal('malformed', { reason: 'language' })
  return found
}

/** A logo that is gone, no picture or too large costs the logo, not the document. */
async function logoOf(house: House, at: Reading, id: string | null): Promise<Buffer | null> {
  if (!id) return null
  const file = await fileFor(at, id).catch(() => null)
  return file && readLogo(placeOf(folderOf(house.files, at.principal.workspace.id), file.hash))
}
