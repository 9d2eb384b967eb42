/** Sending files and fetching them again. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { fileFor, keepFile } from '../engine/files.ts'
import type { FileJson } from '../engine/files.ts'
import type { House } from '../engine/house.ts'
import { Refusal, invalid } from '../lib/errors.ts'
import { typeOf } from '../platform/files/kind.ts'
import { attachment, fileName } from '../platform/files/name.ts'
import { folderOf, placeOf, receiveFile } from '../platform/files/receive.ts'
import { principalOf, reading } from './acting.ts'
import { openTo } from './guard.ts'
import { eachPart, withUploads } from './uploads.ts'

export const fileRoutes = (house: House) => (api: FastifyInstance) => {
  withUploads(api, (scope) => {
    scope.post('/files', { config: openTo('member') }, async (request, reply) => {
      const who = await principalOf(house, request)
      const folder = folderOf(house.files, who.workspace.id)
      const files: FileJson[] = []
      await eachPart(request, async (part) => {
        if (part.type !== 'file') throw invalid([{ field: part.fieldname, code: 'unknown-field' }])
        const name = fileName(part.filename)
        const { path, hash, size } = await receiveFile(part, folder)
        files.push(await keepFile(house, who, { name, size, type: await typeOf(path, name), hash }))
      })
      if (!files.length) throw invalid([{ field: 'file', code: 'required' }])
      return reply.code(201).send({ files })
    })
  })

  api.get<{ Params: { id: string } }>('/files/:id', { config: openTo('member') }, async (request, reply) => {
    const { file, workspace } = await reading(house, request, async (at) => ({
      file: await fileFor(at, request.params.id),
      workspace: at.principal.workspace.id,
    }))
    const place = placeOf(folderOf(house.files, workspace), file.hash)
    const etag = `"${file.hash.slice(0, 32)}"`
    // Kept by the browser, but asked for each time: the right to it may be gone.
    reply.headers({
      'cache-control': 'private, no-cache',
      etag,
      'content-security-policy': sandbox,
      'content-disposition': attachment(file.name),
    })
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    const { size } = await stat(place).catch(() => {
      throw new Refusal('not-found')
    })
    return reply.type(file.type).header('content-length', size).send(createReadStream(place))
  })
}

/** Should a browser show it all the same: without scripts, without our origin, without fetching anything. */
const sandbox = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
