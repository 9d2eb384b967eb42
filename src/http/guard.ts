import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Authz } from '../engine/openapi-words.ts'
import { Refusal } from '../lib/errors.ts'
import { who, whoKey } from '../platform/auth/who.ts'
import type { Person, Who } from '../platform/auth/who.ts'
import type { Database } from '../platform/postgres/database.ts'
import { closedBody } from './acting.ts'
import { refuseUnstorable } from './body.ts'
import { isOwnOrigin } from './origin.ts'
import type { Deps } from './server.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call it: `openTo(…)`. A route without it stops the start. */
    authz?: Authz
    /** The parameters that it knows; any other is refused. */
    query?: readonly string[]
  }
  interface FastifyRequest {
    /** Who is signed in; null only on public routes. */
    person: Person | null
    /** Who acts, in which workspace. Throws on routes that may be called without one. */
    who: Who
  }
}

export const sessionCookie = 'gx_session'

type Open = Omit<Authz, 'who' | 'object'> & { query?: readonly string[] }

/** Said by every route, to be enforced here and told by OpenAPI: `{ config: openTo('member', { query: ['limit'] }) }`. */
export function openTo(who: Authz['who'], { query, ...more }: Open = {}): { authz: Authz; query?: readonly string[] } {
  return { authz: { who, ...more }, ...(query ? { query } : {}) }
}

/** Everything that no other route takes: the files of the web app. */
const webFiles = '/*'

/** To be called before any route is added: one that does not say who may call it, or says so where nobody would ask, is not served. */
export function denyUndeclared(app: FastifyInstance): void {
  app.addHook('onRoute', function ({ method, url, config }) {
    const who = url === webFiles ? 'public' : config?.authz?.who
    const route = `${[method].flat().join(', ')} ${url}`
    if (!who) throw new Error(`${route} does not say who may call it`)
    if (who !== 'public' && !this.hasRequestDecorator('person'))
      throw new Error(`${route} is for a ${who}, where nobody is asked who he is`)
  })
}

/** Asks every call below this point who it is, before its body is read. Nobody gets in but whom the matched route itself lets in. */
export function askWho(api: FastifyInstance, { database, config, principal }: Pick<Deps, 'database' | 'config' | 'principal'>): void {
  api.decorateRequest('person', null)
  api.decorateRequest('who', {
    getter(this: FastifyRequest) {
      return placeOf(this.person)
    },
  })
  api.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const { who: asked, workspace, right, may } = request.routeOptions.config.authz ?? { who: 'member' }
    request.person = await whoAsks(database, request)
    if (request.headers.authorization === undefined) refuseForgery(request, config.url)
    if (request.is404 || asked === 'public') return
    if (!request.person) throw new Refusal('sign-in')
    if (asked === 'session' && request.person.viaKey) throw new Refusal('forbidden')
    if (request.person.readOnly && !isRead(request) && may !== 'read') throw new Refusal('forbidden')
    if (asked !== 'member' && !workspace) return
    const place = placeOf(request.person)
    if (right && !(await principal(place)).rights.includes(right)) throw new Refusal('forbidden')
  })
  api.addHook('preValidation', async (request) => {
    refuseUnstorable(request.query)
    refuseUnstorable(request.params)
    const known = request.routeOptions.config.query ?? []
    const name = request.is404 ? undefined : Object.keys(request.query as object).find((each) => !known.includes(each))
    if (name !== undefined) throw new Refusal('unknown-parameter', { name })
    if (request.method === 'DELETE') closedBody(request, [])
  })
}

/** Who the request's key or cookie belongs to at this moment; a long answer asks again while it goes on. */
export function whoAsks(database: Database, request: FastifyRequest): Promise<Person | null> {
  const bearer = request.headers.authorization
  return bearer === undefined ? who(database, tokenOf(request), cookieOf(request)) : whoKey(database, keyIn(bearer))
}

function placeOf(person: Person | null): Who {
  if (!person) throw new Refusal('sign-in')
  if (!person.place) throw new Refusal('choose-workspace')
  return person.place
}

/** The session's token; '' is nobody's. */
export const tokenOf = (request: FastifyRequest) => cookieOf(request).split('.')[0]!
const cookieOf = (request: FastifyRequest) => request.cookies[sessionCookie] ?? ''

const keyIn = (authorization: string) => /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? ''

const isRead = ({ method }: FastifyRequest) => ['GET', 'HEAD', 'OPTIONS'].includes(method)

/**
 * A cookie comes along with whatever another site makes the browser send. So what changes something must carry what only our
 * own page can know (`csrf` of GET /me), and where the browser says from where it comes, that must be here.
 */
function refuseForgery(request: FastifyRequest, url: string): void {
  if (isRead(request)) return
  if (!isOwnOrigin(request, url)) throw new Refusal('csrf')
  if (request.routeOptions.config.authz?.who === 'public' || !request.person?.csrf) return
  const expected = Buffer.from(request.person.csrf)
  const given = Buffer.from(String(request.headers['x-csrf'] ?? ''))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Refusal('csrf')
}
