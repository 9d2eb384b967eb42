/** Routes that take files: multipart/form-data is read only here, part by part as it comes, never into memory. */
import multipart from '@fastify/multipart'
import type { Multipart, MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../lib/errors.ts'
import { largestFile, tooLarge } from '../platform/files/receive.ts'

/** Files in one call. */
const most = 20

/** Adds routes in a scope of their own, so that no other route takes multipart. */
export function withUploads(
  api: FastifyInstance,
  add: (scope: FastifyInstance) => void,
  more: { fileSize?: number; files?: number } = {},
): void {
  const limits = { fileSize: largestFile, files: most, fields: 20, fieldSize: 10_000, parts: 40, headerPairs: 20, ...more }
  void api.register(async (scope) => {
    await scope.register(multipart, { throwFileSizeLimit: false, limits })
    add(scope)
  })
}

export type { Multipart, MultipartFile }

/** The parts of the body in order. After a refusal the rest is read and thrown away, or a browser would never see the answer. */
export async function eachPart(request: FastifyRequest, take: (part: Multipart) => Promise<void>): Promise<void> {
  if (!request.isMultipart()) throw new Refusal('unsupported-media', { expected: 'multipart/form-data' })
  if (Number(request.headers['content-length'] ?? 0) > most * largestFile) throw tooLarge(largestFile)
  try {
    for await (const part of request.parts()) await take(part)
  } catch (error) {
    request.raw.unpipe()
    request.raw.resume()
    throw isBroken(error) ? new Refusal('malformed', { reason: 'multipart/form-data' }) : error
  }
}

/** The parser's complaints about what was sent are plain errors that only their words tell from ours. */
const isBroken = (error: unknown) => error instanceof Error && !('code' in error) && /multipart|boundary|needle/i.test(error.message)
