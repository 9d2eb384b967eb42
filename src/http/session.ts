import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { invalid, Refusal } from '../lib/errors.ts'
import type { Me } from '../lib/wire.ts'
import { createKey, listKeys, revokeKey } from '../platform/auth/keys.ts'
import { newMark } from '../platform/auth/secret.ts'
import { chooseWorkspace, signIn, signOut } from '../platform/auth/sessions.ts'
import { longestDays, who } from '../platform/auth/who.ts'
import type { Person } from '../platform/auth/who.ts'
import { changePassword } from '../platform/directory/people.ts'
import { nameProblems, plainName } from '../platform/directory/words.ts'
import { listWorkspaces } from '../platform/directory/workspaces.ts'
import { openTo, sessionCookie, tokenOf } from './guard.ts'
import type { Deps } from './server.ts'

/** Signing in and out, choosing a workspace, who am I, my password, my keys. */
export function sessionRoutes(api: FastifyInstance, deps: Deps): void {
  const { database } = deps

  api.post<{ Body: { email: string; password: string } }>(
    '/session',
    { schema: { body: closed({ email: text, password: text }) }, config: openTo('public'), bodyLimit: 65_536 },
    async (request, reply) => {
      const token = await signIn(database, { ...request.body, ...originOf(request) })
      // Whoever was signed in at this browser before is not any more.
      if (tokenOf(request) !== '') await signOut(database, tokenOf(request))
      giveCookie(reply, token, deps)
      return meBy(deps, token)
    },
  )

  api.post<{ Body: { workspace: string } }>(
    '/session/workspace',
    { schema: { body: closed({ workspace: { ...id, 'x-ref': 'workspace' } }) }, config: openTo('session') },
    async (request, reply) => {
      const token = tokenOf(request)
      await chooseWorkspace(database, token, request.body.workspace)
      // The same session under another word: another server may remember the old one for a second, and him where he was.
      giveCookie(reply, `${token}.${newMark()}`, deps)
      return meBy(deps, token)
    },
  )

  api.delete('/session', { config: openTo('session') }, async (request, reply) => {
    await signOut(database, tokenOf(request))
    return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send()
  })

  api.get('/me', { config: openTo('person') }, (request) => meOf(deps, request.person))

  api.post<{ Body: { current: string; next: string } }>(
    '/me/password',
    { schema: { body: closed({ current: text, next: text }) }, config: openTo('session') },
    async (request, reply) => {
      const { person, email } = signedIn(request.person)
      await changePassword(database, { person, email, ...request.body, address: request.ip, keep: tokenOf(request) })
      return reply.code(204).send()
    },
  )

  api.get('/me/keys', { config: openTo('session', { workspace: true }) }, async (request) => ({
    records: await listKeys(database, request.who),
  }))

  api.post<{ Body: { name: string; readOnly?: boolean } }>(
    '/me/keys',
    {
      schema: { body: { ...closed({ name: text, readOnly: { type: 'boolean' } }), required: ['name'] } },
      config: openTo('session', { workspace: true }),
    },
    async (request, reply) => {
      const problems = nameProblems(request.body.name)
      if (problems.length > 0) throw invalid(problems)
      return reply.code(201).send(await createKey(database, request.who, plainName(request.body.name), request.body.readOnly))
    },
  )

  api.delete<{ Params: { id: string } }>(
    '/me/keys/:id',
    { schema: { params: closed({ id }) }, config: openTo('session', { workspace: true }) },
    async (request, reply) => {
      await revokeKey(database, request.who, request.params.id)
      return reply.code(204).send()
    },
  )
}

/** `GET /me` of the session that has just been opened or moved. */
export const meBy = async (deps: Deps, token: string): Promise<Me> => meOf(deps, await who(deps.database, token))

async function meOf(deps: Deps, person: Person | null): Promise<Me> {
  const { person: id, name, email, csrf, place } = signedIn(person)
  const workspaces = await listWorkspaces(deps.database, id)
  const { roles, can } = place ? await deps.principal(place) : { roles: [], can: { admin: false, undoOthers: false } }
  return {
    user: { id: place?.user ?? id, name, email },
    workspace: place && { id: place.workspace, name: place.workspaceName },
    workspaces,
    roles,
    can,
    csrf: csrf ?? '',
  }
}

export function giveCookie(reply: FastifyReply, token: string, { config }: Pick<Deps, 'config'>): void {
  reply.setCookie(sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.url.startsWith('https:'),
    maxAge: longestDays * 86_400,
  })
}

export const originOf = (request: FastifyRequest) => ({ address: request.ip, agent: request.headers['user-agent'] ?? '' })

function signedIn(person: Person | null): Person {
  if (!person) throw new Refusal('sign-in')
  return person
}

const text = { type: 'string', maxLength: 1000 }
const id = { type: 'string', format: 'uuid' }

/** An object with exactly these properties, all needed. */
function closed(properties: Record<string, object>) {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties }
}
