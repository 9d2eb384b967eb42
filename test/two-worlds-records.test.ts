/**
 * Two firms that differ in nothing but what a colleague, the bin and the firm next door hold: whoever may not see it is answered alike in
 * both, by every GET of the contract and whatever he asks of the fields he knows. Whoever may see it is not, so the comparison sees.
 */
import { afterAll, expect, test } from 'vitest'
import type { ObjectShape, RecordJson } from '../src/lib/wire.ts'
import { type App, type Call, type Who, startApp } from './support/app.ts'
import { type Document, judgeOf } from './support/described.ts'
import { type Heard, listenTo } from './support/listen.ts'

type Secret = { name: string; mobile: string; amount: string; industry: string; times: number }
type World = { app: App; own: Record<string, string>; heard: Heard[] }
let worlds: World[] = []
afterAll(() => Promise.all(worlds.map(({ app }) => app.stop())))

const made = async (call: Call, path: string, body: object): Promise<RecordJson> => {
  const answer = await call('POST', path, body)
  expect([path, answer.status, answer.status === 201 ? '' : answer.body]).toEqual([path, 201, ''])
  return answer.body as RecordJson
}

/** A customer with all that hangs on him. */
async function business(call: Call, secret: Omit<Secret, 'times'>): Promise<Record<string, string>> {
  const account = await made(call, '/accounts', { name: secret.name, industry: secret.industry, phone: secret.mobile })
  const of = { account: account.id }
  const contact = await made(call, '/contacts', { name: secret.name.slice(0, 3), mobile: secret.mobile, ...of })
  const lead = await made(call, '/leads', { name: `${secret.name}线索`, mobile: secret.mobile, source: 'fair' })
  const opportunity = await made(call, '/opportunities', { name: `${secret.name}商机`, amount: secret.amount, ...of })
  await made(call, '/activities', { kind: 'call', text: `谈到 ${secret.amount}`, doneAt: new Date().toISOString(), ...of })
  await made(call, '/activities', { kind: 'task', text: secret.name, dueAt: new Date().toISOString().slice(0, 10), ...of })
  const quote = await made(call, '/quotes', { lines: [{ description: secret.name, quantity: '2', price: secret.amount }], ...of })
  const order = await made(call, '/orders', { lines: [{ description: secret.name, quantity: '1', price: secret.amount }], ...of })
  const payment = await made(call, '/payments', { amount: secret.amount, ...of })
  return {
    accounts: account.id,
    contacts: contact.id,
    leads: lead.id,
    opportunities: opportunity.id,
    quotes: quote.id,
    orders: order.id,
    payments: payment.id,
  }
}

/** First what he has himself, the same in both; then what he may not see, other in each. */
async function live(secret: Secret): Promise<World> {
  const app = await startApp()
  const own = await business(app.as.salesperson, { name: '苏州固特自己的', mobile: '13900000001', amount: '500', industry: 'machinery' })
  const ear = await listenTo(app.url, { authorization: `Bearer ${app.keys.salesperson}` })
  const hears = (record: RecordJson) =>
    expect.poll(() => ear.heard.findIndex(({ id }) => id === record.id), { timeout: 20_000 }).toBeGreaterThanOrEqual(0)
  // what was written before the stream began may still be told in it: counted is what comes after this one
  const first = await made(app.as.salesperson, '/leads', { name: '最先' })
  await hears(first)
  const begun = ear.heard.findIndex(({ id }) => id === first.id)
  const neighbour = await app.neighbour()
  for (const call of [app.as.other, neighbour.call])
    for (let i = 0; i < secret.times; i++) {
      const { times: _, ...one } = secret
      const theirs = await business(call, { ...one, name: `${one.name}${i}` })
      expect((await call('DELETE', `/leads/${theirs.leads}`)).status).toBe(200)
      const user = call === app.as.other ? app.users.administrator : undefined
      if (user) expect((await call('POST', `/accounts/${theirs.accounts}/share`, { user, level: 'read' })).status).toBe(200)
    }
  const last = await made(app.as.salesperson, '/leads', { name: '最后' })
  await hears(last)
  ear.leave()
  return { app, own, heard: ear.heard.slice(begun) }
}

const json = (value: unknown) => encodeURIComponent(JSON.stringify(value))

/** Every question, by what it asks; ids are his own. */
async function questions(world: World, who: Who): Promise<Map<string, () => Promise<unknown>>> {
  const { app, own } = world
  const ask = (method: string, path: string, body?: unknown) => async () => {
    const answer = await app.as[who](method, path, body)
    return [answer.status, answer.body]
  }
  const found = new Map<string, () => Promise<unknown>>()
  const add = (name: string, asked: () => Promise<unknown>) => found.set(name, asked)
  const contract = (await app.as[who]('GET', '/openapi.json')).body as Document
  for (const { method, path } of judgeOf(contract).operations) {
    const [, objects = ''] = path.split('/')
    const id = own[objects] ?? '00000000-0000-7000-8000-000000000001'
    const at = path.replace(/\{\w+\}/g, id)
    // what runs without an end, and what says how late it is
    if (method === 'GET' && !/events|openapi/.test(path)) add(`GET ${path}`, ask('GET', at))
  }
  for (const words of ['机密', 'jmjx', '苏州', '138', '自己']) add(`search ${words}`, ask('GET', `/search?q=${encodeURIComponent(words)}`))
  const { objects } = (await app.as[who]('GET', '/schema')).body as { objects: ObjectShape[] }
  for (const { path, fields } of objects) {
    add(`${path} counted`, ask('GET', `/${path}?count=exact&limit=200`))
    add(`${path} exported`, ask('GET', `/${path}/export?format=csv`))
    for (const { name } of fields) {
      add(`${path} by ${name}`, ask('GET', `/${path}?sort=-${name}&limit=200&fields=${name}`))
      add(`${path} without ${name}`, ask('GET', `/${path}?limit=200&count=exact&filter=${json({ field: name, op: 'empty', value: true })}`))
      add(
        `${path} grouped by ${name}`,
        ask('POST', `/${path}/aggregate`, { groupBy: [{ field: name }], measures: [{ as: 'n', fn: 'count' }] }),
      )
      for (const fn of ['sum', 'max', 'distinct'])
        add(`${fn} of ${name} of ${path}`, ask('POST', `/${path}/aggregate`, { measures: [{ as: 'n', fn, field: name }] }))
    }
  }
  return found
}

/** Ids by the order in which they appear, times without their value. */
function plain(told: unknown): string {
  const seen = new Map<string, number>()
  return (JSON.stringify(told) ?? '')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, (id) => {
      if (!seen.has(id)) seen.set(id, seen.size)
      return `#${seen.get(id)}`
    })
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?/g, 'then')
    .replace(/"csrf":"[^"]*"/g, '')
}

async function differing(who: Who): Promise<string[]> {
  const [one, two] = (await Promise.all(worlds.map((world) => questions(world, who)))) as [
    Map<string, () => Promise<unknown>>,
    Map<string, () => Promise<unknown>>,
  ]
  expect([...two.keys()]).toEqual([...one.keys()])
  const found: string[] = []
  for (const [name, asked] of one) {
    const [here, there] = await Promise.all([asked(), two.get(name)!()])
    if (plain(here) !== plain(there)) found.push(name)
  }
  return found
}

test('two firms live through the same, but for what a colleague and a neighbour do', async () => {
  worlds = [
    await live({ name: '机密重工', mobile: '13811112222', amount: '777777', industry: 'steel', times: 1 }),
    await live({ name: '保密精机', mobile: '13733334444', amount: '12', industry: 'food', times: 3 }),
  ]
}, 120_000)

test('a salesperson cannot tell them apart, by whatever he asks', async () => {
  expect(await differing('salesperson')).toEqual([])
}, 240_000)

test('nor by what he is told unasked', () => {
  const [one, two] = worlds.map(({ heard }) => heard.map(({ object, kind }) => `${object} ${kind}`))
  expect(one).toEqual(two)
  expect(one).toContain('lead created')
})

test('who may see what the colleague has is told in nearly all of these ways, so the tests above see', async () => {
  const told = await differing('administrator')
  expect(told).toEqual(
    expect.arrayContaining([
      'GET /changesets',
      'search 机密',
      'accounts counted',
      'contacts exported',
      'opportunities by amount',
      'accounts grouped by industry',
      'sum of amount of payments',
      'orders without customerNumber',
    ]),
  )
}, 240_000)
