import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { uuidv7 } from 'uuidv7'
import { buildServer } from '../../src/http/server.ts'
import type { Deps } from '../../src/http/server.ts'
import { createKey } from '../../src/platform/auth/keys.ts'
import { layPlatform } from '../../src/platform/directory/tables.ts'
import { createWorkspace } from '../../src/platform/directory/workspaces.ts'
import { freshDatabase } from './database.ts'
import type { FreshDatabase } from './database.ts'

export type FreshServer = FreshDatabase & { app: FastifyInstance; deps: Deps }

/** The real server on a fresh database, with workspaces that have no tables of their own. */
export async function freshServer(
  changes: Partial<Omit<Deps, 'config'>> & { config?: Partial<Deps['config']> } = {},
): Promise<FreshServer> {
  const fresh = await freshDatabase()
  await layPlatform(fresh.database)
  const deps: Deps = {
    database: fresh.database,
    routes: [],
    principal: async () => ({ roles: ['admin'], rights: ['admin'], can: { admin: true, undoOthers: true } }),
    lay: async () => ({ userId: uuidv7() }),
    loadDemo: async () => undefined,
    ...changes,
    config: { url: 'http://127.0.0.1:3000', log: 'silent', dist: null, ...changes.config },
  }
  const app = buildServer(deps)
  await app.ready()
  return {
    ...fresh,
    app,
    deps,
    async drop() {
      await app.close()
      await fresh.drop()
    },
  }
}

export type Somebody = { name: string; email: string; password: string; person: string; workspace: string; user: string; key: string }

/** A firm with its founder, and a key of his. */
export async function somebody({ database, deps }: FreshServer, firm = '北辰贸易'): Promise<Somebody> {
  const given = { name: '王芳', email: `${randomBytes(6).toString('hex')}@firm.cn`, password: 'correct horse' }
  const { person, user, workspace } = await createWorkspace(database, { name: firm, person: given }, deps.lay)
  const { key } = await createKey(database, { person, workspace: workspace.id }, 'test')
  return { ...given, person, user, workspace: workspace.id, key }
}

/** Signs in over HTTP: what a browser would send from then on. */
export async function enter(
  { app }: FreshServer,
  { email, password }: { email: string; password: string },
): Promise<{ cookie: string; 'x-csrf': string }> {
  const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password } })
  const cookie = answer.cookies.find(({ name }) => name === 'gx_session')?.value ?? ''
  return { cookie: `gx_session=${cookie}`, 'x-csrf': answer.json<{ csrf: string }>().csrf }
}
