import { afterAll, beforeAll, expect, test } from 'vitest'
import { raw } from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/database.ts'
import { openDatabase } from './database.ts'
import { openDoors } from './isolation.ts'
import type { FreshDatabase } from '../../../test/support/database.ts'

let fresh: FreshDatabase
let role: string

beforeAll(async () => {
  fresh = await freshDatabase()
  role = `ws_${fresh.name}`
  await fresh.database.owner(async (run) => {
    await run(raw(`create role ${role} nologin`))
    await run(raw(`grant ${role} to guanxi`))
    await run(raw(`create schema ${role}`))
    await run(raw(`create table ${role}.secret (text text)`))
    await run(raw(`grant usage on schema ${role} to ${role}`))
    await run(raw(`grant select on ${role}.secret to ${role}`))
  })
})
afterAll(() => fresh.drop())

const forbidden = [
  "do $$ begin execute 'reset role'; end $$",
  'do language sql $$ select 1 $$',
  "select set_config('role', 'none', true)",
  "select query_to_xml('select 1', true, false, '')",
  "select query_to_xmlschema('select 1', true, false, '')",
  "select query_to_xml_and_xmlschema('select 1', true, false, '')",
  "select table_to_xml('pg_class', true, false, '')",
  "select schema_to_xml('public', true, false, '')",
  "select database_to_xml(true, false, '')",
  'select lo_create(0)',
  "select lo_import('/etc/passwd')",
  "select lo_from_bytea(0, 'x')",
  'select pg_sleep(1)',
  "select pg_sleep_for('1 second')",
  "select pg_read_file('/etc/passwd')",
  "select pg_read_binary_file('/etc/passwd')",
  "select pg_ls_dir('/')",
  'select pg_ls_waldir()',
  "select pg_stat_file('/etc/passwd')",
  "copy (select 1) to '/tmp/out'",
  "copy (select 1) to program 'true'",
  'create table public.mine (a int)',
  'create temporary table mine (a int)',
  'create schema mine',
  "create function pg_temp.f() returns int language sql as 'select 1'",
  'create function public.f() returns int language plpgsql as $$ begin return 1; end $$',
  'create role mine',
  'create extension dblink',
  'set session authorization postgres',
  'set role guanxi_owner',
  'set role postgres',
]

test.each(forbidden)('the server may not: %s', async (statement) => {
  await expect(fresh.database.query(raw(statement))).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|3F000)$/) })
  await expect(fresh.database.as(role, (run) => run(raw(statement)))).rejects.toMatchObject({
    code: expect.stringMatching(/^(42501|3F000)$/),
  })
})

test('two statements do not fit into one', async () => {
  const two = raw('select 1; reset role')
  const refused = { code: '42601' }
  await expect(fresh.database.as(role, (run) => run(two))).rejects.toMatchObject(refused)
  await expect(fresh.database.query(two)).rejects.toMatchObject(refused)
  await expect(fresh.database.stream(role, two).next()).rejects.toMatchObject(refused)
  await expect(fresh.database.owner((run) => run(two))).rejects.toMatchObject(refused)
})

test('the owner may make functions and tables (so the refusals above mean something)', async () => {
  await fresh.database.owner(async (run) => {
    await run(raw('do $$ begin null; end $$'))
    await run(raw("create function public.one() returns int language sql as 'select 1'"))
    await run(raw('create table public.allowed (a int)'))
    await run(raw('create extension pg_trgm'))
  })
})

test('the ways out that are tried at start are closed, and an ordinary database has them open', async () => {
  expect(await openDoors(fresh.database)).toEqual([])
  const ordinary = await openDatabase({ runtimeUrl: fresh.ownerUrl })
  const open = await openDoors(ordinary)
  expect(open).toEqual(expect.arrayContaining(['set_config', 'DO', 'CREATE TABLE', 'CREATE SCHEMA', 'CREATE ROLE', 'INHERIT']))
  expect(open).not.toContain('pg_read_file')
  await ordinary.close()
})

test('the server reads a workspace in its role only', async () => {
  const read = raw(`select * from ${role}.secret`)
  await expect(fresh.database.query(read)).rejects.toMatchObject({ code: '42501' })
  await expect(fresh.database.as(role, (run) => run(read))).resolves.toMatchObject({ count: 0 })
})

test('a database of another keeps its doors closed to us', async () => {
  const other = await freshDatabase()
  const { rows } = await other.database.query(
    raw(
      `select has_database_privilege('public', current_database(), 'connect') as anyone, has_database_privilege('guanxi', current_database(), 'temp') as temp`,
    ),
  )
  expect(rows).toEqual([{ anyone: false, temp: false }])
  await other.drop()
})
