/**
 * A sender whose line is cut in the middle of a body says nothing more, and no goodbye either: after a minute without a byte he is
 * let go, and what was received of it goes. Whoever has sent everything may wait for his answer as long as it takes.
 */
import type { FastifyInstance } from 'fastify'

export function letGoStalled(app: FastifyInstance, patienceMs = 60_000): void {
  app.addHook('onRequest', async ({ raw }, reply) => {
    if (!Number(raw.headers['content-length']) && raw.headers['transfer-encoding'] === undefined) return
    // one that a test puts in by hand came over no line
    if (!('setTimeout' in raw)) return
    raw.setTimeout(patienceMs, () => raw.destroy())
    // after the answer the time between two requests counts, which is Node's own
    raw.once('end', () => reply.raw.writableEnded || raw.socket.setTimeout(0))
  })
}
