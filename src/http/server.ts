import cookie from '@fastify/cookie'
import fastify, { LogController } from 'fastify'
import type { FastifyInstance } from 'fastify'
import sql from 'sql-template-tag'
import { Refusal } from '../lib/errors.ts'
import type { Who } from '../platform/auth/who.ts'
import type { Lay, Workspace } from '../platform/directory/workspaces.ts'
import type { Database } from '../platform/postgres/database.ts'
import { readJson } from './body.ts'
import { compressJson } from './compress.ts'
import { askWho, denyUndeclared, openTo } from './guard.ts'
import { protect } from './headers.ts'
import { noteRoutes } from './openapi.ts'
import { bodyLimit, sendProblem } from './problems.ts'
import { sessionRoutes } from './session.ts'
import { setupRoutes } from './setup.ts'
import { letGoStalled } from './stalled.ts'
import { refuseUnreadable } from './unreadable.ts'
import { serveWeb } from './web.ts'

export type ServerConfig = {
  /** The public address: https makes cookies secure, its name is trusted in Host and Origin. */
  url: string
  /** The level of the log: fatal, error, warn, info, debug, trace or silent. */
  log: string
  /** The folder of the built web app; null where there is none. */
  dist: string | null
  /** Set-up in the browser asks for it: there is one wherever others than this machine's people can call. */
  setupToken?: string
}

/** What somebody may do beyond his records; `GET /me` tells his roles and `can`. */
export type Principal = { roles: string[]; rights: string[]; can: { admin: boolean; undoOthers: boolean } }

/** Adds routes below /api/v1. Each says to whom it is open (guard.ts). */
export type Routes = (api: FastifyInstance) => void | Promise<void>

export type Deps = {
  database: Database
  config: ServerConfig
  routes: Routes[]
  principal: (who: Who) => Promise<Principal>
  lay: Lay
  /** Fills a new workspace with made-up customers, as its first user. */
  loadDemo: (workspace: Workspace, user: string) => Promise<void>
}

/** The whole HTTP side, not yet listening. */
export function buildServer(deps: Deps): FastifyInstance {
  const app = fastify({
    logger: { level: deps.config.log },
    // One line a request would cost a tenth of the requests per second.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    // A reverse proxy on this machine may say whom it speaks for; nobody else is believed.
    trustProxy: 'loopback',
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, allErrors: true, keywords: ['x-open', 'x-ref'] },
    },
    frameworkErrors: sendProblem,
    clientErrorHandler: refuseUnreadable,
    forceCloseConnections: true,
  })
  denyUndeclared(app)
  letGoStalled(app)
  app.setErrorHandler(sendProblem)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_: unknown, body: Buffer) => readJson(body))
  void app.register(cookie)
  protect(app, deps.config)
  compressJson(app)
  app.get('/health', { config: openTo('public') }, () => health(deps.database))
  void app.register(async (api) => apiRoutes(api, deps), { prefix: '/api/v1' })
  serveWeb(app, deps.config.dist)
  return app
}

async function apiRoutes(api: FastifyInstance, deps: Deps): Promise<void> {
  askWho(api, deps)
  noteRoutes(api)
  api.setNotFoundHandler(() => {
    throw new Refusal('not-found')
  })
  sessionRoutes(api, deps)
  setupRoutes(api, deps)
  for (const add of deps.routes) await add(api)
}

async function health(database: Database): Promise<{ ok: true }> {
  try {
    await database.query(sql`select 1`)
  } catch {
    throw new Refusal('unavailable')
  }
  return { ok: true }
}
