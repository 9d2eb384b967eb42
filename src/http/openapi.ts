/** GET /openapi.json: this workspace's API, its own objects included, as the caller may use it. */
import type { FastifyInstance } from 'fastify'
import type { House } from '../engine/house.ts'
import { openApi } from '../engine/openapi.ts'
import type { JsonSchema } from '../lib/wire.ts'
import { reading } from './acting.ts'
import { type Bodies, fixedPaths } from './openapi-fixed.ts'
import { paperPaths, sheetShape } from './openapi-papers.ts'
import { shapes } from './openapi-shapes.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** What the routes' own schemas say of their bodies, by `POST /me/keys`. */
    bodies: Bodies
  }
}

/** To be called before the routes that shall be described. */
export function noteBodies(api: FastifyInstance): void {
  const bodies: Bodies = new Map()
  api.decorate('bodies', bodies)
  api.addHook('onRoute', ({ method, url, schema, prefix }) => {
    if (schema?.body) for (const each of [method].flat()) bodies.set(`${each} ${url.slice(prefix.length)}`, schema.body as JsonSchema)
  })
}

export const openApiRoutes = (house: House) => (api: FastifyInstance) => {
  api.get('/openapi.json', (request) =>
    reading(house, request, async ({ catalog, principal }) =>
      openApi(catalog, principal, {
        paths: { ...fixedPaths(api.bodies, principal.language), ...paperPaths(catalog, house.registry.papers, principal.language) },
        schemas: { ...shapes, ...sheetShape },
      }),
    ),
  )
}
