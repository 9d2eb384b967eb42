import { createConnection } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshServer, freshServer } from '../../test/support/server.ts'

let server: FreshServer
let port: number
beforeAll(async () => {
  server = await freshServer()
  port = Number(new URL(await server.app.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterAll(() => server.drop())

const say = (text: string) =>
  new Promise<string>((resolve) => {
    let heard = ''
    const socket = createConnection(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (bytes) => (heard += bytes.toString()))
    socket.on('close', () => resolve(heard))
    socket.on('error', () => resolve(heard))
  })

test.each([
  [`GET /api/v1/leads?filter=${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431, 'long-address'],
  [`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431, 'long-address'],
  ['this is not HTTP\r\n\r\n', 400, 'malformed'],
  ['GET /\u0000 HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'malformed'],
])('what cannot be read as a request is a problem too: %#', async (text, status, code) => {
  const [head = '', body = ''] = (await say(text)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(head).toContain('content-type: application/problem+json')
  expect(JSON.parse(body)).toMatchObject({ status, code, type: `urn:guanxi:${code}` })
})
