import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import sql from 'sql-template-tag'
import { invalid, Refusal } from '../lib/errors.ts'
import { hashOf } from '../platform/auth/secret.ts'
import { signIn } from '../platform/auth/sessions.ts'
import { personProblems } from '../platform/directory/people.ts'
import { nameProblems } from '../platform/directory/words.ts'
import { anyWorkspace, createWorkspace } from '../platform/directory/workspaces.ts'
import type { NewWorkspace } from '../platform/directory/workspaces.ts'
import { openTo } from './guard.ts'
import { languageOf } from './language.ts'
import { isKnownHost } from './origin.ts'
import type { Deps, ServerConfig } from './server.ts'
import { giveCookie, meBy, originOf } from './session.ts'

type Wish = { firm: string; name: string; email: string; password: string; demo: boolean; token?: string }

/** The very first visit: a firm and its first administrator. Only while there is no workspace; after that these routes say no. */
export function setupRoutes(api: FastifyInstance, deps: Deps): void {
  api.get('/setup', { config: openTo('public') }, async () => ({
    needed: !(await anyWorkspace(deps.database)),
    token: deps.config.setupToken !== undefined,
  }))

  api.post<{ Body: Wish }>(
    '/setup',
    { schema: { body: wishSchema }, config: openTo('public'), bodyLimit: 65_536 },
    async (request, reply) => {
      const { firm, name, email, password, demo, token } = request.body
      refuseStrangers(request, token, deps.config)
      const problems = [...nameProblems(firm, 'firm'), ...personProblems({ name, email, password })]
      if (problems.length > 0) throw invalid(problems)
      const wish = { name: firm, person: { name, email, password }, language: languageOf(request.headers['accept-language']) }
      const { workspace, user } = await createFirst(deps, wish)
      const session = await signIn(deps.database, { email, password, ...originOf(request) })
      giveCookie(reply, session, deps)
      if (demo) await deps.loadDemo(workspace, user)
      return reply.code(201).send(await meBy(deps, session))
    },
  )
}

/** Whoever can read the server's terminal has the token; where there is none, only this machine's people can call. */
function refuseStrangers(request: FastifyRequest, token: string | undefined, { url, setupToken }: ServerConfig): void {
  if (setupToken === undefined) {
    if (!isKnownHost(request, url)) throw new Refusal('forbidden')
    return
  }
  const plain = (typed: string) => hashOf(typed.trim().toLowerCase())
  if (!timingSafeEqual(plain(token ?? ''), plain(setupToken))) {
    throw invalid([{ field: 'token', code: token ? 'wrong-value' : 'required' }])
  }
}

/** Two browsers at once make one firm. The lock is tried, not waited for, and goes by itself if the server dies. */
async function createFirst({ database, lay }: Deps, wish: NewWorkspace) {
  return database.as(null, async (run) => {
    const { rows } = await run<{ mine: boolean }>(sql`select pg_catalog.pg_try_advisory_xact_lock(20261103) as mine`)
    if (!rows[0]?.mine || (await anyWorkspace(database))) throw new Refusal('forbidden')
    return createWorkspace(database, wish, lay)
  })
}

const text = { type: 'string', maxLength: 1000 }
const wishSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['firm', 'name', 'email', 'password'],
  properties: { firm: text, name: text, email: text, password: text, demo: { type: 'boolean' }, token: text },
}
