import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../lib/errors.ts'
import { who, whoKey } from '../platform/auth/who.ts'
import type { Person, Who } from '../platform/auth/who.ts'
import type { Database } from '../platform/postgres/database.ts'
import { refuseUnstorable } from './body.ts'
import { isOwnOrigin } from './origin.ts'
import type { Deps } from './server.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Anybody may call it, signed in or not. */
    public?: true
    /** A person is enough; he need not have chosen a workspace. */
    person?: true
    /** Not with an API key: what only the person himself may do. */
    sessionOnly?: true
  }
  interface FastifyRequest {
    /** Who is signed in; null only on public routes. */
    person: Person | null
    /** Who acts, in which workspace. Throws on routes that may be called without one. */
    who: Who
  }
}

export const sessionCookie = 'gx_session'

/** Asks every call below this point who it is, before its body is read. Nobody gets in unless the matched route itself says so. */
export function askWho(api: FastifyInstance, { database, config }: Pick<Deps, 'database' | 'config'>): void {
  api.decorateRequest('person', null)
  api.decorateRequest('who', {
    getter(this: FastifyRequest) {
      return placeOf(this.person)
    },
  })
  api.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const { public: open, person: withoutWorkspace, sessionOnly } = request.routeOptions.config
    request.person = await whoAsks(database, request)
    if (request.headers.authorization === undefined) refuseForgery(request, config.url)
    if (request.is404 || open) return
    if (!request.person) throw new Refusal('sign-in')
    if (sessionOnly && request.person.viaKey) throw new Refusal('forbidden')
    if (!withoutWorkspace) placeOf(request.person)
  })
  api.addHook('preValidation', async (request) => {
    refuseUnstorable(request.query)
    refuseUnstorable(request.params)
  })
}

/** Who the request's key or cookie belongs to at this moment; a long answer asks again while it goes on. */
export function whoAsks(database: Database, request: FastifyRequest): Promise<Person | null> {
  const bearer = request.headers.authorization
  return bearer === undefined ? who(database, tokenOf(request)) : whoKey(database, keyIn(bearer))
}

function placeOf(person: Person | null): Who {
  if (!person) throw new Refusal('sign-in')
  if (!person.place) throw new Refusal('choose-workspace')
  return person.place
}

/** The session's token; '' is nobody's. */
export const tokenOf = (request: FastifyRequest) => request.cookies[sessionCookie] ?? ''

const keyIn = (authorization: string) => /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? ''

/**
 * A cookie comes along with whatever another site makes the browser send. So what changes something must carry what only our
 * own page can know (`csrf` of GET /me), and where the browser says from where it comes, that must be here.
 */
function refuseForgery(request: FastifyRequest, url: string): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
  if (!isOwnOrigin(request, url)) throw new Refusal('csrf')
  if (request.routeOptions.config.public || !request.person?.csrf) return
  const expected = Buffer.from(request.person.csrf)
  const given = Buffer.from(String(request.headers['x-csrf'] ?? ''))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Refusal('csrf')
}
