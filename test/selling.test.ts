/** From an offer to money, over the API: what a salesperson and his boss do, to the cent. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from './support/app.ts'

let app: App
let account: string
beforeAll(async () => {
  app = await startApp()
  account = (await send('POST', '/accounts', { name: '苏州固特机械有限公司' })).body.id
})
afterAll(() => app.stop())

const send = (method: string, path: string, body?: unknown) => app.as.salesperson(method, path, body)
const yuan = (amount: string) => ({ amount, currency: 'CNY' })
const lines = [
  { description: '数控车床', quantity: '2', price: '45000', discount: '5' },
  { description: '夹具', quantity: '3', price: '333.333' },
  { description: '培训', quantity: '1.5', price: '999.99', taxRate: '6' },
]
async function newQuote(more: object = {}) {
  const { status, body } = await send('POST', '/quotes', { account, lines, ...more })
  expect(body).toMatchObject({ number: expect.any(String) })
  expect(status).toBe(201)
  return body
}

test('a quote adds up, tax inside or outside, with a discount for the whole', async () => {
  const inside = await newQuote()
  expect(inside.lines.map((line: { amount: object; tax: object }) => [line.amount, line.tax])).toEqual([
    [yuan('85500.00'), yuan('9836.28')],
    [yuan('1000.00'), yuan('115.04')],
    [yuan('1499.99'), yuan('84.91')],
  ])
  expect(inside).toMatchObject({ net: yuan('77963.76'), tax: yuan('10036.23'), total: yuan('87999.99'), status: 'draft', revision: '1' })
  const outside = await send('PATCH', `/quotes/${inside.id}`, { taxIncluded: false, discount: '10' })
  expect(outside.body).toMatchObject({ net: yuan('79199.99'), tax: yuan('10201.50'), total: yuan('89401.49') })
})

test('an amount beyond what can be kept is refused at its line, and a payment of nothing too', async () => {
  const huge = '999999999999'
  const { status, body } = await send('POST', '/quotes', {
    account,
    lines: [lines[0], { description: '天价', quantity: huge, price: huge }],
  })
  expect([status, body.errors[0]]).toMatchObject([422, { field: 'lines.1.amount', code: 'too-big' }])
  expect((await send('POST', '/payments', { account, amount: '0' })).body.errors).toMatchObject([{ field: 'amount', code: 'too-small' }])
})

test('a product fills its line; who may not know the cost learns neither it nor the margin', async () => {
  const { body: product } = await app.as.administrator('POST', '/products', {
    name: '主轴',
    code: 'ZZ-1',
    price: '1130',
    cost: '600',
    unit: 'piece',
  })
  const quote = await newQuote({ lines: [{ product: product.id, quantity: 2 }] })
  expect(quote.lines[0]).toMatchObject({ description: '主轴', price: yuan('1130.00'), amount: yuan('2260.00') })
  expect(JSON.stringify(quote)).not.toMatch(/cost|margin/)
  const boss = await app.as.administrator('GET', `/quotes/${quote.id}`)
  expect(boss.body).toMatchObject({ margin: yuan('800.00'), lines: [{ cost: yuan('600.00') }] })
})

test('a cell that was emptied stays empty, one that may not be takes what the product says', async () => {
  const { body: product } = await app.as.administrator('POST', '/products', {
    name: '丝杠',
    code: 'SG-1',
    specification: '3210',
    price: '226',
    unit: 'piece',
  })
  const line = { product: product.id, quantity: 1, specification: null, price: null }
  const quote = await newQuote({ lines: [line, { product: product.id, quantity: 1 }] })
  expect(quote.lines).toMatchObject([
    { description: '丝杠', specification: null, price: yuan('226.00') },
    { specification: '3210', price: yuan('226.00') },
  ])
})

test('what was sent stays as it was; revised, it is a draft with the same number', async () => {
  const quote = await newQuote({ validUntil: '2099-01-01' })
  expect((await send('POST', `/quotes/${quote.id}/send`, {})).status).toBe(200)
  const locked = await send('PATCH', `/quotes/${quote.id}`, { discount: '3', lines: [] })
  expect(locked.status).toBe(422)
  expect(locked.body.errors.map((each: { field: string; code: string }) => [each.field, each.code])).toEqual([
    ['lines', 'locked'],
    ['discount', 'locked'],
  ])
  expect((await send('PATCH', `/quotes/${quote.id}`, { note: '电话说好了' })).status).toBe(200)
  expect((await send('DELETE', `/quotes/${quote.id}`)).body.code).toBe('locked')
  const { body: revised } = await send('POST', `/quotes/${quote.id}/revise`, {})
  const fresh = (await send('GET', `/quotes/${revised.quote}`)).body
  expect(fresh).toMatchObject({ number: quote.number, revision: '2', status: 'draft', total: quote.total })
  expect(fresh.lines).toHaveLength(3)
  expect((await send('GET', `/quotes/${quote.id}`)).body.status).toBe('superseded')
})

test('a quote past its day has expired, as of now, and cannot be accepted', async () => {
  const quote = await newQuote({ validUntil: '2020-01-01' })
  await send('POST', `/quotes/${quote.id}/send`, {})
  const { body } = await send('GET', `/quotes/${quote.id}`)
  expect(body).toMatchObject({ status: 'expired', can: { accept: 'expired', revise: true } })
  expect((await send('POST', `/quotes/${quote.id}/accept`, {})).body.code).toBe('not-now')
  const filter = (value: string) => encodeURIComponent(JSON.stringify({ field: 'status', op: 'eq', value }))
  const ids = async (value: string) =>
    (await send('GET', `/quotes?filter=${filter(value)}`)).body.records.map((record: { id: string }) => record.id)
  expect(await ids('expired')).toContain(quote.id)
  expect(await ids('sent')).not.toContain(quote.id)
})

async function accepted(more: object = {}) {
  const quote = await newQuote({ validUntil: '2099-01-01', ...more })
  await send('POST', `/quotes/${quote.id}/send`, {})
  expect((await send('POST', `/quotes/${quote.id}/accept`, {})).status).toBe(200)
  return quote
}

test('an accepted quote becomes orders in parts until nothing is open', async () => {
  const quote = await accepted()
  const [first] = quote.lines
  const part = await send('POST', `/quotes/${quote.id}/toOrder`, { lines: [{ line: first.id, quantity: '1' }] })
  expect(part.status).toBe(200)
  const order = (await send('GET', `/orders/${part.body.order}`)).body
  expect(order).toMatchObject({ total: yuan('42750.00'), unpaid: yuan('42750.00'), status: 'draft', quote: { id: quote.id } })
  const over = await send('POST', `/quotes/${quote.id}/toOrder`, { lines: [{ line: first.id, quantity: '1.000001' }] })
  expect(over.body.errors).toMatchObject([{ field: 'lines.0.quantity', code: 'too-big' }])
  const rest = await send('POST', `/quotes/${quote.id}/toOrder`, {})
  expect((await send('GET', `/orders/${rest.body.order}`)).body.lines.map((line: { quantity: string }) => line.quantity)).toEqual([
    '1',
    '3',
    '1.5',
  ])
  expect((await send('GET', `/quotes/${quote.id}`)).body.can.toOrder).toBe('nothing-open')
  expect((await send('POST', `/orders/${part.body.order}/cancel`, {})).status).toBe(200)
  expect((await send('GET', `/quotes/${quote.id}`)).body).toMatchObject({ openLines: '1', can: { toOrder: true } })
})

async function confirmed(more: object = {}) {
  const quote = await accepted()
  const { order } = (await send('POST', `/quotes/${quote.id}/toOrder`, {})).body
  expect((await send('POST', `/orders/${order}/confirm`, more)).status).toBe(200)
  return order as string
}
const orderOf = async (id: string) => (await send('GET', `/orders/${id}`)).body

test('money is allocated over orders, never more than there is or is owed, and a void payment leaves them unpaid', async () => {
  const [one, two] = [await confirmed({ dueOn: '2020-01-01' }), await confirmed()]
  expect(await orderOf(one)).toMatchObject({ overdue: true, unpaid: yuan('87999.99') })
  const pay = (allocations: object[], amount = '100000') => send('POST', '/payments', { account, amount, allocations })
  const paid = await pay([
    { order: one, amount: '87999.99' },
    { order: two, amount: '2000.01' },
  ])
  expect(paid.body).toMatchObject({ allocated: yuan('90000.00'), unallocated: yuan('10000.00') })
  expect(await orderOf(one)).toMatchObject({
    paid: yuan('87999.99'),
    unpaid: yuan('0.00'),
    overdue: false,
    can: { cancel: 'has-payments' },
  })
  expect(await orderOf(two)).toMatchObject({ unpaid: yuan('85999.98') })
  expect((await pay([{ order: one, amount: '0.01' }])).body.errors).toMatchObject([{ code: 'at-most' }])
  expect((await pay([{ order: two, amount: '11' }], '10')).body.errors).toMatchObject([{ code: 'at-most' }])
  expect((await pay([{ order: two, amount: { amount: '11', currency: 'USD' } }])).body.errors).toMatchObject([
    { field: 'allocations.0.amount', code: 'other-currency' },
  ])
  expect((await send('PATCH', `/payments/${paid.body.id}`, { amount: '5' })).body.errors).toMatchObject([
    { field: 'amount', code: 'locked' },
  ])
  const undone = await send('POST', `/changesets/${paid.body.changeset}/undo`, {})
  expect(undone.body.refused).toMatchObject([{ code: 'locked' }])
  expect((await send('POST', `/payments/${paid.body.id}/void`, {})).status).toBe(200)
  expect(await orderOf(one)).toMatchObject({ unpaid: yuan('87999.99'), overdue: true, can: { cancel: true } })
})

test('a prepayment is allocated later', async () => {
  const order = await confirmed()
  const { body: payment } = await send('POST', '/payments', { account, amount: '500' })
  expect(payment).toMatchObject({ unallocated: yuan('500.00') })
  const later = await send('PATCH', `/payments/${payment.id}`, { allocations: [{ order, amount: '500' }] })
  expect(later.body).toMatchObject({ unallocated: yuan('0.00') })
  expect(await orderOf(order)).toMatchObject({ paid: yuan('500.00') })
})

test('lines have no road of their own', async () => {
  const quote = await newQuote()
  const [line] = quote.lines
  expect((await send('PATCH', `/quote-lines/${line.id}`, { price: '1' })).body.code).toBe('of-document')
  expect((await send('DELETE', `/quote-lines/${line.id}`)).body.code).toBe('of-document')
  expect((await send('GET', `/quote-lines/${line.id}`)).body).toMatchObject({ description: '数控车床', can: {} })
})

test('two who change the lines of one draft do not overwrite each other', async () => {
  const quote = await newQuote()
  const change = (quantity: string) =>
    send('PATCH', `/quotes/${quote.id}`, { version: quote.version, lines: [{ ...pick(quote.lines[0]), quantity }] })
  expect((await change('7')).status).toBe(200)
  const second = await change('8')
  expect(second.status).toBe(409)
  expect(second.body.current.lines).toMatchObject([{ quantity: '7' }])
})
const pick = ({ id, description, price }: { id: string; description: string; price: object }) => ({ id, description, price })
