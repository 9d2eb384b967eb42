/** A customer's timeline tells what was made for him and what became of it, to whoever may read that. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TimelineEntry } from '../src/lib/wire.ts'
import { type App, type Who, startApp } from './support/app.ts'

let app: App
let account: string
beforeAll(async () => {
  app = await startApp()
  account = (await make('salesperson', '/accounts', { name: '宁波宏诚自动化' })).id
})
afterAll(() => app.stop())

async function make(who: Who, path: string, body: object) {
  const answer = await app.as[who]('POST', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}
async function told(who: Who, of: string, query = 'limit=200'): Promise<TimelineEntry[]> {
  const { status, body } = await app.as[who]('GET', `/${of}/timeline?${query}`)
  expect(status).toBe(200)
  return body.records
}
const related = (entries: TimelineEntry[]) => entries.filter((entry) => entry.kind === 'related').toReversed()
const sentence = ({ about, deed, changes }: TimelineEntry) =>
  [about!.object, about!.title, deed, changes?.[0]?.before, changes?.[0]?.after].map((word) => word ?? '—').join(' ')

test('deals, quotes, orders and payments stand in the customer’s timeline with their states', async () => {
  const deal = await make('salesperson', '/opportunities', { name: '卧加两台', account, amount: '20000' })
  expect((await app.as.salesperson('PATCH', `/opportunities/${deal.id}`, { stage: 'propose' })).status).toBe(200)
  const lines = [{ description: '车床', quantity: '2', price: '500' }]
  const quote = await make('salesperson', '/quotes', { opportunity: deal.id, lines })
  await make('salesperson', `/quotes/${quote.id}/send`, {})
  await make('salesperson', `/quotes/${quote.id}/accept`, {})
  const { order } = await make('salesperson', `/quotes/${quote.id}/toOrder`, {})
  await make('salesperson', `/orders/${order}/confirm`, {})
  const payment = await make('salesperson', '/payments', { account, amount: '300', allocations: [{ order, amount: '300' }] })
  await make('salesperson', `/payments/${payment.id}/void`, {})
  const number = (await app.as.salesperson('GET', `/orders/${order}`)).body.number
  const entries = related(await told('salesperson', `accounts/${account}`))
  expect(entries.map(sentence)).toEqual([
    'opportunity 卧加两台 opportunity.create — qualify',
    'opportunity 卧加两台 opportunity.update qualify propose',
    `quote ${quote.number} quote.create — draft`,
    `quote ${quote.number} quote.send draft sent`,
    `quote ${quote.number} quote.accept sent accepted`,
    `order ${number} quote.toOrder — draft`,
    `order ${number} order.confirm draft confirmed`,
    `payment ${payment.number} payment.create — recorded`,
    `payment ${payment.number} payment.void recorded void`,
  ])
  expect(entries.at(-1)!.about!.facts).toEqual({ amount: { amount: '300.00', currency: 'CNY' } })
  expect(entries.every((entry) => entry.by?.title === '李涛' && entry.changeset)).toBe(true)
  // The deal tells of its own quote and order.
  expect(related(await told('salesperson', `opportunities/${deal.id}`)).map(({ about }) => about!.object)).toEqual(
    ['quote', 'quote', 'quote', 'order', 'order'], // prettier-ignore
  )
})

test('what he may not read is not told', async () => {
  const own = await make('administrator', '/accounts', { name: '苏州固特', owner: app.users.salesperson })
  const deal = await make('administrator', '/opportunities', { name: '别人的商机', account: own.id, owner: app.users.other })
  expect(related(await told('administrator', `accounts/${own.id}`)).map(({ about }) => about!.id)).toEqual([deal.id])
  expect(related(await told('salesperson', `accounts/${own.id}`))).toEqual([])
})

test('nobody misses one or reads one twice, page by page', async () => {
  const whole = (await told('salesperson', `accounts/${account}`)).map((entry) => `${entry.at} ${entry.deed} ${entry.about?.id ?? ''}`)
  const paged: string[] = []
  for (let cursor = ''; ;) {
    const { body } = await app.as.salesperson('GET', `/accounts/${account}/timeline?limit=3${cursor}`)
    paged.push(...(body.records as TimelineEntry[]).map((entry) => `${entry.at} ${entry.deed} ${entry.about?.id ?? ''}`))
    if (!body.next) break
    cursor = `&cursor=${encodeURIComponent(body.next)}`
  }
  expect(paged).toEqual(whole)
  expect(whole.length).toBeGreaterThan(9)
})
