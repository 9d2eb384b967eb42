/** A lead is converted once, whoever else does it at the same moment; and wholly or not at all, whatever dies meanwhile. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actionOf } from '../src/engine/actions.ts'
import { loadRecords } from '../src/engine/list.ts'
import { register } from '../src/engine/module.ts'
import { deed } from '../src/engine/write/tx.ts'
import { update } from '../src/engine/write/update.ts'
import { Refusal } from '../src/lib/errors.ts'
import { modules } from '../src/modules/index.ts'
import { type Answer, type App, type Call, caller, startApp } from './support/app.ts'
import { chance } from './support/random.ts'
import { ask } from './support/rows.ts'
import { answering, dataFolder, endAll, freePort, gone, postgresPid, start } from './support/started.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

const many = 16
const atOnce = <T>(work: (i: number) => Promise<T>) => Promise.all(Array.from({ length: many }, (_, i) => work(i)))
const sales = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  app.as.salesperson(method, path, body, headers)
const lead = async (company: string) => (await sales('POST', '/leads', { name: '何丽玲', company, nextStep: '打电话' })).body.id as string
const deal = { opportunity: { name: '一单' } }

/** Customers, contacts, deals of that name: each must be there once. */
async function made(company: string): Promise<number[]> {
  const accounts = await ask(app, 'select id from $.o_account where f_name = ?', [company])
  const ids = accounts.map((row) => row.id)
  const contacts = await ask(app, 'select id from $.o_contact where f_account = any(?::uuid[])', [ids])
  const deals = await ask(app, 'select id from $.o_opportunity where f_account = any(?::uuid[])', [ids])
  return [accounts.length, contacts.length, deals.length]
}

test('sixteen convert one lead: one does, the others are told that it is over, and there is one customer', async () => {
  for (let round = 0; round < 4; round++) {
    const company = `并发${round}机械`
    const id = await lead(company)
    const answers = await atOnce(() => sales('POST', `/leads/${id}/convert`, deal))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: many - 1 }, () => 422)])
    for (const { body } of answers.filter(({ status }) => status === 422))
      expect(body).toMatchObject({ code: 'not-now', detail: expect.stringContaining('线索已经结束') })
    expect(await made(company)).toEqual([1, 1, 1])
  }
})

test('sixteen with one key: one customer and sixteen same answers', async () => {
  const id = await lead('一把钥匙机械')
  const answers: Answer[] = await atOnce(() => sales('POST', `/leads/${id}/convert`, deal, { 'idempotency-key': 'convert' }))
  expect(
    new Set(answers.map(({ status, body }) => `${status} ${body.account} ${body.contact} ${body.opportunity} ${body.changeset}`)).size,
  ).toBe(1)
  expect([answers[0]!.status, await made('一把钥匙机械')]).toEqual([200, [1, 1, 1]])
})

test('the same without the lead’s lock makes several (so the tests above see)', async () => {
  const id = await lead('没有锁机械')
  const who = await app.principal('salesperson')
  const careless = () =>
    deed(app.house, who, 'lead.convert', async (tx) => {
      const records = await loadRecords(tx, 'lead', [id])
      if (records[0]!.status === 'converted') throw new Refusal('not-now', { reason: '' })
      const run = actionOf(tx, 'lead', 'convert').run!
      const returned = await run({ tx, records, input: deal, subjects: new Map([[id, 1]]), many: false })
      await update(tx, 'lead', [{ id, subject: 1, values: { status: 'converted' } }], { trusted: true })
      return returned
    })
  const done = (await Promise.allSettled(Array.from({ length: many }, careless))).filter(({ status }) => status === 'fulfilled')
  expect(done.length).toBeGreaterThan(1)
  expect((await made('没有锁机械'))[0]).toBe(done.length)
})

test('two leads of one firm converted at the same moment become two customers; joined or undone afterwards, they are one', async () => {
  const ids = [await lead('同时来的机械有限公司'), await lead('同时来的机械有限公司')]
  const [one, two] = await Promise.all(ids.map((id) => sales('POST', `/leads/${id}/convert`, {})))
  expect([one!.status, two!.status, (await made('同时来的机械有限公司'))[0]]).toEqual([200, 200, 2])
  expect((await sales('POST', `/changesets/${two!.body.changeset}/undo`, {})).body.refused).toEqual([])
  const { body } = await sales('GET', `/leads/${ids[1]}/convert`)
  expect(body.offers.account).toMatchObject([{ id: one!.body.account, sure: true }])
  expect((await sales('POST', `/leads/${ids[1]}/convert`, { account: one!.body.account })).status).toBe(200)
  expect(await made('同时来的机械有限公司')).toEqual([1, 2, 0])
})

test('without deals convert asks for none, and the house starts', async () => {
  const gone = new Set(['sales'])
  for (const _ of modules) for (const { name, needs } of modules) if (needs?.some((need) => gone.has(need))) gone.add(name)
  const registry = register(modules.filter(({ name }) => !gone.has(name)))
  const bare = await startApp(registry)
  try {
    const { objects } = (await bare.as.salesperson('GET', '/schema')).body
    const shape = objects
      .find(({ name }: { name: string }) => name === 'lead')
      .actions.find(({ name }: { name: string }) => name === 'convert')
    expect(shape.input.map(({ name }: { name: string }) => name)).toEqual(['account', 'contact'])
    const { id } = (await bare.as.salesperson('POST', '/leads', { name: '无商机' })).body
    expect((await bare.as.salesperson('POST', `/leads/${id}/convert`, deal)).body.errors).toMatchObject([
      { field: 'opportunity', code: 'unknown-field' },
    ])
    expect((await bare.as.salesperson('POST', `/leads/${id}/convert`, {})).status).toBe(200)
    const document = (await bare.as.salesperson('GET', '/openapi.json')).body
    expect(Object.keys(document.paths['/leads/{id}/convert'].post.requestBody.content['application/json'].schema.properties)).toEqual([
      'account',
      'contact',
    ])
  } finally {
    await bare.stop()
  }
})

test('the plug is pulled on the server and on PostgreSQL while leads are converted: each is converted whole or not at all', async () => {
  const data = dataFolder()
  const dice = chance(Date.now())
  const env = { GUANXI_DATA: data.folder, PORT: String(await freePort()) }
  const begin = async () => {
    const started = start(env, ['node_modules/.bin/node', 'src/main.ts'])
    return { started, url: await answering(started) }
  }
  try {
    let server = await begin()
    const words = ['setup', '--workspace', '北辰贸易', '--name', '王芳', '--email', 'wang@firm.cn', '--password', 'correct horse', '--json']
    const setup = start(env, ['node', 'bin/guanxi.mjs', ...words])
    expect([await setup.ended, setup.err()]).toEqual([0, ''])
    const call = caller(server.url, JSON.parse(setup.out()).apiKey)
    for (let round = 0; round < 4; round++) {
      const create = Array.from({ length: 12 }, (_, i) => ({ name: `${round}-${i}`, company: `断电${round}-${i}机械`, nextStep: '打电话' }))
      const { records } = (await call('POST', '/leads/batch', { create })).body as { records: { id: string }[] }
      const asked = Promise.allSettled(records.map(({ id }) => call('POST', `/leads/${id}/convert`, deal, { 'idempotency-key': id })))
      await pause(dice.below(200))
      if (round % 2) {
        const pid = postgresPid(data.folder)
        process.kill(pid, 'SIGKILL')
        await gone(pid)
      } else {
        process.kill(server.started.pid, 'SIGKILL')
        await server.started.ended
        server = await begin()
      }
      await asked
      await back(call)
      expect(await halves(call)).toEqual([])
      // whoever asks again with his key gets the first answer or the deed
      for (const { id } of records) expect((await call('POST', `/leads/${id}/convert`, deal, { 'idempotency-key': id })).status).toBe(200)
      expect(await halves(call)).toEqual([])
      const filter = { field: 'name', op: 'startsWith', value: `断电${round}-` }
      expect((await call('POST', '/accounts/query', { filter, count: 'exact', limit: 1 })).body.count.value).toBe(12)
    }
    await call('POST', '/accounts', { name: '没有线索的' })
    expect(await halves(call)).toEqual(['没有线索的'])
  } finally {
    await endAll()
    data.remove()
  }
}, 180_000)

const back = async (call: Call): Promise<void> => {
  for (;;) {
    const { status } = await call('GET', '/leads?limit=1').catch(() => ({ status: 0 }))
    if (status === 200) return
    await pause(100)
  }
}

type Row = { id: string; name: string; status: string; account: { id: string } | null; contact: { id: string } | null }

/** Leads that are converted in part: with a customer and open, or closed and without one, or with a customer without contact, deal or task. */
async function halves(call: Call): Promise<string[]> {
  const all = async (path: string) =>
    (await call('GET', `${path}?limit=200`)).body.records as (Row & { lead: { id: string } | null; opportunity: object | null })[]
  const [leads, accounts, contacts, deals, tasks] = await Promise.all(
    ['/leads', '/accounts', '/contacts', '/opportunities', '/activities'].map(all),
  )
  const at = (rows: Row[], id: string) => rows.filter((row) => row.account?.id === id).length
  const wrong = leads!.filter(({ id, status, account, contact }) => {
    const task = tasks!.find((each) => each.lead?.id === id)!
    return status === 'converted'
      ? !account ||
          !contact ||
          at(contacts!, account.id) !== 1 ||
          at(deals!, account.id) !== 1 ||
          task.account?.id !== account.id ||
          !task.opportunity
      : account !== null || contact !== null || task.account !== null || task.opportunity !== null
  })
  const loose = accounts!.filter(({ id }) => leads!.filter((each) => each.account?.id === id).length !== 1)
  return [...wrong, ...loose].map(({ name }) => name)
}
