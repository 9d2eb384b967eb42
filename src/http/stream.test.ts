import { type IncomingMessage, get } from 'node:http'
import { setImmediate as breathe } from 'node:timers/promises'
import fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { type Stream, openStream } from './stream.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** A server with one stream, and a browser at its other end. */
async function connected(): Promise<{ stream: Stream; response: IncomingMessage; ended: () => boolean }> {
  const app = fastify({ forceCloseConnections: true })
  ends.push(() => app.close())
  let opened: (stream: Stream) => void = () => undefined
  const open = new Promise<Stream>((resolve) => (opened = resolve))
  app.get('/', (_, reply) => {
    reply.header('x-kept', 'yes')
    opened(openStream(reply))
    return reply
  })
  const request = get(await app.listen({ host: '127.0.0.1', port: 0 }))
  const response = await new Promise<IncomingMessage>((resolve) => request.once('response', resolve))
  response.on('error', () => undefined)
  ends.push(() => response.destroy())
  const stream = await open
  let over = false
  stream.onEnd(() => (over = true))
  return { stream, response, ended: () => over }
}

const event = {
  object: 'lead',
  id: '01890000-0000-7000-8000-000000000001',
  version: 1,
  changeset: '01890000-0000-7000-8000-000000000002',
  kind: 'changed' as const,
}
const hundredKb = Array.from({ length: 600 }, () => event)

test('who reads too slowly is cut off', async () => {
  const { stream, response, ended } = await connected()
  response.pause()
  // until no buffer of the two systems holds more
  while (!ended()) {
    stream.send(hundredKb, '1-1')
    await breathe()
  }
  expect(response.complete).toBe(false)
})

test('twin: who reads as it comes is not, however much it is', async () => {
  const { stream, response, ended } = await connected()
  let read = 0
  response.setEncoding('latin1').on('data', (text: string) => (read += text.split('data:').length - 1))
  for (let i = 1; i <= 100; i++) {
    stream.send(hundredKb, `1-${i}`)
    while (read < (hundredKb.length - 1) * i) await breathe()
  }
  expect(ended()).toBe(false)
})

test('the last of some events carries the place to resume from; a sign of life moves it and is no event', async () => {
  const { stream, response } = await connected()
  stream.send([event, { ...event, kind: 'gone' }], '7-3')
  stream.mark('9-1')
  stream.close()
  const text = (await response.setEncoding('utf8').toArray()).join('')
  const lines = text.split('\n').filter((line) => line !== '')
  expect(lines).toEqual([
    'retry: 1000',
    `data: ${JSON.stringify(event)}`,
    'id: 7-3',
    `data: ${JSON.stringify({ ...event, kind: 'gone' })}`,
    ': ',
    'id: 9-1',
  ])
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'x-kept': 'yes',
    'cache-control': 'no-store, no-transform',
  })
})

test('the end is told also when it came before anybody asked', async () => {
  const { stream, response } = await connected()
  response.destroy()
  const told = new Promise<void>((resolve) => stream.onEnd(resolve))
  await told
  await new Promise<void>((resolve) => stream.onEnd(resolve))
})
