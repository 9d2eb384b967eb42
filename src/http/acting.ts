/** From a request to who acts and what is meant: principal (remembered for a second), object by its path, the body as an object. */
import type { FastifyRequest } from 'fastify'
import type { Catalog, Placed } from '../engine/catalog.ts'
import { type House, type Reading, read, readAside } from '../engine/house.ts'
import { type Principal, type Workspace, loadPrincipal } from '../engine/principal.ts'
import type { Once } from '../engine/write/once.ts'
import { Refusal } from '../lib/errors.ts'
import type { Who } from '../platform/auth/who.ts'
import { languageOf } from './language.ts'

const rememberMs = 1000
const most = 5000
type Entry = { since: number; principal: Promise<Principal> }
const caches = new WeakMap<House, Map<string, Entry>>()

export const workspaceOf = (who: Who): Workspace => ({
  id: who.workspace,
  name: who.workspaceName,
  schema: who.schema,
  role: who.role,
  timeZone: who.timeZone,
  currency: who.currency,
})

/** Rights are looked up once a second for each person: a right taken away is gone within it. */
export async function principalOf(house: House, request: FastifyRequest): Promise<Principal> {
  return principalFor(house, request.who, languageOf(request.headers['accept-language']))
}

export function principalFor(house: House, who: Who, language: 'zh' | 'en'): Promise<Principal> {
  let cache = caches.get(house)
  if (!cache) caches.set(house, (cache = new Map()))
  const key = `${who.workspace} ${who.user} ${language}`
  // not the clock of the wall: set back by a day it would keep rights for a day
  const now = performance.now()
  const known = cache.get(key)
  if (known && now - known.since < rememberMs) return known.principal
  if (cache.size > most) cache.clear()
  const principal = load(house, who, language)
  cache.set(key, { since: now, principal })
  principal.catch(() => cache.delete(key))
  return principal
}

/** In whatever language he asks. */
export function forgetPrincipal(house: House, { workspace, user }: Pick<Who, 'workspace' | 'user'>): void {
  const cache = caches.get(house)
  for (const key of cache?.keys() ?? []) if (key.startsWith(`${workspace} ${user} `)) cache!.delete(key)
}

async function load(house: House, who: Who, language: 'zh' | 'en'): Promise<Principal> {
  const workspace = workspaceOf(who)
  const catalog = await house.catalogOf(workspace)
  const principal = await house
    .databaseOf(workspace)
    .as(workspace.role, (run) => loadPrincipal(run, workspace, who.user, house.registry.roles, catalog, language), { readOnly: true })
  if (!principal) throw new Refusal('sign-in')
  return principal
}

export async function reading<T>(house: House, request: FastifyRequest, work: (reading: Reading) => Promise<T>): Promise<T> {
  return read(house, await principalOf(house, request), work)
}

/** Sums and reports, which a replica may answer. */
export async function reporting<T>(house: House, request: FastifyRequest, work: (reading: Reading) => Promise<T>): Promise<T> {
  return readAside(house, await principalOf(house, request), work)
}

/** The object whose path stands in the address; unknown ones answer like missing records. */
export function objectAt(catalog: Catalog, path: string): Placed {
  const object = catalog.byPath.get(path)
  if (!object) throw new Refusal('not-found')
  return object
}

export function bodyOf(request: FastifyRequest): Record<string, unknown> {
  const { body } = request
  if (body === undefined || body === null) return {}
  if (typeof body !== 'object' || Array.isArray(body)) throw new Refusal('malformed', { reason: 'body' })
  return body as Record<string, unknown>
}

/** Only these properties may stand in the body. */
export function closedBody(request: FastifyRequest, names: string[]): Record<string, unknown> {
  const body = bodyOf(request)
  const unknown = Object.keys(body).filter((name) => !names.includes(name))
  if (unknown.length)
    throw new Refusal(
      'invalid',
      { count: unknown.length },
      unknown.map((field) => ({ field, code: 'unknown-field' })),
    )
  return body
}

export function onceOf(request: FastifyRequest): { once?: Once } {
  const key = request.headers['idempotency-key']
  if (key === undefined) return {}
  if (typeof key !== 'string' || key.length === 0 || key.length > 255) throw new Refusal('malformed', { reason: 'Idempotency-Key' })
  return { once: { key, body: [request.method, request.url, request.body ?? null] } }
}
