/** What is asked after every fault can itself see: each thing that it promises is broken once in the rows, and is found. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from './support/app.ts'
import { type Place, doubled, lost, wrongIn } from './support/invariants.ts'
import { ask } from './support/rows.ts'

let app: App
let place: Place
beforeAll(async () => {
  app = await startApp()
  place = { database: app.fresh.database, workspace: app.workspace, catalog: await app.house.catalogOf(app.workspace) }
  const make = async (path: string, body: object) => (await app.as.salesperson('POST', path, body, { 'idempotency-key': path })).body.id
  const account = await make('/accounts', { name: '恒力' })
  await make('/contacts', { name: '何丽', account })
  await make('/activities', { kind: 'task', text: '打电话', account, dueAt: '2038-01-02' })
  const lines = [{ description: '车床', quantity: '2', price: '100.10' }]
  await make('/quotes', { account, lines })
  const order = await make('/orders', { account, lines })
  await make('/payments', { account, amount: '50', allocations: [{ order, amount: '20' }] })
  const { id } = (await app.as.salesperson('POST', '/quotes', { account, lines })).body
  await app.as.salesperson('DELETE', `/quotes/${id}`)
}, 60_000)
afterAll(() => app.stop())

test('of a firm to which nothing happened nothing is wrong', async () => {
  expect(await wrongIn(place)).toEqual([])
  expect(await lost(place, ['/orders', '/payments'])).toEqual([])
  expect(await doubled(place, ['order.create', 'payment.create'])).toEqual([])
})

const faults: [string, string, RegExp][] = [
  ['a sum that is not that of its rows', 'update $.o_order set f_paid = f_paid + 1', /order .*f_paid/],
  ['a total that is not that of its lines', 'update $.o_quote set f_total = f_total - 1', /quote .*f_total/],
  ['a next step that is none', 'update $.o_account set f_next_step = null', /account .*next_step/],
  ['an owner of what hangs on another', 'update $.o_contact set anchor_owner = null', /anchor_owner/],
  ['a line that is gone', 'delete from $.o_order_line', /orderLine: changed, not removed, and gone/],
  ['more allocated than was paid', 'update $.o_allocation set f_amount = 60', /beyond its limit|allocat/],
  [
    'a number that went to two',
    `insert into $.o_payment select (jsonb_populate_record(null::$.o_payment, to_jsonb(p) || '{"id": "01890000-0000-7000-8000-000000000001"}')).* from $.o_payment p`,
    /payment: one number twice/,
  ],
  [
    'a counter that stands too low',
    `update $.counter set n = n - 1 where name like 'order%'`,
    /order: 1 numbers, but its counter stands at 0/,
  ],
  [
    'a change that was lost',
    `delete from $.change where object = 'lead' or object = 'contact'`,
    /contact: its version is not that of its changes/,
  ],
  ['a change without its row', 'update $.o_account set version = version + 1', /account: its version/],
  ['a deed that was lost', `delete from $.changeset where deed = 'order.create'`, /a change without its deed/],
  ['an event of nobody', `update $.event set changeset = '01890000-0000-7000-8000-000000000001'`, /an event without its deed/],
  ['a pointer to nobody', 'delete from $.o_account', /points to nobody/],
  ['a key without an answer', `update $.idempotency set body = null`, /a key without an answer/],
  ['a deed left half', `update $.changeset set state = 'open'`, /still open/],
]

test.each(faults)('%s is found', async (_, fault, found) => {
  const words = await broken(fault, () => wrongIn(place))
  expect(words.filter((each) => found.test(each))).not.toEqual([])
})

test('an answer that was forgotten, and a deed that nobody was told of, are found', async () => {
  expect(await broken(`delete from $.idempotency where key = '/orders'`, () => lost(place, ['/orders', '/payments']))).toEqual(['/orders'])
  expect(
    await broken(`delete from $.idempotency where key = '/orders'`, () => doubled(place, ['order.create', 'payment.create'])),
  ).toHaveLength(1)
})

/** The fault is there while it is looked for, and mended again from copies of the tables. */
async function broken<T>(fault: string, look: () => Promise<T>): Promise<T> {
  const tables = (
    await ask<{ name: string }>(
      app,
      `select tablename::text as name from pg_catalog.pg_tables where schemaname = '${app.workspace.schema}'`,
    )
  ).map(({ name }) => name)
  for (const name of tables) await ask(app, `create table $.copy_${name} as select * from $.${name}`)
  await ask(app, fault)
  try {
    return await look()
  } finally {
    for (const name of tables) {
      await ask(app, `delete from $.${name}`)
      const identity = name === 'event' ? 'overriding system value' : ''
      await ask(app, `insert into $.${name} ${identity} select * from $.copy_${name}`)
      await ask(app, `drop table $.copy_${name}`)
    }
  }
}
