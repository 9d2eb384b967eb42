import { afterEach, expect, test } from 'vitest'
import { type FreshHouse, freshHouse } from '../../../test/support/house.ts'
import { text } from '../../fields/index.ts'
import { defineObject } from '../definition.ts'
import { type Module, register } from '../module.ts'
import { openCatalogs } from '../workspace.ts'
import { type Sql, id, sql, table } from './sql.ts'

const cards = (unique: boolean): Module => ({
  name: 'cards',
  objects: [
    defineObject('card', {
      label: { zh: '名片', en: 'Card' },
      title: 'name',
      fields: {
        name: text({ label: { zh: '名称', en: 'Name' } }),
        code: text({ label: { zh: '编码', en: 'Code' }, ...(unique ? { unique } : {}) }),
      },
      views: { list: ['name'], form: ['name', 'code'] },
      access: {},
    }),
  ],
})

let here: FreshHouse
afterEach(() => here.drop())

const owner = (statement: Sql) => here.house.database.owner((run) => run<Record<string, string>>(statement))
const at = () => table(here.workspace.schema, 'o_card')

/** As a release before left them, which made nothing of a code. */
async function older(rows: number): Promise<void> {
  here = await freshHouse([cards(false)])
  await here.house.catalogOf(here.workspace)
  await owner(sql`insert into ${at()} (id, version, created_at, f_name, f_code)
    select gen_random_uuid(), 1, now(), '名片' || i, 'Ａ' || i from generate_series(1, ${rows}) i`)
}

/** A server of the next release comes, in which a code may be there only once. */
const touch = () => openCatalogs(here.house.databaseOf, register([cards(true)])).of(here.workspace)
const count = async (condition: Sql) => Number((await owner(sql`select count(*) as n from ${at()} where ${condition}`)).rows[0]!.n)
const marks = async () =>
  (await owner(sql`select name from ${table(here.workspace.schema, 'state')} where ${id('name')} like 'derive %'`)).rows

test('rows of before get what the new definition makes of their values, before an index relies on it', async () => {
  await older(4001)
  await touch()
  expect(await count(sql`f_code_same = 'a' || substr(f_code, 2)`)).toBe(4001)
})

test('a value that is there twice stops it, and nothing is half', async () => {
  await older(3)
  await owner(sql`update ${at()} set f_code = 'A1'`)
  await expect(touch()).rejects.toMatchObject({ code: '23505' })
  await expect(count(sql`f_code_same is null`)).rejects.toMatchObject({ code: '42703' })
})

test('a large table is filled in portions; what was written meanwhile and what was cut off is not forgotten', async () => {
  await older(20_001)
  await owner(sql`update ${at()} set f_code = 'A1' where f_name in ('名片1', '名片2')`)
  await expect(touch()).rejects.toMatchObject({ code: '23505' })
  expect(await marks()).toEqual([{ name: 'derive card.code' }])
  // by a server of before, which knows nothing of the column
  await owner(sql`update ${at()} set f_code = '第二', f_code_same = null where f_name = '名片2'`)
  await touch()
  expect(await count(sql`f_code_same is null`)).toBe(0)
  expect(await count(sql`f_code_same = '第二'`)).toBe(1)
  expect(await marks()).toEqual([])
})
