/** What somebody would slip in to leave his workspace: expressions, subqueries, whole statements; and the roads on which it would travel. */
import { raw } from 'sql-template-tag'
import type { Database } from '../../src/platform/postgres/database.ts'

/** In every lead of the neighbour; `x_geheimding` is the table of an object of his own. */
export const secret = '隔壁的秘密客户'

/** `idle`: a connection of the server that waits for its next request. */
export type Their = { schema: string; role: string; idle: number }

/** What somebody would slip in, and how one sees that he got through: rows with the secret, a file's line, a thing made. */
export type Attempt = [name: string, statements: (their: Their) => string[]]
export const reading = (schema: string) => `select f_name as found from "${schema}".o_lead`

/** Each may stand in an injected expression or replace a statement; all run in the transaction of one workspace. */
export const attempts: Attempt[] = [
  ['the other schema by name', ({ schema }) => [reading(schema)]],
  ['the other schema in a subquery', ({ schema }) => [`select (select string_agg(f_name, ',') from "${schema}".o_lead) as found`]],
  ['the log of the other', ({ schema }) => [`select deed || '${secret}' as found from "${schema}".changeset`]],
  ['another role by set_config', ({ schema, role }) => [`select set_config('role', '${role}', true)`, reading(schema)]],
  ['no role by set_config', ({ schema }) => [`select set_config('role', 'none', true)`, reading(schema)]],
  ['another role stacked', ({ schema, role }) => [`select 1; set local role "${role}"; ${reading(schema)}`]],
  ['no role stacked', ({ schema }) => [`select 1; reset role; ${reading(schema)}`]],
  ['text run by query_to_xml', ({ schema }) => [`select query_to_xml('${reading(schema)}', true, false, '')::text as found`]],
  ['a schema as xml', ({ schema }) => [`select schema_to_xml('${schema}', true, false, '')::text as found`]],
  [
    'a cursor as xml',
    ({ schema }) => [`declare c cursor for ${reading(schema)}`, `select cursor_to_xml('c', 100, true, false, '')::text as found`],
  ],
  ['a DO block that changes the role', ({ schema, role }) => [`do $$ begin execute 'set local role "${role}"'; end $$`, reading(schema)]],
  [
    'a function of his own',
    ({ schema }) => [
      `create function pg_temp.f() returns text language sql as $$ select string_agg(f_name, ',') from "${schema}".o_lead $$`,
      'select pg_temp.f() as found',
    ],
  ],
  ['a table for the moment', () => [`create temp table kept as select '${secret}'::text as found`, 'select * from kept']],
  ['a table that stays', () => [`create table public.kept as select '${secret}'::text as found`, 'select * from public.kept']],
  ['the statistics of the other', ({ schema }) => [`select most_common_vals::text as found from pg_stats where schemaname = '${schema}'`]],
  ['the statistics themselves', () => [`select stavalues1::text as found from pg_statistic`]],
  [
    'names of the other’s tables',
    () => [`select relname::text || '${secret}' as found from pg_catalog.pg_class where relname = 'x_geheimding'`],
  ],
  [
    'names of the other’s columns',
    () => [`select '${secret}' as found from pg_catalog.pg_attribute a where attrelid::regclass::text like '%x_geheimding%' limit 1`],
  ],
  [
    'names of tables in a view',
    () => [`select tablename::text || '${secret}' as found from pg_catalog.pg_tables where tablename = 'x_geheimding'`],
  ],
  [
    'names of tables in statistics',
    () => [`select relname::text || '${secret}' as found from pg_catalog.pg_stat_all_tables where relname = 'x_geheimding'`],
  ],
  [
    'names of tables by their types',
    () => [`select typname::text || '${secret}' as found from pg_catalog.pg_type where typname = 'x_geheimding'`],
  ],
  [
    'names of tables by the standard’s view',
    () => [`select table_name::text || '${secret}' as found from information_schema.tables where table_name = 'x_geheimding'`],
  ],
  [
    'what others are asking',
    () => [`select query || '${secret}' as found from pg_catalog.pg_stat_activity where query <> '' and query not like '<%'`],
  ],
  [
    'passwords of the database',
    () => [`select rolpassword || '${secret}' as found from pg_catalog.pg_authid where rolpassword is not null`],
  ],
  [
    'people and their passwords',
    () => [`select hash || '${secret}' as found from (select to_jsonb(p)::text as hash from platform.person p) p`],
  ],
  ['keys', () => [`select to_jsonb(k)::text || '${secret}' as found from platform.api_key k`]],
  ['the queue of jobs', () => [`select '${secret}' as found from graphile_worker.add_job('import.run', '{}'::json) j`]],
  ['a file of the server', () => [`select pg_read_file('PG_VERSION') || '${secret}' as found`]],
  ['a folder of the server', () => [`select pg_ls_dir('.') || '${secret}' as found`]],
  ['a large object from a file', () => [`select lo_import('PG_VERSION')::text || '${secret}' as found`]],
  ['a large object', () => [`select lo_from_bytea(0, 'x')::text || '${secret}' as found`]],
  [
    'a file out of a program',
    () => ['create temp table line (found text)', `copy line from program 'echo ${secret}'`, 'select * from line'],
  ],
  ['a program fed', () => [`copy (select 1) to program 'cat >/dev/null'`, `select '${secret}' as found`]],
  ['a file written', () => [`copy (select 1) to '/tmp/guanxi-isolation-${process.pid}'`, `select '${secret}' as found`]],
  ['sleep', () => [`select pg_sleep(0)::text || '${secret}' as found`]],
  ['another’s statement cancelled', ({ idle }) => [`select '${secret}' as found where pg_cancel_backend(${idle})`]],
]

/** Whole statements, sent one by one: what no statement of the engine can become, and what PostgreSQL lets whoever may take roles. */
export const wholes: Attempt[] = [
  ['another role', ({ schema, role }) => [`set local role "${role}"`, reading(schema)]],
  ['another role for the session', ({ schema, role }) => [`set role "${role}"`, reading(schema)]],
  ['no role, then another', ({ schema, role }) => ['reset role', `set local role "${role}"`, reading(schema)]],
  [
    'the session’s own self, then another',
    ({ schema, role }) => ['set session authorization default', `set local role "${role}"`, reading(schema)],
  ],
  ['people, by no role', () => ['reset role', `select to_jsonb(p)::text || '${secret}' as found from platform.person p`]],
  ['the server’s password, by no role', () => ['reset role', `alter role guanxi password 'x'`, `select '${secret}' as found`]],
]

/** How a statement of a workspace comes to PostgreSQL. Nothing of it stays. */
export function roadsOf(database: Database, role: string): [string, (statements: string[]) => Promise<unknown>][] {
  const deed = (readOnly: boolean) => async (statements: string[]) => {
    let found: unknown
    const given = new Error('given up')
    await database
      .as(
        role,
        async (run) => {
          found = (await all(statements, (text) => run(raw(text)))).at(-1)
          throw given
        },
        { readOnly },
      )
      .catch((error: unknown) => {
        if (error !== given) throw error
      })
    return found
  }
  return [
    ['a deed', deed(false)],
    ['a reading', deed(true)],
    ['an export', (statements) => all(statements, (text) => exported(database, role, text))],
  ]
}

export async function exported(database: Database, role: string, text: string): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const rows of database.stream(role, raw(text))) found.push(...rows)
  return found
}

export async function all<T>(statements: string[], run: (text: string) => Promise<T>): Promise<T[]> {
  const found: T[] = []
  for (const text of statements) found.push(await run(text))
  return found
}

/** Names of the attempts that came back with what they must not. */
export async function through(which: Attempt[], their: Their, run: (statements: string[]) => Promise<unknown>): Promise<string[]> {
  const names: string[] = []
  for (const [name, statements] of which) if ((await outcome(run(statements(their)))).includes(secret)) names.push(name)
  return names
}

export const outcome = (work: Promise<unknown>) =>
  work.then(
    (answer) => JSON.stringify(answer) ?? '',
    (error: Error) => `refused: ${error.message}`.replaceAll(secret, ''),
  )
