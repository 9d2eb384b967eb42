import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type App, type Who, startApp } from './support/app.ts'
import { csvOf, reached, upload } from './support/imports.ts'
import { ask, fingerprints } from './support/rows.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

const many = 16
const tables = ['o_lead', 'o_account', 'o_activity']
/** The same request from sixteen callers at once: an impatient finger, a proxy that tries again, two tabs. */
const atOnce = (work: (i: number) => Promise<Answer>) => Promise.all(Array.from({ length: many }, (_, i) => work(i)))
const count = async (name: string) =>
  Number((await ask<{ n: string }>(app, 'select count(*)::text as n from $.o_lead where f_name = ?', [name]))[0]!.n)
const distinct = (answers: Answer[]) => new Set(answers.map(({ status, body }) => JSON.stringify([status, sorted(body)]))).size
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : value && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted()
            .map(([name, each]) => [name, sorted(each)]),
        )
      : value
const key = (name: string) => ({ 'idempotency-key': name })
const lead = (values: object = {}, who: Who = 'salesperson') =>
  app.as[who]('POST', '/leads', { name: '一条', ...values }).then(({ body }) => body)

test('sixteen creations with one key are one record, and sixteen same answers', async () => {
  const answers = await atOnce(() => app.as.salesperson('POST', '/leads', { name: '只要一条', nextStep: '打电话' }, key('one')))
  expect([answers[0]!.status, distinct(answers), await count('只要一条')]).toEqual([201, 1, 1])
  expect(await ask(app, `select deed from $.changeset where id = ?::uuid`, [answers[0]!.body.changeset])).toEqual([{ deed: 'lead.create' }])
  const changes = await ask(app, 'select record from $.change where changeset = ?::uuid', [answers[0]!.body.changeset])
  expect(changes).toHaveLength(2)
})

test('without a key they are sixteen (so the test above can fail)', async () => {
  const answers = await atOnce(() => app.as.salesperson('POST', '/leads', { name: '十六条' }))
  expect([distinct(answers), await count('十六条')]).toEqual([many, many])
})

test('sixteen batches with one key are one; without it sixteen', async () => {
  const body = { create: [{ name: '批一' }, { name: '批一' }] }
  const answers = await atOnce(() => app.as.salesperson('POST', '/leads/batch', body, key('batch')))
  expect([answers[0]!.status, distinct(answers), await count('批一')]).toEqual([200, 1, 2])
  await atOnce(() => app.as.salesperson('POST', '/leads/batch', { create: [{ name: '批二' }] }))
  expect(await count('批二')).toBe(many)
})

test('a deed on one and on many is done once with one key', async () => {
  const [one, two, three] = [await lead(), await lead(), await lead()]
  const single = await atOnce(() => app.as.salesperson('POST', `/leads/${one.id}/discard`, { reason: 'price' }, key('discard')))
  expect([single[0]!.status, distinct(single)]).toEqual([200, 1])
  const bulk = await atOnce(() =>
    app.as.salesperson('POST', '/leads/actions/assign', { ids: [two.id, three.id], input: { owner: app.users.other } }, key('assign')),
  )
  expect([bulk[0]!.body.done, distinct(bulk)]).toEqual([2, 1])
  const [row] = await ask<{ n: string }>(app, `select count(*)::text as n from $.change where record = any(?::uuid[]) and op = 'u'`, [
    [one.id, two.id, three.id],
  ])
  expect(row!.n).toBe('3')
  // and the twin: without the key the second caller is told that it is over
  const again = await atOnce(() => app.as.administrator('POST', `/leads/${one.id}/reopen`, {}))
  expect(again.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: many - 1 }, () => 422)])
})

test('an import that is started twice with one key runs once, and answers twice', async () => {
  const id = await upload(app.url, app.keys.salesperson, 'leads', csvOf([['姓名'], ['导一']]))
  await app.as.salesperson('POST', `/imports/${id}/check`)
  await reached(app, 'salesperson', id, 'checked')
  const answers = await atOnce(() => app.as.salesperson('POST', `/imports/${id}/run`, undefined, key('import')))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: many }, () => 202))
  await reached(app, 'salesperson', id, 'done')
  expect(await count('导一')).toBe(1)
  expect((await app.as.salesperson('POST', `/imports/${id}/run`)).status).toBe(422)
})

test('another body, another address, another firm’s person: a key stands for one request of one person', async () => {
  const first = await app.as.salesperson('POST', '/leads', { name: '一把钥匙' }, key('key'))
  const before = await fingerprints(app, tables)
  for (const [address, body] of [
    ['/leads', { name: '另一个' }],
    ['/accounts', { name: '一把钥匙' }],
    ['/leads/batch', { create: [{ name: '一把钥匙' }] }],
    [`/leads/${first.body.id}/discard`, { reason: 'price' }],
  ] as const)
    expect((await app.as.salesperson('POST', address, body, key('key'))).body).toMatchObject({ status: 422, code: 'key-reused' })
  expect(await fingerprints(app, tables)).toEqual(before)
  const other = await app.as.other('POST', '/leads', { name: '一把钥匙' }, key('key'))
  expect([other.status, other.body.id === first.body.id, await count('一把钥匙')]).toEqual([201, false, 2])
})

test('a refused request keeps no key: corrected, it is done', async () => {
  const refused = await atOnce(() => app.as.salesperson('POST', '/leads', { mobile: '1' }, key('mended')))
  expect(refused.map(({ status }) => status)).toEqual(Array.from({ length: many }, () => 422))
  expect((await app.as.salesperson('POST', '/leads', { name: '改好了' }, key('mended'))).status).toBe(201)
})

test('after two days the key is free again', async () => {
  const make = () => app.as.salesperson('POST', '/leads', { name: '隔天' }, key('day'))
  const first = await make()
  await ask(app, `update $.idempotency set at = at - interval '47 hours 59 minutes' where key = ?`, ['day'])
  expect((await make()).body.id).toBe(first.body.id)
  await ask(app, `update $.idempotency set at = at - interval '2 minutes' where key = ?`, ['day'])
  const answers = await atOnce(make)
  expect([distinct(answers), answers[0]!.body.id === first.body.id, await count('隔天')]).toEqual([1, false, 2])
})

test('a key has at most 255 characters', async () => {
  expect((await app.as.salesperson('POST', '/leads', { name: '长钥匙' }, key('k'.repeat(255)))).status).toBe(201)
  expect((await app.as.salesperson('POST', '/leads', { name: '长钥匙' }, key('k'.repeat(256)))).status).toBe(400)
})

test('two people change different fields of one record: both changes stay', async () => {
  const made = await lead({ rating: 'A' })
  const { version } = made
  const [one, two] = await Promise.all([
    app.as.salesperson('PATCH', `/leads/${made.id}`, { rating: 'B', version }),
    app.as.manager('PATCH', `/leads/${made.id}`, { region: '苏州', version }),
  ])
  expect([one.status, two.status]).toEqual([200, 200])
  expect((await app.as.salesperson('GET', `/leads/${made.id}`)).body).toMatchObject({ rating: 'B', region: '苏州', version: version + 2 })
})

test('sixteen people change the same field from the same version: one wins, the others are shown what stands there', async () => {
  const made = await lead()
  const answers = await atOnce((i) => app.as.salesperson('PATCH', `/leads/${made.id}`, { title: `第${i}个`, version: made.version }))
  const [winner] = answers.filter(({ status }) => status === 200)
  const lost = answers.filter(({ status }) => status === 409)
  expect(lost).toHaveLength(many - 1)
  for (const { body } of lost)
    expect(body).toMatchObject({ code: 'conflict', current: { title: winner!.body.title, version: made.version + 1 } })
})

test('both wrote the same value: nobody is troubled', async () => {
  const made = await lead()
  const answers = await atOnce(() => app.as.salesperson('PATCH', `/leads/${made.id}`, { title: '厂长', version: made.version }))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: many }, () => 200))
  expect((await app.as.salesperson('GET', `/leads/${made.id}`)).body.version).toBe(made.version + 1)
})

test('stale without a version: the last word counts (so the refusals above come from versions)', async () => {
  const made = await lead()
  const answers = await atOnce((i) => app.as.salesperson('PATCH', `/leads/${made.id}`, { title: `第${i}个` }))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: many }, () => 200))
  const { body } = await app.as.salesperson('GET', `/leads/${made.id}`)
  expect([body.version, /^第\d+个$/.test(body.title)]).toEqual([made.version + many, true])
  const { body: past } = await app.as.salesperson('GET', `/leads/${made.id}/history`)
  expect(past.records.filter((entry: { kind: string }) => entry.kind === 'change')).toHaveLength(many)
})

test('in a batch one stale record refuses all', async () => {
  const [one, two] = [await lead(), await lead()]
  await app.as.manager('PATCH', `/leads/${two.id}`, { title: '经理改的' })
  const before = await fingerprints(app, tables)
  const update = [one, two].map(({ id, version }) => ({ id, version, title: '批量' }))
  expect(await app.as.salesperson('POST', '/leads/batch', { update })).toMatchObject({ status: 409, body: { code: 'conflict' } })
  expect(await fingerprints(app, tables)).toEqual(before)
})
