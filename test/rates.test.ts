/** Money of other currencies counts for what it is worth at home on the day it is written. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from './support/app.ts'

let app: App
let account: string
beforeAll(async () => {
  app = await startApp()
  account = (await app.as.administrator('POST', '/accounts', { name: '外贸机械' })).body.id
})
afterAll(() => app.stop())

const admin = (method: string, path: string, body?: unknown) => app.as.administrator(method, path, body)
/** The rights of a person, and with them the rates, are remembered for a second. */
const aSecond = () => new Promise((resolve) => setTimeout(resolve, 1100))
const dollars = (amount: string) => ({ amount, currency: 'USD' })

async function owing(): Promise<string[]> {
  const filter = { field: 'unpaid', op: 'gt', value: '700' }
  const { body } = await admin('POST', '/orders/query', { filter, sort: '-unpaid', fields: ['number'] })
  return body.records.map((record: { id: string }) => record.id)
}

test('an order in dollars is owed in dollars, and found and summed by its worth at home', async () => {
  const sell = async (price: object) =>
    (await admin('POST', '/orders', { account, lines: [{ description: '主轴', quantity: '2', price }] })).body
  const before = await sell(dollars('50'))
  expect(before).toMatchObject({ total: dollars('100.00'), unpaid: dollars('100.00') })
  await admin('POST', '/rates', { currency: 'USD', value: '6.9', since: '2020-01-01' })
  await admin('POST', '/rates', { currency: 'USD', value: '7.2', since: '2025-01-01' })
  await admin('POST', '/rates', { currency: 'USD', value: '99', since: '2999-01-01' })
  await aSecond()
  const after = await sell(dollars('50'))
  const home = await sell({ amount: '355', currency: 'CNY' })
  expect(after).toMatchObject({ total: dollars('100.00') })
  // 720.00 in our money; the one written before any rate was known has no worth yet
  expect(await owing()).toEqual([after.id, home.id])
  const { body } = await admin('POST', '/orders/aggregate', { measures: [{ as: 'owed', fn: 'sum', field: 'unpaid' }] })
  expect(body.groups[0].values.owed).toBe('1430.00')
  // written again, it is worth what it is worth today
  await admin('PATCH', `/orders/${before.id}`, { lines: [{ description: '主轴', quantity: '2', price: dollars('50') }] })
  expect(await owing()).toHaveLength(3)
})

test('rates are read by everybody and kept by administrators', async () => {
  expect((await app.as.salesperson('GET', '/rates')).body.records).toHaveLength(3)
  expect((await app.as.salesperson('POST', '/rates', { currency: 'EUR', value: '8' })).status).toBe(403)
})
