import { randomBytes } from 'node:crypto'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { errors, Refusal, sentence } from '../lib/errors.ts'
import type { Language } from '../lib/errors.ts'
import type { ProblemJson } from '../lib/wire.ts'
import { languageOf } from './language.ts'
import { refusalOfDatabase } from './problems-database.ts'
import { refusalOfSchema } from './problems-schema.ts'

export const bodyLimit = 8 * 1024 * 1024

/** The one way out for everything that goes wrong: application/problem+json in the reader's language. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refusalOf(error) ?? unforeseen(error, request)
  const status = errors[refusal.code][0]
  if (refusal.code === 'too-many') reply.header('retry-after', String(refusal.values['seconds'] ?? 60))
  if (status === 503) reply.header('retry-after', '1')
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemOf(refusal, languageOf(request.headers['accept-language']))))
}

/** RFC 9457: `{type, title, status, code, detail, errors}` and what the refusal adds, such as `current`. */
export function problemOf(refusal: Refusal, language: Language): ProblemJson {
  const title = sentence(refusal, language)
  const problems = refusal.errors.map((problem) => ({ field: problem.field, code: problem.code, message: sentence(problem, language) }))
  return {
    ...refusal.extra,
    type: `urn:guanxi:${refusal.code}`,
    title,
    status: errors[refusal.code][0],
    code: refusal.code,
    detail:
      problems.length === 0
        ? title
        : problems.map((problem) => `${problem.field}: ${problem.message}`).join(language === 'zh' ? '；' : '; '),
    ...(problems.length > 0 && { errors: problems }),
  }
}

/** What the sender could mend, or null for a fault of ours. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  if (!(error instanceof Error)) return null
  return refusalOfFastify(error) ?? refusalOfDatabase(error)
}

function refusalOfFastify(error: Error & Partial<FastifyError>): Refusal | null {
  if (error.validation) return refusalOfSchema(error.validation, error.validationContext ?? 'body')
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal('unsupported-media', { expected: 'application/json' })
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return new Refusal('too-large', { max: `${bodyLimit / 1024 / 1024} MB` })
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new Refusal('not-json')
    case 'FST_ERR_NOT_FOUND':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new Refusal('not-found')
  }
  // Any other fault that Fastify or a plugin of it lays at the sender's door: a bad URL, a body shorter than announced.
  const atSender = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
  return atSender ? new Refusal('malformed', { reason: error.code ?? String(error.statusCode) }) : null
}

function unforeseen(error: unknown, request: FastifyRequest): Refusal {
  const id = randomBytes(6).toString('hex')
  request.log.error({ err: error, problem: id, method: request.method, route: request.routeOptions.url }, 'not foreseen')
  return new Refusal('internal', { id })
}
