/** GET /openapi.json: this workspace's API, its own objects included, as the caller may use it. */
import type { FastifyInstance } from 'fastify'
import type { House } from '../engine/house.ts'
import { openApi } from '../engine/openapi.ts'
import type { JsonSchema } from '../lib/wire.ts'
import { reading } from './acting.ts'
import { openTo } from './guard.ts'
import { type Declared, fixedPaths } from './openapi-fixed.ts'
import { paperPaths, sheetShape } from './openapi-papers.ts'
import { shapes } from './openapi-shapes.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** What the routes themselves say: who may, and what their bodies are. */
    declared: Declared
  }
}

/** To be called before the routes that shall be described. */
export function noteRoutes(api: FastifyInstance): void {
  const declared: Declared = new Map()
  api.decorate('declared', declared)
  api.addHook('onRoute', ({ method, url, schema, config, prefix }) => {
    for (const each of [method].flat())
      declared.set(`${each} ${url.slice(prefix.length)}`, {
        authz: config!.authz!,
        ...(schema?.body ? { body: schema.body as JsonSchema } : {}),
      })
  })
}

export const openApiRoutes = (house: House) => (api: FastifyInstance) => {
  api.get('/openapi.json', { config: openTo('member') }, (request) =>
    reading(house, request, async ({ catalog, principal }) =>
      openApi(catalog, principal, {
        paths: { ...fixedPaths(api.declared, principal.language), ...paperPaths(catalog, house.registry.papers, principal.language) },
        schemas: { ...shapes, ...sheetShape },
      }),
    ),
  )
}
