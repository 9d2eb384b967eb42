import { existsSync } from 'node:fs'
import path from 'node:path'
import staticFiles from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../lib/errors.ts'

/** The built web app: files with a hash in their name are kept for a year, all else is asked for again; any page of the app is index.html. */
export function serveWeb(app: FastifyInstance, dist: string | null): void {
  const built = dist !== null && existsSync(path.join(dist, 'index.html'))
  if (built) {
    void app.register(staticFiles, {
      root: path.resolve(dist),
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, file) => void reply.header('cache-control', isHashed(file) ? 'public, max-age=31536000, immutable' : 'no-cache'),
    })
  }
  app.setNotFoundHandler((request, reply) => {
    if (!built || !wantsPage(request)) throw new Refusal('not-found')
    return reply.sendFile('index.html')
  })
}

const isHashed = (file: string) => file.split(path.sep).at(-2) === 'assets'

/** A script that is gone must answer 404, not a page, so only who says text/html gets one. */
function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && !url.startsWith('/api/') && /\btext\/html\b/.test(headers.accept ?? '')
}
