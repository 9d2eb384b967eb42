/** Rows of before get what is computed and gathered by a newer release; so do rows that an older one writes beside it. */
import { afterEach, expect, test } from 'vitest'
import { type FreshHouse, freshHouse, houseOn } from '../../test/support/house.ts'
import { derived, number, ref, rollup, text, the } from '../fields/index.ts'
import { defineObject } from './definition.ts'
import { computedFill } from './computed-fill.ts'
import { fill, fillSearch, leaveLost } from './fills.ts'
import type { House } from './house.ts'
import type { Module } from './module.ts'
import { mendOlder } from './older.ts'
import type { Principal } from './principal.ts'
import { type Sql, sql, table } from './store/sql.ts'
import { create } from './write/create.ts'
import { remove } from './write/remove.ts'
import { deed } from './write/tx.ts'
import { update } from './write/update.ts'

const said = (zh: string) => ({ label: { zh, en: zh } })

/** What a release before had, and what this one adds: a line's amount, the bill's sum of them, what is left of it. */
const bills = (newer: boolean): Module => ({
  name: 'bills',
  objects: [
    defineObject('bill', {
      ...said('账单'),
      title: 'name',
      fields: {
        name: text({ ...said('名称'), ...(newer ? { search: true } : {}) }),
        paid: number({ ...said('已付') }),
        ...(newer
          ? {
              code: text({ ...said('编码'), unique: true }),
              total: rollup({ ...said('合计'), of: 'item', by: 'bill', fn: 'sum', field: 'amount', result: 'number' }),
              count: rollup({ ...said('行数'), of: 'item', by: 'bill', fn: 'count', result: 'number' }),
              left: derived('number', the('total').minus(the('paid')), said('未付')),
            }
          : { code: text(said('编码')) }),
      },
      views: { list: ['name'], form: ['name'] },
      access: {},
    }),
    defineObject('item', {
      ...said('行'),
      title: 'name',
      fields: {
        name: text(said('名称')),
        bill: ref('bill', said('账单')),
        price: number(said('价')),
        quantity: number(said('数量')),
        ...(newer ? { amount: derived('number', the('price').times(the('quantity')), said('金额')) } : {}),
      },
      views: { list: ['name'], form: ['name'] },
      access: {},
    }),
  ],
})

let here: FreshHouse
let newer: House
afterEach(() => here.drop())

const owner = async <T = Record<string, string>>(statement: Sql) => (await here.house.database.owner((run) => run<T>(statement))).rows
const at = (name: string) => table(here.workspace.schema, name)
const bill = (name: string) =>
  owner(sql`select f_total::text as total, f_count::text as count, f_left::text as left, f_code_same as same, search_terms::text as terms
    from ${at('o_bill')} where f_name = ${name}`).then(([row]) => row!)

/** A firm of the release before, with so many bills of three lines each, and the house of the next one, which has not yet touched it. */
async function before(many: number): Promise<void> {
  here = await freshHouse([bills(false)])
  await here.house.catalogOf(here.workspace)
  await owner(
    sql`insert into ${at('o_bill')} (id, version, created_at, f_name, f_paid) select gen_random_uuid(), 1, now(), 'B' || i, 10 from generate_series(1, ${many}) i`,
  )
  await owner(sql`insert into ${at('o_item')} (id, version, created_at, f_name, f_bill, f_price, f_quantity)
    select gen_random_uuid(), 1, now(), b.f_name || '-' || i, b.id, 5, i from ${at('o_bill')} b, generate_series(1, 3) i`)
  newer = houseOn(here.fresh, [bills(true)], here.house.files)
}

const jobs = async () =>
  (await owner(sql`select job || ' ' || (payload ->> 'object') as job from ${at('outbox')} order by 1`)).map(({ job }) => job)
const write = (house: House, work: Parameters<typeof deed>[3]) => deed(house, clerk(), 'bill.update', work)
const grant = { create: true, read: 'all', write: 'all', remove: 'all' } as const
const clerk = (): Principal => ({
  ...here.who,
  roles: [{ name: 'clerk', ...said('会计'), objects: { bill: grant, item: grant }, rights: ['admin'] }],
})
const mendAll = async () => {
  while (await mendOlder(newer, here.workspace));
}

test('rows of before get what is computed of them, gathered on them, and computed of that', async () => {
  await before(700)
  await newer.catalogOf(here.workspace)
  expect(await jobs()).toEqual(['computed.fill bill', 'computed.fill item', 'search.refill bill'])
  expect(await bill('B1')).toMatchObject({ total: null, left: null })
  // whichever comes first
  await fill(newer, here.workspace, computedFill, 'bill')
  await fill(newer, here.workspace, computedFill, 'item')
  const wrong = sql`select 1 from ${at('o_bill')} where f_total is distinct from 30 or f_count is distinct from 3 or f_left is distinct from 20`
  expect(await owner(wrong)).toEqual([])
  expect(await owner(sql`select 1 from ${at('o_item')} where f_amount is distinct from f_price * f_quantity`)).toEqual([])
  // nobody did that: no version, no deed, no change of theirs
  expect(await owner(sql`select 1 from ${at('o_bill')} where version <> 1`)).toEqual([])
  expect(await owner(sql`select 1 from ${at('changeset')}`)).toEqual([])
})

test('a fill that was cut off goes on after its last portion, and one whose job is lost gets another', async () => {
  await before(1200)
  await newer.catalogOf(here.workspace)
  const stop = new AbortController()
  let portions = 0
  const cut = {
    ...computedFill,
    portion: (...given: Parameters<typeof computedFill.portion>) => (++portions === 2 && stop.abort(), computedFill.portion(...given)),
  }
  await expect(fill(newer, here.workspace, cut, 'bill', stop.signal)).rejects.toThrow()
  const filled = async () => Number((await owner(sql`select count(*) as n from ${at('o_bill')} where f_count is not null`))[0]!.n)
  expect(await filled()).toBe(1000)
  await owner(sql`delete from ${at('outbox')}`)
  await newer.databaseOf(here.workspace).as(here.workspace.role, (run) => leaveLost(run, here.workspace))
  expect(await jobs()).toEqual(['computed.fill bill', 'computed.fill item', 'search.refill bill'])
  await fill(newer, here.workspace, cut, 'bill')
  expect([await filled(), portions]).toEqual([1200, 3])
})

test('what an older server writes beside the newer one has everything within one look: made, changed, moved away and removed', async () => {
  await before(2)
  await newer.catalogOf(here.workspace)
  for (const name of ['item', 'bill']) await fill(newer, here.workspace, computedFill, name)
  await fillSearch(newer, here.workspace, 'bill')
  const [first, second] = (await owner(sql`select id from ${at('o_bill')} order by f_name`)).map(({ id }) => id!)
  const items = (await owner(sql`select id from ${at('o_item')} order by f_name`)).map(({ id }) => id!)
  await write(here.house, async (tx) => {
    await create(tx, 'item', [{ subject: 1, values: { name: '新行', bill: first, price: '100', quantity: '2' } }])
    await update(tx, 'item', [{ id: items[0]!, subject: 2, values: { bill: second } }])
    await update(tx, 'bill', [{ id: first!, subject: 3, values: { code: 'Ａ１', paid: '1' } }])
  })
  await write(here.house, (tx) => remove(tx, 'item', [{ id: items[1]!, subject: 1 }]))
  await write(here.house, (tx) => create(tx, 'bill', [{ subject: 1, values: { name: '上海贸易', code: 'B7', paid: '0' } }]))
  // as the older left them
  expect(await bill('B1')).toMatchObject({ total: '30', left: '20', same: null })
  expect(await bill('上海贸易')).toMatchObject({ total: null, count: null, terms: null })
  // what somebody else in this PostgreSQL has not ended yet holds it back
  const mended = async () => {
    await mendAll()
    return Promise.all(['B1', 'B2', '上海贸易'].map(bill))
  }
  await expect.poll(mended, { timeout: 50_000 }).toMatchObject([
    { total: '215', count: '2', left: '214', same: 'a1' },
    { total: '35', count: '4', left: '25' },
    { total: null, count: '0', same: 'b7', terms: expect.stringContaining('shmy') },
  ])
  // once
  await owner(sql`update ${at('o_bill')} set f_count = 99`)
  await mendAll()
  expect((await bill('B1')).count).toBe('99')
})

test('an older server that looks beside a newer one mends nothing by its own recipes', async () => {
  await before(1)
  await newer.catalogOf(here.workspace)
  await write(newer, (tx) => create(tx, 'bill', [{ subject: 1, values: { name: '上海贸易', code: 'B7' } }]))
  const { terms } = await bill('上海贸易')
  expect(terms).toContain('shmy')
  await mendOlder(here.house, here.workspace)
  // started once more, it does not become the newest
  await houseOn(here.fresh, [bills(false)], here.house.files).catalogOf(here.workspace)
  while (await mendOlder(here.house, here.workspace));
  expect((await bill('上海贸易')).terms).toBe(terms)
})
