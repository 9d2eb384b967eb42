/**
 * Whatever comes in, no answer is a fault of ours: every operation of the OpenAPI document, as an administrator and as a
 * salesperson, with thousands of requests made from it. Every answer is judged by the document as well.
 *
 *   npm run test:long -- test/fuzz.test.ts             200 for each operation and caller, with a new seed each time
 *   FUZZ_RUNS=500 npx vitest run test/fuzz.test.ts     more of it
 *   FUZZ_SEED=… FUZZ_RUNS=…                            the same again
 */
import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ObjectShape } from '../src/lib/wire.ts'
import { openTo } from '../src/http/guard.ts'
import { serve } from '../src/server.ts'
import { type App, type Call, type Who, caller, startApp } from './support/app.ts'
import { type Document, type Given, type Judge, type Operation, judgeOf } from './support/described.ts'
import { rounds } from './support/long.ts'
import { type Known, type Sent, requestsFor } from './support/requests.ts'
import { valuesOf } from './support/values.ts'

const runs = Number(process.env.FUZZ_RUNS ?? rounds(10, 200))
const seed = Number(process.env.FUZZ_SEED ?? (runs > 10 ? Date.now() % 2 ** 31 : 20261121))
const agent = new Agent({ keepAlive: true, maxSockets: 8 })

let app: App
let foreign: string[]
let keys: string[]
/** Stands in everything that the neighbour has, and in no answer. */
const secret = '邻居机密'
beforeAll(async () => {
  app = await startApp()
  const neighbour = await app.neighbour()
  foreign = await fill(neighbour.call, secret)
  foreign.push(...((await neighbour.call('GET', '/users')).body.records as { id: string }[]).map(({ id }) => id))
  keys = [app.keys.administrator, app.keys.salesperson]
  await fill(app.as.administrator)
  await fill(app.as.salesperson)
})
afterAll(async () => {
  agent.destroy()
  await app.stop()
})

/** A few records of each kind. */
async function fill(call: Call, word = ''): Promise<string[]> {
  const ids: string[] = []
  const make = async (path: string, body: object) => {
    const answer = await call('POST', path, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    ids.push(answer.body.id as string)
    return answer.body.id as string
  }
  for (let i = 0; i < 3; i++) {
    const account = await make('/accounts', { name: `瑞力 ${i}${word}` })
    await make('/contacts', { name: `何丽 ${i}${word}`, account, mobile: '13800138000' })
    const lead = await make('/leads', { name: `王芳 ${i}${word}`, company: '恒力', nextStep: '送样品', nextStepAt: '2030-01-02' })
    await make('/activities', { kind: 'call', text: `聊了${word}`, lead })
  }
  return ids
}

/** What exists. Without the callers themselves: letting them go would end the test. */
async function knownTo(key: string): Promise<Known> {
  const call = caller(app.url, key)
  const shapes = (await call('GET', '/schema')).body.objects as ObjectShape[]
  const values: Known['values'] = { email: ['a1@firm.test', 'b2@firm.test'], password: ['correct horse 42'] }
  for (const { name, fields } of shapes) for (const field of fields) values[`${name}.${field.name}`] = await valuesOf(field)
  const known: Known = { ids: {}, foreign, shapes, values }
  for (const { name } of shapes) await refresh(known, call, name)
  const log = (await call('GET', '/changesets?limit=200')).body.records as { id: string; objects: string[] }[]
  const others = log.filter(({ objects }) => !objects.includes('user') && !objects.includes('department'))
  known.ids.changeset = others.slice(0, 10).map(({ id }) => id)
  known.ids.import = [await upload(key, '/imports', 'leads'), await upload(key, '/imports', 'accounts')]
  known.ids.file = [await upload(key, '/files')]
  return known
}

/** Others delete while we knock: an object's records are looked up again before each of its operations, and made when there are none. */
async function refresh(known: Known, call: Call, name: string): Promise<void> {
  const shape = known.shapes.find((each) => each.name === name)
  if (!shape) return
  const own = new Set([app.users.administrator, app.users.manager, app.users.salesperson])
  const look = async () =>
    ((await call('GET', `/${shape.path}?limit=8`)).body.records as { id: string }[]).map(({ id }) => id).filter((id) => !own.has(id))
  known.ids[name] = await look()
  if (known.ids[name].length >= 2 || !shape.can.create) return
  if (name === 'user') for (const each of ['赵', '钱']) await call('POST', '/users', { name: each })
  else await fill(call)
  known.ids[name] = await look()
}

async function upload(key: string, path: string, object?: string): Promise<string> {
  const form = new FormData()
  if (object) form.set('object', object)
  form.set('file', new Blob(['姓名,手机\r\n何丽玲,139 2552 2956\r\n王芳,1\r\n']), 'a.csv')
  const answer = await fetch(`${app.url}/api/v1${path}`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: form })
  const body = (await answer.json()) as { id?: string; files?: { id: string }[] }
  return body.id ?? body.files![0]!.id
}

/** The bytes as they are: fetch would tidy the address first. */
function send(base: string, key: string, { method, path, headers, body }: Sent): Promise<Given> {
  const url = new URL(base)
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: url.hostname,
        port: url.port,
        method,
        path: `/api/v1${path}`,
        agent,
        headers: { authorization: `Bearer ${key}`, 'content-length': body?.length ?? 0, ...headers },
      },
      (answer) => {
        const type = String(answer.headers['content-type'] ?? '')
        const given = (text: string): Given => ({ status: answer.statusCode!, type, body: type.includes('json') ? JSON.parse(text) : text })
        if (type.startsWith('text/event-stream')) {
          resolve(given(''))
          return void answer.destroy()
        }
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => resolve(given(Buffer.concat(parts).toString())))
        answer.on('error', reject)
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

type Target = { base: string; key: string; document: Document; judge: Judge; known: Known }

/** Each operation and caller has requests of his own. */
const seedOf = ({ id }: Operation, { key }: Target) =>
  createHash('sha256')
    .update(`${seed} ${id} ${keys.indexOf(key)}`)
    .digest()
    .readInt32LE(0)

/** Knocks at one operation; answers what went wrong, with the request shrunk to the least that does it. */
async function fuzz(target: Target, operation: Operation, numRuns = runs): Promise<string[]> {
  const { 'x-authz': authz, 'x-ref': refs = [] } = operation.described
  for (const object of new Set([authz.object, ...refs.map((ref) => ref.object)]))
    if (object) await refresh(target.known, caller(target.base, target.key), object)
  const property = fc.asyncProperty(requestsFor(target.document, operation, target.known), async (sent) => {
    const given = await send(target.base, target.key, sent)
    const failed = given.status >= 500 && given.status !== 503
    const wrong = failed ? [`answers ${given.status} ${JSON.stringify(given.body)}`] : target.judge.wrong(operation, given)
    if (JSON.stringify(given.body).includes(secret)) wrong.push('tells what another workspace has')
    if (wrong.length) throw new Error(wrong.join('\n'))
  })
  const result = await fc.check(property, {
    numRuns,
    seed: seedOf(operation, target),
    interruptAfterTimeLimit: 120_000,
    markInterruptAsFailure: false,
  })
  if (!result.failed) return []
  const [sent] = result.counterexample!
  const body = sent.body ? ` ${sent.body.toString().slice(0, 500)}` : ''
  return [
    `${operation.id} (FUZZ_SEED=${seed}): ${sent.method} ${sent.path.slice(0, 500)} ${JSON.stringify(sent.headers)}${body}\n${String(result.errorInstance)}`,
  ]
}

async function fuzzAll(target: Target, operations: Operation[]): Promise<string[]> {
  const left = [...operations]
  const found: string[] = []
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) found.push(...(await fuzz(target, next)))
  }
  await Promise.all(Array.from({ length: 4 }, worker))
  return found
}

async function targetOf(who: Who): Promise<Target> {
  const document = (await app.as[who]('GET', '/openapi.json')).body as Document
  return { base: app.url, key: app.keys[who], document, judge: judgeOf(document), known: await knownTo(app.keys[who]) }
}

test.each<Who>(['administrator', 'salesperson'])(
  'nothing that comes in makes the server fail: as %s',
  { timeout: Math.max(120_000, runs * 20_000) },
  async (who) => {
    const target = await targetOf(who)
    expect(await fuzzAll(target, target.judge.operations)).toEqual([])
    // and he is still let in: nothing took his rights away
    expect((await app.as[who]('GET', '/me')).status).toBe(200)
  },
)

const planted: [string, (body: { text: string }) => unknown][] = [
  ['fails', ({ text }) => ({ text: text.toUpperCase() })],
  ['tells what another workspace has', ({ text }) => ({ text: `${text}${secret}` })],
  ['answers what is not described', ({ text }) => (typeof text === 'string' ? { text } : { text: 5 })],
  ['refuses in words of its own', ({ text }) => { if (typeof text === 'string') return { text }; throw Object.assign(new Error('no'), { plain: true }) }],
] // prettier-ignore

test.each(planted)('a route that %s is found', async (name, answer) => {
  const server = serve(app.house, { url: 'http://127.0.0.1', log: 'silent', dist: null })
  server.post<{ Body: { text: string } }>('/api/v1/planted', { config: openTo('public') }, async (request, reply) => {
    try {
      return answer(request.body)
    } catch (error) {
      if (error instanceof Error && 'plain' in error) return reply.code(400).type('text/plain').send('no')
      throw error
    }
  })
  const base = await server.listen({ host: '127.0.0.1', port: 0 })
  const text = { type: 'object', additionalProperties: false, required: ['text'], properties: { text: { type: 'string' } } }
  const content = { 'application/json': { schema: text } }
  const { document, known } = await targetOf('administrator')
  const described = {
    operationId: name,
    requestBody: { required: true, content },
    responses: { '200': { content } },
    'x-authz': { who: 'public' },
  }
  const alone: Document = { ...document, paths: { '/planted': { post: described } } }
  const judge = judgeOf(alone)
  const found = await fuzz({ base, key: app.keys.administrator, document: alone, judge, known }, judge.operations[0]!, 100)
  await server.close()
  expect(found).not.toEqual([])
})
