/** The day of a person: what stands in it and why, in which order, what he puts off; and that nobody else's stands there. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DayAnswer } from '../src/lib/wire.ts'
import { type App, type Call, startApp } from './support/app.ts'
import { ask } from './support/rows.ts'

let app: App
let account: string
beforeAll(async () => {
  app = await startApp()
  account = (await app.as.salesperson('POST', '/accounts', { name: '苏州固特机械有限公司' })).body.id
})
afterAll(() => app.stop())
beforeEach(async () => {
  for (const objects of ['activity', 'opportunity', 'lead', 'quote', 'order']) await ask(app, `delete from $.o_${objects}`)
})

const send = (method: string, path: string, body?: unknown) => app.as.salesperson(method, path, body)
const made = async (path: string, body: object): Promise<string> => {
  const answer = await send('POST', path, body)
  expect([answer.status, answer.body.errors]).toEqual([201, undefined])
  return answer.body.id
}
const dayOf = async (call: Call = app.as.salesperson) => (await call('GET', '/day')).body as DayAnswer
const told = async (call?: Call) => (await dayOf(call)).entries.map((entry) => [entry.reason, entry.id])
/** The day in Shanghai so many days from now. */
const day = (days: number) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)

const lines = [{ description: '数控车床', quantity: '1', price: '1000' }]
async function quote(validUntil: string) {
  const id = await made('/quotes', { account, lines, validUntil })
  expect((await send('POST', `/quotes/${id}/send`, {})).status).toBe(200)
  return id
}
async function order(dueOn: string) {
  const id = await made('/orders', { account, lines })
  expect((await send('POST', `/orders/${id}/confirm`, { dueOn })).status).toBe(200)
  return id
}
const task = (dueAt: string) => made('/activities', { kind: 'task', account, text: '打电话', dueAt })
const older = (id: string, hours: number) =>
  ask(app, 'update $.o_lead set created_at = ? where id = ?::uuid', [new Date(Date.now() - hours * 3_600_000).toISOString(), id])

test('everything that waits stands there once, late money and late steps first, deals that nobody minds last', async () => {
  const deal = await made('/opportunities', { name: '二期', account, amount: '5000' })
  const big = await made('/opportunities', { name: '三期', account, amount: '90000' })
  const lead = await made('/leads', { name: '何丽玲', mobile: '13800138000' })
  await older(lead, 25)
  const expired = await quote(day(-3))
  const expiring = await quote(day(6))
  const soon = await order(day(2))
  const today = await task(day(0))
  const moneyToday = await order(day(0))
  const late = await task(day(-2))
  const moneyLate = await order(day(-2))
  const longLate = await task(day(-9))
  expect(await told()).toEqual([
    ['step-late', longLate],
    ['money-late', moneyLate],
    ['step-late', late],
    ['step-today', today],
    ['money-today', moneyToday],
    ['quote-expired', expired],
    ['lead-uncalled', lead],
    ['money-soon', soon],
    ['quote-expiring', expiring],
    ['deal-neglected', big],
    ['deal-neglected', deal],
  ])
})

test('what is not due, not sent, not owed, not old or not open does not', async () => {
  await task(day(1))
  await made('/quotes', { account, lines, validUntil: day(2) })
  await quote(day(8))
  await quote(day(-40))
  await order(day(9))
  await made('/orders', { account, lines, dueOn: day(-2) })
  await made('/leads', { name: '刚到的' })
  const planned = await made('/leads', { name: '约好的', nextStep: '打电话', nextStepAt: day(3) })
  await older(planned, 30)
  const minded = await made('/opportunities', { name: '有下一步', account, nextStep: '报价', nextStepAt: day(2) })
  expect(minded).toBeTruthy()
  expect(await told()).toEqual([])
})

test('a deal whose step is due stands there by its step alone; a step is taken out by being done, money by being paid', async () => {
  const deal = await made('/opportunities', { name: '二期', account, nextStep: '报价', nextStepAt: day(-1) })
  const owed = await order(day(-1))
  const [first, second] = (await dayOf()).entries
  expect([first!.reason, first!.id, second!.reason]).toEqual(['money-late', owed, 'step-late'])
  const amount = first!.record.unpaid
  await made('/payments', { account, amount, allocations: [{ order: owed, amount }] })
  await send('POST', `/activities/${second!.id}/complete`, { nextStep: '签合同', nextStepAt: day(3) })
  expect((await send('GET', `/opportunities/${deal}`)).body.nextStep).toBe('签合同')
  expect(await told()).toEqual([])
})

test('the clock orders today, what has no time comes after', async () => {
  const end = await task(`${day(0)}T15:59:59.000Z`)
  const plain = await task(day(0))
  expect((await told()).map(([, id]) => id)).toEqual([end, plain])
})

test('what is put off is gone until its day, for him alone, and comes back when taken back', async () => {
  const deal = await made('/opportunities', { name: '二期', account })
  const put = (until: string | null, call: Call = app.as.salesperson) =>
    call('POST', '/day/snooze', { object: 'opportunities', id: deal, until })
  expect((await put(day(2))).status).toBe(204)
  expect(await told()).toEqual([])
  expect((await send('GET', `/opportunities/${deal}`)).body.version).toBe(1)
  await put(null)
  expect(await told()).toHaveLength(1)
  await put(day(0))
  expect(await told()).toHaveLength(1)
  expect((await put(day(3), app.as.other)).status).toBe(404)
  expect((await put('2026-02-31')).status).toBe(422)
})

test('only his own: not his people’s, not the neighbour’s', async () => {
  await task(day(-1))
  expect(await told(app.as.manager)).toEqual([])
  expect(await told(app.as.administrator)).toEqual([])
  expect(await told((await app.neighbour()).call)).toEqual([])
})

test('what he may not know of a record does not come with it', async () => {
  await order(day(-1))
  expect(JSON.stringify(await dayOf())).not.toMatch(/"(cost|margin)"/)
})

test('the reason’s filter finds in a list what stands in the day', async () => {
  const ids = [await task(day(-1)), await task(day(-3))]
  const reason = (await dayOf()).reasons.find((each) => each.name === 'step-late')!
  const { body } = await send('GET', `/activities?filter=${encodeURIComponent(JSON.stringify(reason.filter))}`)
  expect(body.records.map((record: { id: string }) => record.id).toSorted()).toEqual(ids.toSorted())
})

test('what was seen stays seen, by person', async () => {
  expect((await dayOf(app.as.other)).seenAt).toBe(null)
  const { body } = await app.as.other('POST', '/day/seen', {})
  expect((await dayOf(app.as.other)).seenAt).toBe(body.seenAt)
  expect((await dayOf(app.as.manager)).seenAt).toBe(null)
})
