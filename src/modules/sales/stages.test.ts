/** The life of a deal over the API: stages and their chance, what an end needs, who neglects it, what the board adds up. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../../test/support/app.ts'
import { ask } from '../../../test/support/rows.ts'

let app: App
let account: string
beforeAll(async () => {
  app = await startApp()
  account = (await call('POST', '/accounts', { name: '宁波宏诚自动化' })).body.id
})
afterAll(() => app.stop())

const call = (method: string, path: string, body?: unknown) => app.as.salesperson(method, path, body)
const newDeal = async (more: object = {}) => (await call('POST', '/opportunities', { name: '卧加两台', account, ...more })).body
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const near = (days: number) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
const refusals = (body: { errors: { field: string; code: string }[] }) => body.errors.map(({ field, code }) => `${field} ${code}`)

test('a deal starts at the first stage with its chance, and the chance follows the stage', async () => {
  const deal = await newDeal({ amount: '200000' })
  expect(deal).toMatchObject({ stage: 'qualify', probability: '10', weighted: { amount: '20000.00' } })
  const { body } = await call('PATCH', `/opportunities/${deal.id}`, { stage: 'negotiate', version: deal.version })
  expect(body).toMatchObject({ stage: 'negotiate', probability: '70', weighted: { amount: '140000.00' } })
})

test('a chance that is given with the stage stays, and one given alone too, until the next stage', async () => {
  const { id } = await newDeal({ amount: '200000' })
  expect((await call('PATCH', `/opportunities/${id}`, { stage: 'propose', probability: '55' })).body.probability).toBe('55')
  expect((await call('PATCH', `/opportunities/${id}`, { probability: '60' })).body).toMatchObject({ stage: 'propose', probability: '60' })
  expect((await call('PATCH', `/opportunities/${id}`, { stage: 'propose' })).body.probability).toBe('60')
  expect((await call('PATCH', `/opportunities/${id}`, { stage: 'negotiate' })).body.probability).toBe('70')
  expect((await newDeal({ stage: 'propose', probability: '5' })).probability).toBe('5')
})

test('an end is reached by its deed, not by writing the stage', async () => {
  const { id } = await newDeal({ amount: '1' })
  for (const stage of ['won', 'lost']) {
    const { status, body } = await call('PATCH', `/opportunities/${id}`, { stage })
    expect([status, refusals(body)[0]]).toEqual([422, 'stage closing-deed'])
  }
})

test('winning asks for an amount, and closes today where no day is said', async () => {
  const { id } = await newDeal()
  const bare = await call('POST', `/opportunities/${id}/win`, {})
  expect([bare.status, refusals(bare.body)]).toEqual([422, ['amount required']])
  expect((await call('POST', `/opportunities/${id}/win`, { amount: '99000' })).status).toBe(200)
  expect((await call('GET', `/opportunities/${id}`)).body).toMatchObject({
    stage: 'won',
    amount: { amount: '99000.00' },
    closedOn: today(),
    probability: '100',
    can: { win: 'closed', lose: 'closed', reopen: true },
  })
})

test('what won needs cannot be emptied afterwards', async () => {
  const { id } = await newDeal({ amount: '5000' })
  await call('POST', `/opportunities/${id}/win`, {})
  const { status, body } = await call('PATCH', `/opportunities/${id}`, { amount: null })
  expect([status, refusals(body)]).toEqual([422, ['amount needs-value']])
})

test('losing asks why, in words of the list or in new ones', async () => {
  const { id } = await newDeal()
  const bare = await call('POST', `/opportunities/${id}/lose`, {})
  expect([bare.status, refusals(bare.body)]).toEqual([422, ['lostReason required']])
  expect((await call('POST', `/opportunities/${id}/lose`, { lostReason: '换了采购' })).status).toBe(200)
  expect((await call('GET', `/opportunities/${id}`)).body).toMatchObject({
    stage: 'lost',
    lostReason: '换了采购',
    closedOn: today(),
    probability: '0',
  })
})

test('reopened, it is where it starts, with no day and no reason; and it can be won after all', async () => {
  const { id } = await newDeal({ amount: '7000' })
  expect((await call('POST', `/opportunities/${id}/reopen`, {})).status).toBe(422)
  await call('POST', `/opportunities/${id}/lose`, { lostReason: 'price' })
  expect((await call('POST', `/opportunities/${id}/reopen`, {})).status).toBe(200)
  const { body } = await call('GET', `/opportunities/${id}`)
  expect(body).toMatchObject({ stage: 'qualify', probability: '10', closedOn: null, lostReason: null })
  expect((await call('POST', `/opportunities/${id}/win`, {})).status).toBe(200)
})

const neglected = async (id: string) => (await call('GET', `/opportunities/${id}`)).body.neglected as boolean

test('a deal without a next step is neglected, one that was closed is not', async () => {
  const { id } = await newDeal({ amount: '1' })
  expect(await neglected(id)).toBe(true)
  await call('PATCH', `/opportunities/${id}`, { nextStep: '改报价', nextStepAt: near(2) })
  expect(await neglected(id)).toBe(false)
  const other = await newDeal({ amount: '1' })
  await call('POST', `/opportunities/${other.id}/win`, {})
  expect(await neglected(other.id)).toBe(false)
})

test('a deal that nobody touched for more than 14 days is neglected, also with a next step, until somebody follows up', async () => {
  const { id } = await newDeal({ nextStep: '等他们董事会', nextStepAt: near(30) })
  const madeDaysAgo = (days: number) =>
    ask(app, 'update $.o_opportunity set created_at = ?::timestamptz where id = ?::uuid', [`${near(-days)}T04:00:00Z`, id])
  await madeDaysAgo(14)
  expect(await neglected(id)).toBe(false)
  await madeDaysAgo(15)
  expect(await neglected(id)).toBe(true)
  await call('POST', '/activities', { kind: 'call', opportunity: id, text: '还在等', doneAt: new Date().toISOString() })
  expect(await neglected(id)).toBe(false)
})

test('a deal past its day is overdue from the next day on, and the list finds it', async () => {
  const late = await newDeal({ name: '拖着', closeOn: near(-1) })
  const due = await newDeal({ name: '今天', closeOn: today() })
  const overdue = async (id: string) => (await call('GET', `/opportunities/${id}`)).body.overdue
  expect([await overdue(late.id), await overdue(due.id)]).toEqual([true, false])
  const filter = encodeURIComponent(JSON.stringify({ field: 'overdue', op: 'eq', value: true }))
  expect((await call('GET', `/opportunities?filter=${filter}`)).body.records.map(({ id }: { id: string }) => id)).toEqual([late.id])
})

test('the board adds up what its reader may see, within the filter and what was searched', async () => {
  const board = (who: 'salesperson' | 'other' | 'manager', more: object = {}) =>
    app.as[who]('POST', '/opportunities/aggregate', {
      groupBy: [{ field: 'stage' }],
      measures: [
        { as: 'count', fn: 'count' },
        { as: 'sum', fn: 'sum', field: 'amount' },
        { as: 'second', fn: 'sum', field: 'weighted' },
      ],
      ...more,
    })
  await newDeal({ name: '龙门五面体', amount: '1000000', stage: 'propose' })
  await newDeal({ name: '龙门改造', amount: '500000', stage: 'propose' })
  const found = { key: { stage: 'propose' }, values: { count: '2', sum: '1500000.00', second: '600000.00' } }
  expect((await board('salesperson', { search: '龙门' })).body.groups).toEqual([found])
  expect((await board('manager', { search: '龙门' })).body.groups).toEqual([found])
  expect((await board('other', { search: '龙门' })).body.groups).toEqual([])
  expect((await board('salesperson', { search: '没有这个' })).body.groups).toEqual([])
  const filter = { field: 'amount', op: 'gt', value: '600000' }
  expect((await board('salesperson', { search: '龙门', filter })).body.groups[0].values.sum).toBe('1000000.00')
})

test('the schema says how the board is drawn and which deed leads where', async () => {
  const { body } = await call('GET', '/schema')
  const object = body.objects.find(({ name }: { name: string }) => name === 'opportunity')
  expect(object.views.board).toEqual({
    by: 'stage',
    sum: 'amount',
    second: 'weighted',
    card: ['account'],
    day: 'closeOn',
    closedDay: 'closedOn',
    marks: ['neglected', 'overdue'],
  })
  const leads = Object.fromEntries(object.actions.map(({ name, leadsTo }: { name: string; leadsTo?: string }) => [name, leadsTo]))
  expect(leads).toMatchObject({ win: 'won', lose: 'lost', reopen: 'qualify' })
  expect(leads.assign).toBeUndefined()
})
