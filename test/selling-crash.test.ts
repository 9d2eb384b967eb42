/** The plug is pulled while quotes become orders and money is booked: nothing that was answered is lost, nothing is there twice. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rounds } from './support/long.ts'
import { type Plug, insist, plugIn } from './support/plug.ts'
import { chance } from './support/random.ts'

const seed = Date.now()
const dice = chance(seed)
const times = rounds(2, 60)
const each = 10

let plug: Plug
let account: string
beforeAll(async () => {
  plug = await plugIn()
  account = (await plug.call('POST', '/accounts', { name: '断电机械' })).body.id
}, 120_000)
afterAll(() => plug.end())

/** Every request carries its own key and is sent again until somebody answers; the plug is pulled once on the way. */
async function throughPull(round: number, requests: { path: string; body: object }[], keyed: boolean) {
  const asked = requests.map(({ path, body }, i) =>
    insist(() => plug.call('POST', path, body, keyed ? { 'idempotency-key': `${path} ${round} ${i}` } : {})),
  )
  await pause(dice.below(150))
  await plug.pull(round % 2 ? 'postgres' : 'server')
  return Promise.all(asked)
}

async function accepted(): Promise<string> {
  const lines = [{ description: '车床', quantity: '3', price: '100.10' }]
  const { id } = (await plug.call('POST', '/quotes', { account, lines })).body
  await plug.call('POST', `/quotes/${id}/send`, {})
  await plug.call('POST', `/quotes/${id}/accept`, {})
  return id
}

const sumOf = async (path: string, field: string, filter?: object) => {
  const measures = [
    { as: 'sum', fn: 'sum', field },
    { as: 'n', fn: 'count' },
  ]
  const { body } = await insist(() => plug.call('POST', `/${path}/aggregate`, { measures, ...(filter ? { filter } : {}) }))
  return [body.groups[0].values.n, body.groups[0].values.sum]
}

test(
  'quotes become orders: each once, with all its lines',
  async () => {
    for (let round = 0; round < times; round++) {
      const quotes = await Promise.all(Array.from({ length: each }, accepted))
      const answers = await throughPull(
        round,
        quotes.map((id) => ({ path: `/quotes/${id}/toOrder`, body: {} })),
        true,
      )
      expect(
        answers.map(({ status }) => status),
        `chance ${seed}`,
      ).toEqual(quotes.map(() => 200))
      const filter = { field: 'quote', op: 'in', value: quotes }
      expect(await sumOf('orders', 'total', filter), `chance ${seed}`).toEqual([String(each), '3003.00'])
      expect(await sumOf('quotes', 'openLines', { field: 'id', op: 'in', value: quotes })).toEqual([String(each), '0'])
    }
  },
  times * 90_000,
)

test(
  'money is booked: each payment once, orders and payments say the same',
  async () => {
    const order = (await plug.call('POST', '/orders', { account, lines: [{ description: '整线', price: '1000000' }] })).body.id
    for (let round = 0; round < times; round++) {
      const body = { account, amount: '7.01', allocations: [{ order, amount: '7.01' }] }
      const answers = await throughPull(
        round,
        Array.from({ length: each }, () => ({ path: '/payments', body })),
        true,
      )
      expect(new Set(answers.map(({ body: made }) => made.number)).size, `chance ${seed}`).toBe(each)
    }
    const all = (7.01 * each * times).toFixed(2)
    expect(await sumOf('payments', 'amount')).toEqual([String(each * times), all])
    expect((await plug.call('GET', `/orders/${order}`)).body).toMatchObject({ paid: { amount: all } })
  },
  times * 90_000,
)

test('without keys the same haste books money twice (so the tests above can fail)', async () => {
  let doubled = 0
  for (let round = 0; round < 20 && !doubled; round++) {
    const before = Number((await sumOf('payments', 'amount'))[0])
    const haste = Array.from({ length: 6 * each }, () => ({ path: '/payments', body: { account, amount: '1' } }))
    await throughPull(0, haste, false)
    doubled = Number((await sumOf('payments', 'amount'))[0]) - before - haste.length
  }
  expect(doubled).toBeGreaterThan(0)
}, 600_000)
