import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { letGoStalled } from './stalled.ts'

const ends: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function server(patienceMs?: number): Promise<number> {
  const app = fastify({ forceCloseConnections: true })
  if (patienceMs) letGoStalled(app, patienceMs)
  app.post('/slow', async (request) => {
    await pause(900)
    return { got: request.body }
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  ends.push(() => app.close())
  return Number(new URL(url).port)
}

/** Sends so much of a body of nine bytes, and nothing after it; what comes back, or that nothing does. */
function sending(port: number, body: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    ends.push(() => void socket.destroy())
    let heard = ''
    socket.on('data', (bytes) => (heard += bytes.toString()).includes('got') && resolve('answered'))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve('let go'))
    socket.write(`POST /slow HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n${body}`)
    void pause(3000, undefined, { ref: false }).then(() => resolve('still there'))
  })
}

test('who stops in the middle of a body is let go; who has sent it all waits for his answer', async () => {
  const port = await server(300)
  expect(await Promise.all([sending(port, '{"a":'), sending(port, '{"a":"b"}')])).toEqual(['let go', 'answered'])
})

test('nobody lets him go otherwise (so the test above can fail)', async () => {
  expect(await sending(await server(), '{"a":')).toBe('still there')
})
