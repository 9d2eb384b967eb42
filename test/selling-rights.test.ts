/** Documents and money against somebody who is curious: what he refers to, what he writes, which states he reaches, and by which road. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordJson } from '../src/lib/wire.ts'
import { type App, type Who, startApp } from './support/app.ts'
import { importTable, upload } from './support/imports.ts'
import { fingerprints } from './support/rows.ts'

let app: App
let mine: RecordJson
let his: Record<'account' | 'deal' | 'quote' | 'order' | 'payment', RecordJson>
beforeAll(async () => {
  app = await startApp()
  await make('administrator', '/rates', { currency: 'USD', value: '7', since: '2020-01-01' })
  mine = await make('salesperson', '/accounts', { name: '我的客户' })
  const account = await make('other', '/accounts', { name: '别人的客户' })
  const deal = await make('other', '/opportunities', { name: '别人的商机', account: account.id })
  const lines = [{ description: '车床', quantity: '2', price: { amount: '777', currency: 'USD' } }]
  his = {
    account,
    deal,
    quote: await make('other', '/quotes', { account: account.id, lines }),
    order: await make('other', '/orders', { account: account.id, lines }),
    payment: await make('other', '/payments', { account: account.id, amount: '5' }),
  }
})
afterAll(() => app.stop())

const sales = (method: string, path: string, body?: unknown) => app.as.salesperson(method, path, body)
const tables = ['account', 'opportunity', 'quote', 'quote_line', 'order', 'order_line', 'payment', 'allocation', 'activity'].map(
  (name) => `o_${name}`,
)
const nobody = '01900000-0000-7000-8000-000000000000'
async function make(who: Who, path: string, body: object): Promise<RecordJson & { changeset: string }> {
  const answer = await app.as[who]('POST', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const line = (more: object = {}) => ({ description: '车床', quantity: '2', price: '45000', ...more })
const refusals = ({ body }: { body: { errors?: { field: string; code: string }[]; code?: string } }) =>
  body.errors?.map(({ field, code }) => `${field} ${code}`) ?? [body.code]

/** Each names a record: one of another's, and one that nobody has. */
const naming: [string, keyof typeof his, (id: string) => [string, string, unknown?]][] = [
  ['an order for his customer', 'account', (id) => ['POST', '/orders', { account: id }]],
  ['a payment of his customer', 'account', (id) => ['POST', '/payments', { account: id, amount: '1' }]],
  ['a quote for his deal', 'deal', (id) => ['POST', '/quotes', { opportunity: id }]],
  ['an order for his deal', 'deal', (id) => ['POST', '/orders', { opportunity: id, account: mine.id }]],
  ['a follow-up on his deal', 'deal', (id) => ['POST', '/activities', { opportunity: id, text: 'x' }]],
  [
    'money for his order, which is of another currency',
    'order',
    (id) => ['POST', '/payments', { account: mine.id, amount: '9', allocations: [{ order: id, amount: '1' }] }],
  ],
  ['an order that says it is of his quote', 'quote', (id) => ['POST', '/orders', { account: mine.id, quote: id }]],
  ['an order made of his quote', 'quote', (id) => ['POST', `/quotes/${id}/toOrder`, {}]],
  ['what its dialog would say', 'quote', (id) => ['GET', `/quotes/${id}/toOrder`]],
  ['his quote on paper', 'quote', (id) => ['GET', `/quotes/${id}/document`]],
  ['his quote sent', 'quote', (id) => ['POST', `/quotes/${id}/send`, {}]],
  ['his order confirmed in a batch', 'order', (id) => ['POST', '/orders/batch', { update: [{ id, note: 'x' }] }]],
  ['his payment voided', 'payment', (id) => ['POST', `/payments/${id}/void`, {}]],
  ['his payment taken over', 'payment', (id) => ['POST', `/payments/${id}/assign`, { owner: app.users.salesperson }]],
  ['his order put off', 'order', (id) => ['POST', '/day/snooze', { object: 'orders', id, until: '2099-01-01' }]],
]

test.each(naming)('%s is refused as one that is not there, in the same words, and nothing has changed', async (_, kind, request) => {
  const before = await fingerprints(app, [...tables, 'snooze'])
  const [answer, nothing] = [await sales(...request(his[kind].id)), await sales(...request(nobody))]
  expect(answer.status).toBeGreaterThanOrEqual(404)
  expect([answer.status, answer.body]).toEqual([nothing.status, nothing.body])
  expect(await fingerprints(app, [...tables, 'snooze'])).toEqual(before)
})

test('whoever may read them gets further, so the test above sees', async () => {
  const differing: string[] = []
  for (const [name, kind, request] of naming) {
    const [, path] = request(nobody)
    if (path.endsWith('/void') || path.endsWith('/assign')) continue
    const [answer, nothing] = [await app.as.administrator(...request(his[kind].id)), await app.as.administrator(...request(nobody))]
    if (JSON.stringify(answer.body) !== JSON.stringify(nothing.body)) differing.push(name)
  }
  // The quote of an order is nobody's to write.
  expect(differing).toHaveLength(naming.length - 3)
})

test('whose limit it is, and what it comes to, is told to who may read it; the others learn that it is too much', async () => {
  const account = await make('salesperson', '/accounts', { name: '换手的客户' })
  const order = await make('salesperson', '/orders', { account: account.id, lines: [line({ price: '400' })] })
  const paid = await make('salesperson', '/payments', {
    account: account.id,
    amount: '5000',
    allocations: [{ order: order.id, amount: '1' }],
  })
  const [given] = paid.allocations as RecordJson[]
  const tooMuch = () => sales('PATCH', `/payments/${paid.id}`, { allocations: [{ id: given!.id, amount: '4000' }] })
  expect((await tooMuch()).body.errors).toMatchObject([
    { code: 'at-most', message: `「${String(order.number)}」的已收（4,000.00）不能超过应收（800.00）` },
  ])
  for (const [path, id] of [
    ['accounts', account.id],
    ['orders', order.id],
  ])
    expect((await app.as.administrator('POST', `/${path}/${id}/assign`, { owner: app.users.other })).status).toBe(200)
  expect((await sales('GET', `/orders/${order.id}`)).status).toBe(404)
  const refused = await tooMuch()
  expect([refused.status, refused.body.errors]).toEqual([422, [{ field: '', code: 'over-limit', message: '超出了还可用的数额' }]])
})

/** Values that are the house's: what each says when a person writes it. */
const notHis: [string, unknown, string][] = [
  ['cost', '1', 'unknown-field'],
  ['margin', '1', 'unknown-field'],
  ['version', 9, 'unknown-field'],
  ['createdBy', nobody, 'unknown-field'],
  ['taxIncluded', false, 'read-only'],
  ['wholeDiscount', '50', 'read-only'],
  ['place', '7', 'read-only'],
  ['quote', nobody, 'read-only'],
  ['amount', '1', 'read-only'],
  ['total', '1', 'read-only'],
  ['ordered', '0', 'read-only'],
  ['open', '9', 'read-only'],
  ['quantity', '-1', 'too-small'],
  ['quantity', 'NaN', 'not-number'],
  ['quantity', '1e30', 'not-number'],
  ['quantity', '99999999999999999999', 'too-big'],
  ['price', '-0.01', 'too-small'],
  ['price', 'Infinity', 'not-number'],
  ['discount', '101', 'too-big'],
  ['discount', '-1', 'too-small'],
  ['taxRate', '101', 'too-big'],
]

test('of a line a person writes what is his to write, and no number that is none', async () => {
  const quote = await make('salesperson', '/quotes', { account: mine.id, lines: [line()] })
  const [first] = quote.lines as RecordJson[]
  const before = await fingerprints(app, tables)
  for (const [field, value, code] of notHis) {
    expect(refusals(await sales('PATCH', `/quotes/${quote.id}`, { lines: [{ id: first!.id, [field]: value }] }))).toEqual([
      `lines.0.${field} ${code}`,
    ])
    expect(refusals(await sales('POST', '/quotes', { account: mine.id, lines: [line({ [field]: value })] }))).toEqual([
      `lines.0.${field} ${code}`,
    ])
  }
  for (const [field, value] of [
    ['status', 'confirmed'],
    ['quoteLine', first!.id],
  ])
    expect(refusals(await sales('POST', '/orders', { account: mine.id, lines: [line({ [field!]: value })] }))).toEqual([
      `lines.0.${field} read-only`,
    ])
  for (const [field, code] of [
    ['status', 'read-only'],
    ['received', 'read-only'],
    ['payable', 'read-only'],
  ])
    expect(refusals(await sales('POST', '/payments', { account: mine.id, amount: '1', allocations: [{ [field!]: '1' }] }))).toContain(
      `allocations.0.${field} ${code}`,
    )
  expect(refusals(await sales('PATCH', `/quotes/${quote.id}`, { lines: Array.from({ length: 501 }, () => line()) }))).toEqual([
    'lines too-many-values',
  ])
  expect(await fingerprints(app, tables)).toEqual(before)
})

test('the id of a line of another document makes a line, and leaves the other as it was; one id twice is one line and a new one', async () => {
  const [one, two] = [
    await make('salesperson', '/quotes', { account: mine.id, lines: [line()] }),
    await make('salesperson', '/quotes', { account: mine.id, lines: [line()] }),
  ]
  const idOf = (quote: RecordJson) => (quote.lines as RecordJson[])[0]!.id
  for (const foreign of [idOf(two), idOf(his.quote), nobody, 'no id']) {
    const { status, body } = await sales('PATCH', `/quotes/${one.id}`, { lines: [line({ id: foreign })] })
    expect([status, body.lines.length]).toEqual([200, 1])
    expect(body.lines[0].id).not.toBe(foreign)
  }
  expect((await sales('GET', `/quotes/${two.id}`)).body).toEqual(expect.objectContaining({ version: 1, lines: two.lines }))
  expect((await app.as.other('GET', `/quotes/${his.quote.id}`)).body).toMatchObject({
    lines: [{ id: idOf(his.quote), price: { amount: '777.00' } }],
  })
  const twice = await sales('PATCH', `/quotes/${two.id}`, {
    lines: [line({ id: idOf(two), quantity: '3' }), line({ id: idOf(two), quantity: '4' })],
  })
  expect(twice.body.lines).toMatchObject([{ id: idOf(two), quantity: '3' }, { quantity: '4' }])
  expect(twice.body.lines[1].id).not.toBe(idOf(two))
})

test('a closing state, a number and a revision are nobody’s to write', async () => {
  const before = await fingerprints(app, tables)
  for (const [path, values, code] of [
    ['quotes', { status: 'sent' }, 'status closing-deed'],
    ['quotes', { status: 'accepted' }, 'status closing-deed'],
    ['quotes', { status: 'expired' }, 'status closing-deed'],
    ['quotes', { number: 'QT-1' }, 'number read-only'],
    ['quotes', { revision: '7' }, 'revision read-only'],
    ['orders', { status: 'confirmed' }, 'status closing-deed'],
    ['orders', { status: 'cancelled' }, 'status closing-deed'],
    ['orders', { paid: '1' }, 'paid read-only'],
    ['orders', { payable: '0' }, 'payable read-only'],
    ['payments', { amount: '1', status: 'void' }, 'status closing-deed'],
    ['payments', { amount: '-1' }, 'amount too-small'],
    ['payments', { amount: 'NaN' }, 'amount not-number'],
  ] as const) {
    expect(refusals(await sales('POST', `/${path}`, { account: mine.id, ...values }))).toContain(code)
    expect(refusals(await sales('POST', `/${path}/batch`, { create: [{ account: mine.id, ...values }] }))).toContain(`create.0.${code}`)
  }
  expect(await fingerprints(app, tables)).toEqual(before)
})

test('what is locked stays, whichever road is taken; what is open in it does not', async () => {
  const quote = await make('salesperson', '/quotes', { account: mine.id, lines: [line()] })
  const changed = await sales('PATCH', `/quotes/${quote.id}`, { lines: [line({ price: '9' })], discount: '5' })
  expect((await sales('POST', `/quotes/${quote.id}/send`, {})).status).toBe(200)
  // The copy of what was sent comes after the deed.
  await expect.poll(async () => (await sales('GET', `/quotes/${quote.id}`)).body.sentPapers?.length, { timeout: 20_000 }).toBe(1)
  const before = await fingerprints(app, tables)
  for (const values of [{ discount: '1' }, { lines: [] }, { taxIncluded: false }, { terms: 'x' }, { status: 'draft' }]) {
    const [field] = Object.keys(values)
    expect(refusals(await sales('PATCH', `/quotes/${quote.id}`, values))).toContain(`${field} locked`)
    expect(refusals(await sales('POST', '/quotes/batch', { update: [{ id: quote.id, ...values }] }))).toContain(`update.0.${field} locked`)
  }
  expect(refusals(await sales('DELETE', `/quotes/${quote.id}`))).toEqual(['locked'])
  expect(refusals(await sales('POST', '/quotes/batch', { remove: [quote.id] }))).toEqual(['locked'])
  const undone = async (changeset: string) => (await sales('POST', `/changesets/${changeset}/undo`, {})).body
  expect(await undone(changed.body.changeset)).toMatchObject({ reverted: 0, refused: [{ code: 'locked' }] })
  expect(await undone(quote.changeset)).toMatchObject({ reverted: 0 })
  const after = await fingerprints(app, tables)
  for (const name of tables) expect([name, after[name]]).toEqual([name, before[name]])
  expect((await sales('PATCH', `/quotes/${quote.id}`, { note: '可以' })).status).toBe(200)
})

test('a file changes no state that a deed changes, and nothing that is locked', async () => {
  const order = await make('salesperson', '/orders', { account: mine.id, customerNumber: 'PO-7', lines: [line()] })
  const tell = async (status: string, discount: string) => {
    const rows = [
      ['客户合同号', '状态', '整单折扣 %'],
      ['PO-7', status, discount],
    ]
    const done = await importTable(app, 'salesperson', 'orders', rows, { mode: 'update', key: ['customerNumber'] })
    const { body } = await sales('GET', `/imports/${done.id}/problems`)
    return [done.updated, ...(body.records as { field: string; code: string }[]).map(({ field, code }) => `${field} ${code}`)]
  }
  expect(await tell('已确认', '5')).toEqual([0, 'status closing-deed'])
  expect((await sales('GET', `/orders/${order.id}`)).body).toMatchObject({ status: 'draft', discount: null, version: 1 })
  expect(await tell('草稿', '5')).toEqual([1])
  expect((await sales('POST', `/orders/${order.id}/confirm`, {})).status).toBe(200)
  expect(await tell('已确认', '7')).toEqual([0, 'discount locked'])
  expect((await tell('草稿', '5'))[0]).toBe(0)
  expect((await sales('GET', `/orders/${order.id}`)).body).toMatchObject({ status: 'confirmed', discount: '5' })
})

test('a file is not matched by a field that its reader does not know of', async () => {
  const id = await upload(app.url, app.keys.salesperson, 'products', '产品名称\n泵\n')
  const key = async (name: string) => {
    const { status, body } = await sales('PATCH', `/imports/${id}`, { mode: 'update', key: [name] })
    return [status, body.errors]
  }
  expect(await key('cost')).toEqual(await key('nonsense'))
  expect((await key('cost'))[0]).toBe(422)
  expect((await key('code'))[0]).toBe(200)
})

test('whoever owns a quote goes on with it when its customer is given to somebody else; by his own word he names that customer no more', async () => {
  const account = await make('salesperson', '/accounts', { name: '交接的客户' })
  const quote = await make('salesperson', '/quotes', { account: account.id, lines: [line()] })
  expect((await sales('POST', `/quotes/${quote.id}/send`, {})).status).toBe(200)
  const given = { owner: app.users.other }
  expect((await app.as.administrator('POST', `/accounts/${account.id}/assign`, given)).status).toBe(200)
  expect((await sales('GET', `/accounts/${account.id}`)).status).toBe(404)
  const revised = await sales('POST', `/quotes/${quote.id}/revise`, {})
  expect(revised.status, JSON.stringify(revised.body)).toBe(200)
  for (const deed of ['send', 'accept']) expect((await sales('POST', `/quotes/${revised.body.quote}/${deed}`, {})).status).toBe(200)
  const made = await sales('POST', `/quotes/${revised.body.quote}/toOrder`, {})
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  const order = (await app.as.administrator('GET', `/orders/${made.body.order}`)).body
  expect([order.account.id, order.owner.id]).toEqual([account.id, app.users.salesperson])
  expect(refusals(await sales('POST', '/quotes', { account: account.id, lines: [line()] }))).toEqual(['account no-such-record'])
})

test('what of a payment is for another customer’s order says whose it is', async () => {
  const [payer, group] = [
    await make('salesperson', '/accounts', { name: '付款公司' }),
    await make('salesperson', '/accounts', { name: '集团' }),
  ]
  const orders = await Promise.all([payer, group].map(({ id }) => make('salesperson', '/orders', { account: id, lines: [line()] })))
  for (const { id } of orders) expect((await sales('POST', `/orders/${id}/confirm`, {})).status).toBe(200)
  const allocations = orders.map(({ id }) => ({ order: id, amount: '10' }))
  const payment = await make('salesperson', '/payments', { account: payer.id, amount: '20', allocations })
  const shown = payment.allocations as { account: { id: string } }[]
  expect(shown.map((each) => each.account.id)).toEqual([payer.id, group.id])
})
