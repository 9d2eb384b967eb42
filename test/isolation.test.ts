import pg from 'pg'
import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { owner, text } from '../src/fields/index.ts'
import { define } from '../src/engine/workspace.ts'
import { principalFor } from '../src/http/acting.ts'
import { whoKey } from '../src/platform/auth/who.ts'
import type { Workspace } from '../src/platform/directory/workspaces.ts'
import { type App, type Call, startApp } from './support/app.ts'
import { importTable } from './support/imports.ts'
import { fingerprints } from './support/rows.ts'

const secret = '隔壁的秘密客户'
let app: App
let theirs: Workspace
let neighbour: Call
let admin: pg.Client
/** A connection of the server that waits for its next request. */
let idle: number
beforeAll(async () => {
  app = await startApp()
  const made = await app.neighbour()
  theirs = made.workspace
  neighbour = made.call
  for (let i = 0; i < 40; i++) await neighbour('POST', '/leads', { name: secret, company: `公司${i}` })
  const who = await principalFor(app.house, (await whoKey(app.fresh.database, made.key))!.place!, 'zh')
  const label = { zh: '密', en: 'Secret' }
  const object = {
    name: 'geheimding',
    label,
    title: 'name',
    fields: { name: text({ label }), owner: owner({ label }) },
    views: { list: ['name'], form: ['name'] },
    access: { owner: 'owner' },
  }
  await define(app.house, who, { objects: [object] }, app.house.forget)
  admin = new pg.Client({ connectionString: app.fresh.adminUrl })
  await admin.connect()
  const { rows } = await admin.query<{ pid: number }>(
    "select pid from pg_stat_activity where usename = 'guanxi' and state = 'idle' and datname = current_database()",
  )
  idle = rows[0]!.pid
  await admin.query(`analyze "${theirs.schema}".o_lead`)
})
afterAll(async () => {
  await admin.end()
  await app.stop()
})

/** What somebody would slip in, and how one sees that he got through: rows with the secret, a file's line, a thing made. */
type Attempt = [name: string, statements: (their: { schema: string; role: string }) => string[]]
const reading = (schema: string) => `select f_name as found from "${schema}".o_lead`

/** Each may stand in an injected expression or replace a statement; all run in the transaction of one workspace. */
const attempts: Attempt[] = [
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
  ['another’s statement cancelled', () => [`select '${secret}' as found where pg_cancel_backend(${idle})`]],
]

const roads: [string, (statements: string[]) => Promise<unknown>][] = [
  [
    'a deed',
    (statements) => app.fresh.database.as(app.workspace.role, async (run) => (await all(statements, (text) => run(raw(text)))).at(-1)),
  ],
  [
    'a reading',
    (statements) =>
      app.fresh.database.as(app.workspace.role, async (run) => (await all(statements, (text) => run(raw(text)))).at(-1), {
        readOnly: true,
      }),
  ],
  ['an export', (statements) => all(statements, exported)],
]

async function exported(text: string): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const rows of app.fresh.database.stream(app.workspace.role, raw(text))) found.push(...rows)
  return found
}

async function all<T>(statements: string[], run: (text: string) => Promise<T>): Promise<T[]> {
  const found: T[] = []
  for (const text of statements) found.push(await run(text))
  return found
}

const outcome = (work: Promise<unknown>) =>
  work.then(
    (answer) => JSON.stringify(answer) ?? '',
    (error: Error) => `refused: ${error.message}`.replaceAll(secret, ''),
  )

test.each(roads)('by way of %s nobody leaves his workspace', async (_, run) => {
  const through: string[] = []
  for (const [name, statements] of attempts) if ((await outcome(run(statements(theirs)))).includes(secret)) through.push(name)
  expect(through).toEqual([])
})

test('without the walls every one of these ways leads out (so the test above sees)', async () => {
  const held: string[] = []
  for (const [name, statements] of attempts) {
    await admin.query('begin')
    const answer = await outcome(all(statements(theirs), async (text) => [await admin.query(text)].flat().map(({ rows }) => rows)))
    await admin.query('rollback')
    if (!answer.includes(secret)) held.push(`${name}: ${answer}`)
  }
  expect(held).toEqual([])
})

test('an export is one statement: what closes its cursor and opens another as somebody else is refused', async () => {
  const slipped = `select 1; close portions; reset role; set local role "${theirs.role}"; declare portions no scroll cursor for ${reading(theirs.schema)}`
  expect(await outcome(exported(slipped))).toContain('refused')
  // and the twin: sent as plain text, as a query without values would be
  const plain = new pg.Client({ connectionString: app.fresh.runtimeUrl })
  await plain.connect()
  await plain.query('begin')
  await plain.query(`set local role "${app.workspace.role}"`)
  await plain.query(`declare portions no scroll cursor for ${slipped}`)
  expect(JSON.stringify((await plain.query('fetch all from portions')).rows)).toContain(secret)
  await plain.end()
})

const nobody = '01900000-0000-7000-8000-000000000000'

test('what the neighbour has answers like what nobody has: same status, same words', async () => {
  const mine = app.as.administrator
  const account = (await mine('POST', '/accounts', { name: '我方机械' })).body.id as string
  const lead = (await mine('POST', '/leads', { name: '我方线索' })).body
  const contact = (await mine('POST', '/contacts', { name: '我方联系人', account })).body.id as string
  const activity = (await mine('POST', '/activities', { text: '我方跟进', lead: lead.id })).body.id as string
  const imported = await importTable(app, 'administrator', 'leads', [['姓名'], ['我方导入']])
  const department = (await mine('GET', '/departments')).body.records[0].id as string
  const q = (filter: object) => encodeURIComponent(JSON.stringify(filter))
  const requests: [string, (id: string) => [string, string, unknown?]][] = [
    ...(['leads', 'accounts', 'contacts', 'activities', 'users', 'departments'] as const).flatMap(
      (path): [string, (id: string) => [string, string, unknown?]][] => [
        [path, (id) => ['GET', `/${path}/${id}`]],
        [path, (id) => ['PATCH', `/${path}/${id}`, { name: 'x' }]],
        [path, (id) => ['DELETE', `/${path}/${id}`]],
        [path, (id) => ['GET', `/${path}/${id}/timeline`]],
        [path, (id) => ['GET', `/${path}/${id}/history`]],
        [path, (id) => ['POST', `/${path}/batch`, { remove: [id] }]],
        [path, (id) => ['POST', `/${path}/batch`, { update: [{ id }] }]],
        [path, (id) => ['GET', `/${path}?filter=${q({ field: 'createdBy', op: 'eq', value: id })}`]],
      ],
    ),
    ['leads', (id) => ['POST', `/leads/${id}/assign`, { owner: app.users.manager }]],
    ['leads', (id) => ['GET', `/leads/${id}/discard`]],
    ['leads', (id) => ['POST', '/leads/actions/discard', { ids: [id], input: { reason: 'price' } }]],
    ['accounts', (id) => ['POST', '/contacts', { name: '接过来', account: id }]],
    ['contacts', (id) => ['POST', '/activities', { text: '接过来', contact: id }]],
    ['users', (id) => ['POST', '/leads', { name: '接过来', owner: id }]],
    ['accounts', (id) => ['GET', `/contacts?filter=${q({ field: 'account', op: 'eq', value: id })}`]],
    ['changesets', (id) => ['GET', `/changesets/${id}`]],
    ['changesets', (id) => ['GET', `/changesets/${id}/changes`]],
    ['changesets', (id) => ['POST', `/changesets/${id}/undo`, {}]],
    ['changesets', (id) => ['GET', `/changesets?by=${id}`]],
    ['imports', (id) => ['GET', `/imports/${id}`]],
    ['imports', (id) => ['PATCH', `/imports/${id}`, { twins: 'skip' }]],
    ['imports', (id) => ['POST', `/imports/${id}/check`]],
    ['imports', (id) => ['POST', `/imports/${id}/run`]],
    ['imports', (id) => ['GET', `/imports/${id}/problems`]],
    ['imports', (id) => ['PATCH', `/imports/${id}/rows/1`, { skip: true }]],
    ['imports', (id) => ['GET', `/imports/${id}/failed.csv`]],
  ]
  const ids: Record<string, string> = {
    leads: lead.id,
    accounts: account,
    contacts: contact,
    activities: activity,
    users: app.users.salesperson,
    departments: department,
    changesets: imported.changeset,
    imports: imported.id,
  }
  const tables = ['o_lead', 'o_account', 'o_contact', 'o_activity', 'o_user', 'o_department', 'import']
  const before = await fingerprints(app, tables)
  const told: string[] = []
  for (const [kind, request] of requests) {
    const answer = async (id: string) => {
      const { status, body } = await neighbour(...request(id))
      return JSON.stringify([status, body])
        .replaceAll(id, 'ID')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'OTHER')
    }
    const [there, missing] = [await answer(ids[kind]!), await answer(nobody)]
    if (there !== missing) told.push(`${request('ID').slice(0, 2).join(' ')}: ${there} but ${missing}`)
  }
  expect(told).toEqual([])
  expect(await fingerprints(app, tables)).toEqual(before)
  // and the twin: to their owner they are not like missing ones
  for (const [kind, request] of requests.filter(([, each]) => each('')[0] === 'GET' && !each('')[1].includes('?'))) {
    const [there, missing] = [await mine(...request(ids[kind]!)), await mine(...request(nobody))]
    expect([request('ID')[1], there.status === missing.status]).toEqual([request('ID')[1], false])
  }
})

test('a cursor and an idempotency key of one firm mean nothing in the other', async () => {
  const { body } = await app.as.administrator('GET', '/users?limit=1')
  expect((await neighbour('GET', `/users?limit=1&cursor=${body.next}`)).body.code).toBe('bad-cursor')
  const same = { 'idempotency-key': 'the same' }
  const [here, there] = [
    await app.as.administrator('POST', '/leads', { name: '甲' }, same),
    await neighbour('POST', '/leads', { name: '乙' }, same),
  ]
  expect([here.status, there.status]).toEqual([201, 201])
  expect(here.body.id).not.toBe(there.body.id)
})
