/** What must be kept together or not at all is written by one transaction: PostgreSQL says so itself, row by row. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from './support/app.ts'
import { importTable } from './support/imports.ts'
import { ask } from './support/rows.ts'

let app: App
beforeAll(async () => void (app = await startApp()))
afterAll(() => app.stop())

/** The transactions that wrote these rows. */
const writersOf = async (from: string, values: unknown[] = []) =>
  (await ask<{ xmin: string }>(app, `select distinct t.xmin::text as xmin from ${from}`, values)).map(({ xmin }) => xmin)

test('a chunk of an import: its records, their changes and the mark to go on from', async () => {
  const done = await importTable(app, 'salesperson', 'leads', [['姓名'], ['何丽玲'], ['王芳']])
  const [mark, ...others] = await writersOf('$.import t where t.id = ?::uuid', [done.id])
  expect(others).toEqual([])
  expect(await writersOf('$.o_lead t')).toEqual([mark])
  expect(await writersOf('$.change t where t.changeset = ?::uuid', [done.changeset])).toEqual([mark])
})

test('a deed: its record, its change, what is told of it and the key that it answers to', async () => {
  const { body } = await app.as.salesperson('POST', '/leads', { name: '陈静' }, { 'idempotency-key': 'once' })
  const [record] = await writersOf('$.o_lead t where t.id = ?::uuid', [body.id])
  for (const name of ['change', 'event'])
    expect(await writersOf(`$.${name} t where t.changeset = ?::uuid`, [body.changeset])).toEqual([record])
  expect(await writersOf('$.changeset t where t.id = ?::uuid', [body.changeset])).toEqual([record])
  expect(await writersOf(`$.idempotency t where t.key = 'once'`)).toEqual([record])
})

test('two deeds are two (so the tests above see)', async () => {
  for (const name of ['甲', '乙']) await app.as.manager('POST', '/leads', { name })
  expect(await writersOf(`$.o_lead t where t.f_name in ('甲', '乙')`)).toHaveLength(2)
})
