import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../../test/support/app.ts'
import { bare, pagesOf } from '../../../test/support/pdf.ts'
import { grouped } from '../../lib/decimal.ts'
import type { Fact, Sheet } from '../../lib/sheet.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

const line = (description: string, price: string, more: object = {}) => ({
  description,
  unit: 'set',
  quantity: '3',
  price: { amount: price, currency: 'CNY' },
  taxRate: '13',
  ...more,
})
async function make(values: object = {}) {
  const account = (await app.as.salesperson('POST', '/accounts', { name: '武汉瑞力自动化' })).body.id as string
  const { status, body } = await app.as.salesperson('POST', '/quotes', { account, lines: [line('离心泵', '1234.5')], ...values })
  expect([status, body.errors]).toEqual([201, undefined])
  return body
}
const sheet = async (id: string, language = 'zh'): Promise<Sheet> =>
  (await app.as.salesperson('GET', `/quotes/${id}/document?language=${language}`)).body
const page = async (id: string, who: 'salesperson' | 'administrator' = 'salesperson') => {
  const answer = await fetch(`${app.url}/api/v1/quotes/${id}/document.pdf`, { headers: { authorization: `Bearer ${app.keys[who]}` } })
  expect(answer.status).toBe(200)
  return (await pagesOf(new Uint8Array(await answer.arrayBuffer()))).join()
}
const value = (facts: Fact[], label: string) => facts.find((fact) => fact.label === label)?.value

test('a quote’s paper says its lines, discounts and totals as the API has them, tax inside or outside', async () => {
  for (const taxIncluded of [true, false]) {
    const lines = [line('离心泵', '1234.5678', { discount: '5' }), line('安装', '0.01', { quantity: '0.5' }), line('培训', '999999.99')]
    const quote = await make({ taxIncluded, discount: '3.5', lines })
    const said = await sheet(quote.id)
    expect(said.rows.map((row) => row.at(-1))).toEqual(
      quote.lines.map((each: { amount: { amount: string } }) => grouped(each.amount.amount)),
    )
    expect(said.totals.slice(1).map((fact) => fact.value)).toEqual(
      [quote.net, quote.tax, quote.total].map((money: { amount: string }) => `¥${grouped(money.amount)}`),
    )
    expect(value(said.totals, '整单折扣（已计入各行）')).toBe('-3.5%')
    expect(value(said.facts, '价格')).toBe(taxIncluded ? '含税' : '不含税')
    expect(said.rows[0]).toContain('套')
    const printed = bare(await page(quote.id))
    for (const text of [...said.rows.flat(), ...said.totals.map((fact) => fact.value), said.words!.value])
      expect(printed).toContain(bare(text))
  }
})

test('a draft says so on every page, what was sent does not, and a new version names itself', async () => {
  const quote = await make()
  expect(await page(quote.id)).toContain('草稿')
  expect((await app.as.salesperson('POST', `/quotes/${quote.id}/send`, {})).status).toBe(200)
  expect(await page(quote.id)).not.toContain('草稿')
  const { body } = await app.as.salesperson('POST', `/quotes/${quote.id}/revise`, {})
  expect(await sheet(body.quote)).toMatchObject({ number: `${quote.number} 第 2 版`, mark: '草稿' })
  expect((await sheet(quote.id)).mark).toBe('已被新版取代')
})

test('cost and margin stand on nobody’s paper', async () => {
  const product = await app.as.administrator('POST', '/products', {
    name: '离心泵',
    price: { amount: '1000', currency: 'CNY' },
    cost: { amount: '777.77', currency: 'CNY' },
  })
  expect(product.status).toBe(201)
  const account = (await app.as.administrator('POST', '/accounts', { name: '武汉瑞力' })).body.id
  const { body } = await app.as.administrator('POST', '/quotes', { account, lines: [{ product: product.body.id, quantity: '1' }] })
  expect(body.lines[0].cost.amount).toBe('777.77')
  const printed = await page(body.id, 'administrator')
  expect(printed).toContain('1,000.00')
  expect(printed).not.toContain('777.77')
  expect(printed).not.toContain(body.margin.amount)
})

test('the firm’s standard terms stand on a new quote where nobody wrote others', async () => {
  expect((await app.as.administrator('POST', '/firms', { name: '苏州恒力', delivery: '四周', payment: '预付 30%' })).status).toBe(201)
  expect((await sheet((await make()).id)).notes).toMatchObject([{ value: '四周' }, { value: '预付 30%' }])
  expect((await sheet((await make({ payment: '货到付款' })).id)).notes).toEqual([{ label: '付款', value: '货到付款' }])
})
