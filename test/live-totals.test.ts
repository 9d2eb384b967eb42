/** What stands on the screen while a document is typed is what the server keeps, to the cent: 2,000 random quotes, sent over HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { counted } from '../src/fields/derived/web.ts'
import type { FieldShape, ObjectShape, SchemaAnswer } from '../src/lib/wire.ts'
import { countedLines, withTotals } from '../src/web/lines/counting.ts'
import { type App, startApp } from './support/app.ts'
import { chanceOf } from '../src/lib/random.ts'

let app: App
let account: string
const schemas = new Map<string, SchemaAnswer>()
beforeAll(async () => {
  app = await startApp()
  account = (await app.as.administrator('POST', '/accounts', { name: '苏州固特机械有限公司', owner: app.users.salesperson })).body.id
  for (const who of ['administrator', 'salesperson'] as const) schemas.set(who, (await app.as[who]('GET', '/schema')).body)
})
afterAll(() => app.stop())

const object = (who: string, name: string): ObjectShape => schemas.get(who)!.objects.find((one) => one.name === name)!
const field = (who: string, of: string, name: string): FieldShape | undefined => object(who, of).fields.find((one) => one.name === name)

type Random = () => number
const seeded = (seed: number): Random => chanceOf(seed).next
const pick = <T>(random: Random, among: T[]): T => among[Math.floor(random() * among.length)]!
const decimal = (random: Random, most: number, digits: number) => (random() * most).toFixed(Math.floor(random() * (digits + 1)))

function lineOf(random: Random) {
  return {
    description: '件',
    quantity: pick(random, [decimal(random, 20, 6), '1', '0', '0.000001', '0.5', '1000000']),
    price: { amount: pick(random, [decimal(random, 5000, 6), '0', '0.01', '0.005', '333.333333', '99999.99']), currency: 'CNY' },
    discount: pick(random, [null, null, '0', '100', '50', '33.3333', decimal(random, 100, 4)]),
    taxRate: pick(random, [null, '0', '13', '13', '6', '9', '1', '3', '100', '16.5']),
  }
}
function quoteOf(random: Random) {
  return {
    account,
    taxIncluded: random() < 0.5,
    discount: pick(random, [null, '0', '100', '10', '3.5', '0.0001', decimal(random, 100, 4)]),
    lines: Array.from({ length: Math.floor(random() * 7) }, () => lineOf(random)),
  }
}
type Quote = ReturnType<typeof quoteOf>
const totals = ['net', 'tax', 'total', 'margin']
const shown = (quote: Quote, who = 'administrator') => {
  const lines = field(who, 'quote', 'lines')!
  const shape = { field: lines, child: object(who, 'quoteLine'), columns: [], carries: lines.options.carries as Record<string, string> }
  return withTotals(object(who, 'quote'), quote, shape, countedLines(shape, quote, quote.lines))
}
const only = (record: Record<string, unknown>) => Object.fromEntries(totals.map((name) => [name, record[name] ?? null]))

/** The same rules in binary fractions, as a careless hand would write them. */
function floated({ lines, taxIncluded, discount }: Quote) {
  const round = (n: number) => Math.round(n * 100) / 100
  let [net, tax] = [0, 0]
  for (const line of lines) {
    const rate = Number(line.taxRate ?? 0)
    const amount = round(
      Number(line.quantity) * Number(line.price.amount) * (1 - Number(line.discount ?? 0) / 100) * (1 - Number(discount ?? 0) / 100),
    )
    const ofTax = taxIncluded ? round((amount * rate) / (100 + rate)) : round((amount * rate) / 100)
    net += taxIncluded ? amount - ofTax : amount
    tax += ofTax
  }
  return (net + tax).toFixed(2)
}

test('live totals are the server’s, to the cent, for 2,000 random documents; binary fractions are not', async () => {
  const random = seeded(20_261_122)
  const quotes = Array.from({ length: 2000 }, () => quoteOf(random))
  let wrongByFloat = 0
  for (let from = 0; from < quotes.length; from += 250) {
    const some = quotes.slice(from, from + 250)
    const { status, body } = await app.as.administrator('POST', '/quotes/batch', { create: some })
    expect([status, body.errors]).toEqual([200, undefined])
    const kept = new Map<string, Record<string, unknown>>()
    for (const { id } of body.records as { id: string }[]) kept.set(id, (await app.as.administrator('GET', `/quotes/${id}`)).body)
    some.forEach((quote, i) => {
      const record = kept.get(body.records[i].id)!
      expect(only(shown(quote)), JSON.stringify(quote)).toEqual(only(record))
      if (quote.lines.length && floated(quote) !== (record.total as { amount: string }).amount) wrongByFloat++
    })
  }
  expect(wrongByFloat).toBeGreaterThan(0)
}, 300_000)

test('the screen keeps counting as a document is changed', async () => {
  const random = seeded(7)
  for (let i = 0; i < 20; i++) {
    const [first, second] = [quoteOf(random), quoteOf(random)]
    const { id } = (await app.as.salesperson('POST', '/quotes', first)).body as { id: string }
    const { body } = await app.as.salesperson('PATCH', `/quotes/${id}`, { ...second })
    expect(only({ ...shown(second, 'salesperson'), margin: null })).toEqual(only({ ...body, margin: null }))
  }
})

test('whoever may not see the cost is told no expression that names it, nor the margin', () => {
  expect(field('administrator', 'quoteLine', 'margin')?.live).toBeDefined()
  expect(field('salesperson', 'quoteLine', 'margin')).toBeUndefined()
  expect(field('salesperson', 'quoteLine', 'amount')?.live).toBeDefined()
  const told = JSON.stringify([object('salesperson', 'quote'), object('salesperson', 'quoteLine'), object('salesperson', 'product')])
  expect(told).not.toMatch(/cost|margin/)
  expect(JSON.stringify(object('administrator', 'quoteLine'))).toMatch(/cost/)
})

test('amounts of two currencies are left to the server, who knows the rates', () => {
  const yuan = { amount: '1', currency: 'CNY' }
  const dollar = { amount: '1', currency: 'USD' }
  const shape = { fields: [field('administrator', 'quote', 'net')!] }
  expect(counted(shape, {}, () => [{ net: yuan }, { net: dollar }])).toEqual({ net: null })
  expect(counted(shape, {}, () => [{ net: yuan }, { net: yuan }])).toEqual({ net: { amount: '2.00', currency: 'CNY' } })
})
