import { afterEach, expect, test } from 'vitest'
import { type FreshHouse, freshHouse } from '../../test/support/house.ts'
import { phone, text } from '../fields/index.ts'
import { defineObject } from './definition.ts'
import type { Module } from './module.ts'
import { fillSearch } from './fills.ts'
import { openCatalogs } from './workspace.ts'
import { type Sql, id, sql, table } from './store/sql.ts'
import { onlyIn } from '../platform/databases/databases.ts'

const card = defineObject('card', {
  label: { zh: '名片', en: 'Card' },
  title: 'name',
  fields: {
    name: text({ label: { zh: '名称', en: 'Name' }, search: true }),
    phone: phone({ label: { zh: '电话', en: 'Phone' }, search: true }),
  },
  views: { list: ['name'], form: ['name', 'phone'] },
  access: {},
})
const cards: Module = { name: 'cards', objects: [card] }

let here: FreshHouse
afterEach(() => here.drop())

const owner = (statement: Sql) => here.house.database.owner((run) => run<Record<string, string>>(statement))
const at = () => table(here.workspace.schema, 'o_card')
const state = () => table(here.workspace.schema, 'state')

/** As a release before left them: other columns, nothing of the new. */
async function older(rows: number): Promise<void> {
  here = await freshHouse([cards])
  await here.house.catalogOf(here.workspace)
  await owner(sql`alter table ${at()} drop column search_terms, add column search_grams tsvector, add column search_letters text`)
  await owner(sql`create schema if not exists extensions`)
  await owner(sql`create extension if not exists pg_trgm with schema extensions`)
  await owner(sql`create index o_card__search_letters__gin on ${at()} using gin (search_letters extensions.gin_trgm_ops)`)
  await owner(sql`insert into ${at()} (id, version, created_at, f_name, f_phone)
    select gen_random_uuid(), 1, '2026-01-01T00:00:00Z'::timestamptz + (i / 3) * interval '1 second', '华为技术' || i, '138' || lpad(i::text, 8, '0') from generate_series(1, ${rows}) i`)
  await owner(sql`delete from ${state()}`)
}

/** A server of this release comes: the first touch. */
const touch = () => openCatalogs(here.house.databaseOf, here.house.registry).of(here.workspace)
const filled = async (condition: Sql) => Number((await owner(sql`select count(*) as n from ${at()} where ${condition}`)).rows[0]!.n)
const jobs = async () => (await owner(sql`select payload ->> 'object' as object from ${table(here.workspace.schema, 'outbox')}`)).rows
const hw = sql`search_terms @@ ${"'hwjs'"}::tsquery and search_terms @@ ${"'000012'"}::tsquery`

test('rows of an older release are filled in the background, once, and the old columns are gone', async () => {
  await older(1203)
  await touch()
  expect(await jobs()).toEqual([{ object: 'card' }])
  expect(await filled(sql`search_terms is not null`)).toBe(0)
  await fillSearch(here.house, here.workspace, 'card')
  expect(await filled(sql`search_terms is null`)).toBe(0)
  expect(await filled(hw)).toBe(await filled(sql`f_phone like '%000012%'`))
  const { rows } = await owner(
    sql`select column_name as name from information_schema.columns where table_schema = ${here.workspace.schema} and table_name = 'o_card' and column_name like 'search%'`,
  )
  expect(rows).toEqual([{ name: 'search_terms' }])
  await owner(sql`delete from ${state()} where name = 'catalog'`)
  await touch()
  expect(await jobs()).toHaveLength(1)
})

test('a fill that was cut off goes on after the last portion; rows deleted since do not end it', async () => {
  await older(1203)
  await touch()
  const stop = new AbortController()
  const { database } = here.house
  let portions = 0
  const counted: typeof database.as = async (...asked) => {
    const answer = await database.as(...asked)
    if (++portions === 1) stop.abort()
    return answer
  }
  await expect(
    fillSearch({ ...here.house, databaseOf: onlyIn({ ...database, as: counted }) }, here.workspace, 'card', stop.signal),
  ).rejects.toThrow(/abort/i)
  expect(await filled(sql`search_terms is not null`)).toBe(500)
  await owner(sql`delete from ${at()} where search_terms is not null`)
  await fillSearch(here.house, here.workspace, 'card')
  expect(await filled(sql`search_terms is null`)).toBe(0)
  expect(await filled(sql`true`)).toBe(703)
})

test('a new firm has nothing to fill', async () => {
  here = await freshHouse([cards])
  await here.house.catalogOf(here.workspace)
  expect(await jobs()).toEqual([])
  expect((await owner(sql`select ${id('value')} from ${state()} where name = 'search card'`)).rows[0]!.value).toMatch(/ all$/)
})
