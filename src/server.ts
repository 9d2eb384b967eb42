/** The HTTP side of an open house: all routes, and what they need of the engine. */
import type { FastifyInstance } from 'fastify'
import { loadDemo } from './demo/load.ts'
import { actionRoutes } from './http/actions.ts'
import { principalFor } from './http/acting.ts'
import { aggregateRoutes } from './http/aggregate.ts'
import { colleagueRoutes } from './http/colleagues.ts'
import { dayRoutes } from './http/day.ts'
import { eventRoutes } from './http/events.ts'
import { exportRoutes } from './http/export.ts'
import { fileRoutes } from './http/files.ts'
import { importRoutes } from './http/imports.ts'
import { logRoutes } from './http/log.ts'
import { openApiRoutes } from './http/openapi.ts'
import { paperRoutes } from './http/papers.ts'
import { recordRoutes } from './http/records.ts'
import { shareRoutes } from './http/shares.ts'
import { type ServerConfig, buildServer } from './http/server.ts'
import type { OpenHouse } from './house.ts'
import { has } from './engine/principal.ts'

export function serve(house: OpenHouse, config: ServerConfig): FastifyInstance {
  return buildServer({
    database: house.database,
    config,
    routes: [
      logRoutes(house),
      fileRoutes(house),
      eventRoutes(house),
      importRoutes(house),
      colleagueRoutes(house),
      recordRoutes(house),
      actionRoutes(house),
      shareRoutes(house),
      aggregateRoutes(house),
      dayRoutes(house),
      exportRoutes(house),
      paperRoutes(house),
      openApiRoutes(house),
    ],
    async principal(who) {
      const principal = await principalFor(house, who, 'zh')
      return {
        roles: principal.roles.map((role) => role.name),
        rights: principal.roles.flatMap((role) => role.rights),
        can: { admin: has(principal, 'admin'), undoOthers: has(principal, 'undo') },
      }
    },
    lay: house.lay,
    loadDemo: (workspace, user) => loadDemo(house, workspace, user),
  })
}
