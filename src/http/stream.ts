/** A server-sent event stream: what goes over the wire, and what happens to who reads too slowly. */
import type { FastifyReply } from 'fastify'
import type { EventJson } from '../engine/events.ts'

export type Stream = {
  /** `at` goes with the last of them: who is cut off in between hears all of them again. */
  send: (events: EventJson[], at: string) => void
  /** A sign of life, which moves the place to resume from and is no event. */
  mark: (at: string) => void
  close: () => void
  onEnd: (then: () => void) => void
}

/** So much may wait for a reader, about 8,000 events; then he is cut off, and comes back to resume where he was. */
const mostWaiting = 1024 * 1024

export function openStream(reply: FastifyReply): Stream {
  reply.hijack()
  const { raw } = reply
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
  // a proxy must neither keep it nor wait for more
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  const write = (text: string) => {
    if (raw.writableEnded || raw.destroyed) return
    raw.write(text)
    if (raw.writableLength > mostWaiting) raw.destroy()
  }
  // the browser waits a second before it comes back
  write('retry: 1000\n\n')
  return {
    send(events, at) {
      const last = events.length - 1
      write(events.map((event, i) => `${i === last ? `id: ${at}\n` : ''}data: ${JSON.stringify(event)}\n\n`).join(''))
    },
    mark: (at) => write(`: \nid: ${at}\n\n`),
    close: () => void raw.end(),
    onEnd(then) {
      if (raw.destroyed) then()
      else raw.once('close', then)
    },
  }
}
