import { raw } from 'sql-template-tag'
import type { Database } from './database.ts'

/** Ways out of a workspace that the database would let our own role go. Each is tried, in a transaction that is given up. */
export async function openDoors(database: Database): Promise<string[]> {
  const open: string[] = []
  for (const [name, statement] of ways) if (await isOpen(database, statement)) open.push(name)
  return open
}

const ways: [string, string][] = [
  ['set_config', "select pg_catalog.set_config('application_name', 'guanxi', true)"],
  ['query_to_xml', "select pg_catalog.query_to_xml('select 1', true, false, '')"],
  ['DO', 'do $$ begin null; end $$'],
  ['CREATE FUNCTION', "create function pg_temp.way_out() returns int language sql as 'select 1'"],
  ['CREATE TABLE', 'create table public.way_out (a int)'],
  ['CREATE TEMPORARY TABLE', 'create temporary table way_out (a int)'],
  ['CREATE SCHEMA', 'create schema way_out'],
  ['CREATE ROLE', 'create role guanxi_way_out'],
  ['lo_create', 'select pg_catalog.lo_create(0)'],
  ['pg_sleep', 'select pg_catalog.pg_sleep(0)'],
  ['pg_read_file', "select pg_catalog.pg_read_file('PG_VERSION')"],
  ['COPY TO PROGRAM', "copy (select 1) to program 'true'"],
  // a role that inherits reads every workspace without taking its role
  ['INHERIT', 'select 1 / (select rolinherit::int from pg_catalog.pg_roles where rolname = current_user)'],
]

async function isOpen(database: Database, statement: string): Promise<boolean> {
  const given = new Error('given up')
  const outcome = await database
    .as(null, async (run) => {
      await run(raw(statement))
      throw given
    })
    .catch((error: unknown) => error)
  return outcome === given
}
