/** What hangs on a shared customer is read with it: his people, what was said and sold; writing it stays with whoever does so anyway. And where what was shared is found. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, type Who, startApp } from './support/app.ts'
import { demanding } from './support/must.ts'
import { listenTo } from './support/listen.ts'

let app: App
let account: string
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

const { must, make, status } = demanding(() => app)
const soon = (what: () => unknown) => expect.poll(what, { timeout: 15_000 })
const share = (path: string, level: 'read' | 'write') => must('salesperson', 'POST', `${path}/share`, { user: app.users.other, level })
const unshare = (path: string) => must('salesperson', 'POST', `${path}/unshare`, { user: app.users.other })
const line = { description: '车床', quantity: '2', price: '45000' }

test('a colleague who stands in reads people, follow-ups, quotes, orders and payments of the customer, and changes none of them', async () => {
  account = await make('/accounts', { name: '苏州瑞华精密机械' })
  const contact = await make('/contacts', { name: '陆采购', account, mobile: '13912345678' })
  const note = await make('/activities', { text: '他要下周的报价', account })
  const quote = await make('/quotes', { account, lines: [line], validUntil: '2099-01-01' })
  const order = await make('/orders', { account, lines: [line] })
  const payment = await make('/payments', { account, amount: '500' })
  const hanging = { contacts: contact, activities: note, quotes: quote, orders: order, payments: payment }
  const seen = () => Promise.all(Object.entries(hanging).map(([path, id]) => status('other', `/${path}/${id}`)()))
  expect(await seen()).toEqual([404, 404, 404, 404, 404])
  await share(`/accounts/${account}`, 'write')
  await soon(seen).toEqual([200, 200, 200, 200, 200])
  for (const [path, id] of Object.entries(hanging)) {
    const record = await must('other', 'GET', `/${path}/${id}`)
    expect([path, record.can]).toEqual([path, {}])
    expect((await app.as.other('PATCH', `/${path}/${id}`, { owner: app.users.other })).status).toBe(403)
    expect((await app.as.other('DELETE', `/${path}/${id}`)).status).toBe(403)
    const { records } = await must('other', 'GET', `/${path}?limit=200`)
    expect(records.map((each: { id: string }) => each.id)).toEqual([id])
  }
  expect((await must('other', 'GET', `/orders/${order}`)).lines).toMatchObject([{ description: '车床' }])
  const told = (await must('other', 'GET', `/accounts/${account}/timeline`)).records
  expect(told.map((entry: { record?: { text?: string } }) => entry.record?.text)).toContain('他要下周的报价')
  expect((await must('other', 'GET', '/search?q=5678')).records).toMatchObject([{ id: contact }])
  // what he adds himself is his
  const own = await make('/activities', { text: '我替他打了电话', account }, 'other')
  expect((await must('other', 'GET', `/activities/${own}`)).can.update).toBe(true)
  await unshare(`/accounts/${account}`)
  expect(await seen()).toEqual([404, 404, 404, 404, 404])
})

test('of what a follow-up hangs on the first that is filled counts, as with its owner', async () => {
  const shown = await make('/contacts', { name: '被共享的人' })
  const alone = await make('/activities', { text: '只与他有关', contact: shown })
  const other = await make('/activities', { text: '是客户的事', contact: shown, account })
  await share(`/contacts/${shown}`, 'read')
  await soon(status('other', `/activities/${alone}`)).toBe(200)
  expect(await status('other', `/activities/${other}`)()).toBe(404)
})

test('he hears of what is done there while it is shared, and not before or after', async () => {
  const customer = await make('/accounts', { name: '无锡恒瑞自动化' })
  const ear = await listenTo(app.url, { authorization: `Bearer ${app.keys.other}` })
  await make('/activities', { text: '还听不到', account: customer })
  await share(`/accounts/${customer}`, 'read')
  await soon(() => ear.heard.at(-1)).toMatchObject({ object: 'account', id: customer, came: true })
  const heard = await make('/activities', { text: '听得到', account: customer })
  await soon(() => ear.heard.at(-1)).toMatchObject({ object: 'activity', id: heard, kind: 'created' })
  const moved = await must('salesperson', 'PATCH', `/activities/${heard}`, { account })
  await soon(() => ear.heard.at(-1)).toEqual({ object: 'activity', id: heard, changeset: moved.changeset, kind: 'gone' })
  await unshare(`/accounts/${customer}`)
  await soon(() => ear.heard.at(-1)).toMatchObject({ object: 'account', id: customer, kind: 'gone' })
  const before = ear.heard.length
  await make('/activities', { text: '又听不到', account: customer })
  const own = await make('/leads', { name: '自己的' }, 'other')
  await soon(() => ear.heard.at(-1)).toMatchObject({ id: own })
  expect(ear.heard.length).toBe(before + 1)
  ear.leave()
})

test('what others shared with him is a filter of his, and a tab: not what he gave away, nor what is his by now', async () => {
  const filter = { field: 'id', op: 'sharedWithMe', value: true }
  const found = async (who: Who) => {
    const { records, count } = await must(who, 'POST', '/opportunities/query', { filter, count: 'exact' })
    const { groups } = await must(who, 'POST', '/opportunities/aggregate', { filter, measures: [{ as: 'n', fn: 'count' }] })
    expect([count.value, Number(groups[0]?.values.n ?? 0)]).toEqual([records.length, records.length])
    return records.map(({ id }: { id: string }) => id)
  }
  const before = await found('other')
  const customer = await make('/accounts', { name: '常州德通' })
  const [one, two] = [
    await make('/opportunities', { name: '三号机', account: customer }),
    await make('/opportunities', { name: '四号机', account: customer }),
  ]
  await make('/opportunities', { name: '张洁自己的', account: await make('/accounts', { name: '东莞泰捷' }, 'other') }, 'other')
  // the customer is shared: what hangs on it she reads, and it was not shared itself
  await share(`/accounts/${customer}`, 'read')
  await share(`/opportunities/${one}`, 'read')
  await share(`/opportunities/${two}`, 'write')
  await soon(async () => (await found('other')).toSorted()).toEqual([...before, one, two].toSorted())
  expect([await found('salesperson'), await found('manager')]).toEqual([[], []])
  await must('salesperson', 'POST', `/opportunities/${two}/assign`, { owner: app.users.other })
  await unshare(`/opportunities/${one}`)
  expect([await found('other'), await status('other', `/opportunities/${two}`)()]).toEqual([before, 200])
  const not = await app.as.other('POST', '/opportunities/query', { filter: { ...filter, value: false } })
  expect([not.status, not.body.errors]).toMatchObject([422, [{ field: 'id', code: 'wrong-type' }]])
  const { objects } = await must('salesperson', 'GET', '/schema')
  const tabs = (of: string) =>
    objects.find((each: { name: string }) => each.name === of).views.tabs.map((tab: { filter?: unknown }) => tab.filter ?? null)
  expect([tabs('opportunity').at(-1), tabs('account').at(-1)]).toEqual([filter, filter])
  expect(tabs('product')).not.toContainEqual(filter)
})
