/** Sixteen at once, on one quote, one order, one counter: what is ordered, paid and numbered is what there is. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineAction, register } from '../src/engine/module.ts'
import { create } from '../src/engine/write/create.ts'
import { modules } from '../src/modules/index.ts'
import type { RecordJson } from '../src/lib/wire.ts'
import { type Answer, type App, startApp } from './support/app.ts'
import { ask } from './support/rows.ts'

const many = 16
const atOnce = (work: (i: number) => Promise<Answer>) => Promise.all(Array.from({ length: many }, (_, i) => work(i)))
const taken = (answers: Answer[]) => answers.filter(({ status }) => status < 300).length

type World = { app: App; send: (method: string, path: string, body?: unknown) => Promise<Answer>; account: string }
async function open(app: App): Promise<World> {
  const send: World['send'] = (method, path, body) => app.as.administrator(method, path, body)
  return { app, send, account: (await send('POST', '/accounts', { name: '抢单机械' })).body.id }
}

async function accepted({ send, account }: World): Promise<string> {
  const lines = [
    { description: '车床', quantity: '3', price: '100' },
    { description: '夹具', quantity: '1', price: '10' },
  ]
  const { id } = (await send('POST', '/quotes', { account, lines })).body
  await send('POST', `/quotes/${id}/send`, {})
  await send('POST', `/quotes/${id}/accept`, {})
  return id
}

/** Ordered of a quote beyond what it offers. */
async function over({ send }: World, quote: string): Promise<number> {
  const { lines } = (await send('GET', `/quotes/${quote}`)).body
  return lines.filter((line: { open: string }) => Number(line.open) < 0).length
}

async function confirmed(world: World): Promise<string> {
  const { order } = (await world.send('POST', `/quotes/${await accepted(world)}/toOrder`, {})).body
  await world.send('POST', `/orders/${order}/confirm`, {})
  return order
}
const paidOf = async ({ send }: World, order: string) => (await send('GET', `/orders/${order}`)).body.paid?.amount

let world: World
beforeAll(async () => {
  world = await open(await startApp())
})
afterAll(() => world.app.stop())

test('sixteen turn one quote into an order: one order', async () => {
  const quote = await accepted(world)
  const answers = await atOnce(() => world.send('POST', `/quotes/${quote}/toOrder`, {}))
  expect([taken(answers), await over(world, quote)]).toEqual([1, 0])
  expect(answers.filter(({ status }) => status >= 300).map(({ status }) => status)).toEqual(Array.from({ length: many - 1 }, () => 422))
})

test('sixteen order one piece each of three: three do', async () => {
  const quote = await accepted(world)
  const [line] = (await world.send('GET', `/quotes/${quote}`)).body.lines
  const answers = await atOnce(() => world.send('POST', `/quotes/${quote}/toOrder`, { lines: [{ line: line.id, quantity: '1' }] }))
  expect([taken(answers), await over(world, quote)]).toEqual([3, 0])
})

test('sixteen book the whole amount of one order: it is paid once', async () => {
  const order = await confirmed(world)
  const body = { account: world.account, amount: '310', allocations: [{ order, amount: '310' }] }
  const answers = await atOnce(() => world.send('POST', '/payments', body))
  expect([taken(answers), await paidOf(world, order)]).toEqual([1, '310.00'])
})

test('sixteen small receipts on one order add up, while it is told who owes what', async () => {
  const order = await confirmed(world)
  const answers = await atOnce(() =>
    world.send('POST', '/payments', { account: world.account, amount: '5', allocations: [{ order, amount: '5' }] }),
  )
  expect([taken(answers), await paidOf(world, order)]).toEqual([many, '80.00'])
})

test('an order is cancelled while money comes in: cancelled without money, or standing with it', async () => {
  for (let round = 0; round < 8; round++) {
    const order = await confirmed(world)
    const pay = () => world.send('POST', '/payments', { account: world.account, amount: '5', allocations: [{ order, amount: '5' }] })
    const [cancelled, ...paid] = await Promise.all([world.send('POST', `/orders/${order}/cancel`, {}), pay(), pay()])
    expect(cancelled!.status === 200 ? taken(paid) : 0).toBe(0)
    expect(cancelled!.status === 200 || taken(paid) > 0).toBe(true)
  }
})

test('numbers are given out once and leave no gap', async () => {
  const answers = await atOnce(() => world.send('POST', '/orders', { account: world.account }))
  const numbers = answers.map(({ body }) => Number(body.number.split('-').at(-1))).toSorted((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: many }, (_, i) => numbers[0]! + i))
})

test('who looks for the highest number and adds one gives some twice (so the test above sees)', async () => {
  const next = async () => {
    const [last] = await ask<{ number: string }>(world.app, 'select max(f_number) as number from $.o_order')
    return `SO-${Number(last!.number.split('-').at(-1)) + 1}`
  }
  const numbers = await Promise.all(Array.from({ length: many }, next))
  expect(new Set(numbers).size).toBeLessThan(many)
})

test('sixteen revise one quote: one new version', async () => {
  const { id } = (await world.send('POST', '/quotes', { account: world.account, lines: [{ description: '一', price: '1' }] })).body
  await world.send('POST', `/quotes/${id}/send`, {})
  expect(taken(await atOnce(() => world.send('POST', `/quotes/${id}/revise`, {})))).toBe(1)
})

/** The same house as somebody in a hurry would have built it: nothing locked, nothing looked at again, no limits. */
function naive() {
  const registry = register(modules)
  const careless = defineAction('quote', 'toOrder', {
    label: { zh: '转订单', en: 'Make an order' },
    run: async ({ tx, records }) => {
      const values = (record: RecordJson) => ({
        account: (record.account as RecordJson).id,
        quote: record.id,
        lines: (record.lines as Record<string, unknown>[])
          .filter((line) => Number(line.open) > 0)
          .map((line) => ({ description: line.description, price: line.price, quantity: line.open, quoteLine: line.id })),
      })
      const { done } = await create(
        tx,
        'order',
        records.map((record, i) => ({ subject: i + 1, values: values(record) })),
        { trusted: true },
      )
      return { order: done[0]!.id }
    },
  })
  return {
    ...registry,
    objects: registry.objects.map((object) => ({ ...object, check: object.check?.filter((check) => !('atMost' in check)) })),
    actions: registry.actions.map((action) => (action.object === 'quote' && action.name === 'toOrder' ? careless : action)),
  }
}

test('a house without the locks and limits is caught by the same questions', async () => {
  const careless = await open(await startApp(naive()))
  try {
    const quote = await accepted(careless)
    const orders = await atOnce(() => careless.send('POST', `/quotes/${quote}/toOrder`, {}))
    expect(taken(orders)).toBeGreaterThan(1)
    expect(await over(careless, quote)).toBeGreaterThan(0)
    const order = orders.find(({ status }) => status === 200)!.body.order
    const body = { account: careless.account, amount: '310', allocations: [{ order, amount: '310' }] }
    await atOnce(() => careless.send('POST', '/payments', body))
    expect(await paidOf(careless, order)).not.toBe('310.00')
  } finally {
    await careless.app.stop()
  }
})
