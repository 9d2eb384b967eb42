/**
 * The rules of growing past one machine, read off the SQL that the server sends while it does everything it can: start, set up,
 * write, search, list, import, undo, define, export, clean up. `SQL_RULES=1 npm test` and the long form hold all suites against them.
 */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type App, startApp } from './support/app.ts'
import { everything } from './support/everything.ts'
import { ask } from './support/rows.ts'
import { type Judge, type Rule, openJudge, rules, volatileFunctions } from './support/sql-rules.ts'
import { type Tap, openTap } from './support/tap.ts'

let volatile: Set<string>
let judge: Judge
let tap: Tap
let app: App
let folder: string
let other: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'guanxi-rules-'))
  const { postgres } = inject('postgres')
  volatile = await volatileFunctions(postgres.replace('DATABASE', 'postgres'))
  judge = openJudge(volatile)
  tap = await openTap(postgres, (...said) => judge.hear(...said))
  app = await startApp(undefined, null, tap.through)
  other = (await app.neighbour()).workspace.schema
})
afterAll(async () => {
  await app?.stop()
  tap?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('whatever the server does, its SQL keeps the rules', async () => {
  const answers = await everything(app, folder)
  expect(judge.wrongs()).toEqual([])
  expect(answers.filter(([, status]) => status !== 200)).toEqual([])
  // heard at all: what changes, what is asked, how tables are made, what holds twins apart
  const heard = judge.kinds()
  for (const kind of [
    'begin',
    'commit',
    'select',
    'insert',
    'insert on conflict',
    'update',
    'delete',
    'with',
    'declare',
    'create table',
    'alter table',
    'set local',
  ])
    expect([kind, heard[kind] ?? 0]).not.toEqual([kind, 0])
}, 300_000)

test('no trigger, no deferrable constraint and no key across schemas stands in the database', async () => {
  const own = `from pg_catalog.pg_namespace n where n.nspname = 'platform' or n.nspname like 'ws\\_%'`
  expect(
    await ask(
      app,
      `select t.tgname from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid where not t.tgisinternal and c.relnamespace in (select n.oid ${own})`,
    ),
  ).toEqual([])
  const constraints = `select k.conname from pg_catalog.pg_constraint k where k.connamespace in (select n.oid ${own})`
  expect(await ask(app, `${constraints} and k.condeferrable`)).toEqual([])
  expect(
    await ask(
      app,
      `${constraints} and k.contype = 'f' and k.connamespace <> (select c.relnamespace from pg_catalog.pg_class c where c.oid = k.confrelid)`,
    ),
  ).toEqual([])
  expect((await ask(app, `${constraints} and k.contype = 'p'`)).length).toBeGreaterThan(30)
})

/** One of each, as somebody might write it one day. `WS` and `OTHER` stand for two workspaces. */
const planted: [Rule, string[]][] = [
  ['two places', ['select a.id from WS.o_lead a join OTHER.o_lead b on a.id = b.id']],
  ['two places', ['select a.id from WS.o_user a join platform.person p on p.id = a.id']],
  ['foreign key', ['create table WS.planted (person uuid references platform.person)']],
  ['two places written', ['begin', "update platform.workspace set language = 'zh' where id is null", "update WS.state set value = '' where name = ''", 'rollback']],
  ['two places written', ['begin', 'select 1 from WS.o_lead limit 1', "delete from OTHER.state where name = ''", 'rollback']],
  ['two places written', ['begin', "insert into WS.counter (name, n) values ('planted', 1)", "select graphile_worker.add_job('x', '{}'::json)", 'rollback']],
  ['trigger', ['create trigger planted before update on WS.o_lead for each row execute function f()']],
  ['deferrable', ['alter table WS.o_lead add constraint planted unique (id) deferrable initially deferred']],
  ['merge', ["merge into WS.counter c using (values ('x')) v (name) on c.name = v.name when not matched then insert values (v.name, 1)"]],
  ['identity', ['alter table WS.o_lead add column planted bigint generated always as identity']],
  ['time or chance', ["update WS.o_lead set updated_at = now() where id is null"]],
  ['time or chance', ["update WS.o_lead set updated_at = current_timestamp where id is null"]],
  ['time or chance', ["insert into WS.counter as c (name, n) values ('p', 1) on conflict (name) do update set n = c.n + (random() * 2)::int"]],
  ['time or chance', ['with gone as (update WS.o_lead set id = gen_random_uuid() where id is null returning id) select id from gone']],
  ['returning', ["delete from WS.counter where name = '' returning n::text"]],
  ['returning', ["insert into WS.counter (name, n) values ('p', 1) on conflict do nothing returning n + 1"]],
  ['several statements', ['select 1 from WS.o_lead limit 1; select 2']],
  ['lock', ['select id, pg_catalog.pg_advisory_xact_lock(1) from WS.o_lead limit 1']],
  ['lock', ['begin', 'select pg_catalog.pg_advisory_xact_lock(1)', 'select 1 from WS.o_lead limit 1', 'commit']],
  ['lock', ["select pg_notify('news', id::text) from WS.o_lead"]],
] // prettier-ignore

test.each(planted)('planted: %s %j is noticed, and nothing else', async (rule, statements) => {
  const own = openJudge(volatile)
  const line = await openTap(inject('postgres').postgres, (...said) => own.hear(...said))
  const client = new pg.Client({ connectionString: line.through(app.fresh.ownerUrl), options: '-c statement_timeout=1000' })
  await client.connect()
  // refused or done, it was said; two of them belong to nobody, so that nothing is harmed
  for (const statement of statements)
    await client.query(statement.replaceAll('WS', `"${app.workspace.schema}"`).replaceAll('OTHER', `"${other}"`)).catch(() => undefined)
  await client.end()
  line.close()
  expect(own.wrongs().map((wrong) => wrong.rule)).toEqual([rule])
})

test('planted: a connection without a limit of time is noticed', async () => {
  const own = openJudge(volatile)
  const line = await openTap(inject('postgres').postgres, (...said) => own.hear(...said))
  for (const options of ['', '-c statement_timeout=0', '-c statement_timeout=15000']) {
    const client = new pg.Client({ connectionString: line.through(app.fresh.ownerUrl), application_name: `with ${options}`, options })
    await client.connect()
    await client.query('select 1').finally(() => client.end())
  }
  line.close()
  expect(own.wrongs()).toEqual([
    { rule: 'timeout', text: 'guanxi_owner with : select 1' },
    { rule: 'timeout', text: 'guanxi_owner with -c statement_timeout=0: select 1' },
  ])
})

test('every rule that reads SQL has one planted against it', () => {
  expect(Object.keys(rules).toSorted()).toEqual([...new Set([...planted.map(([rule]) => rule), 'timeout'])].toSorted())
})

const innocent = [
  "insert into WS.counter as c (name, n) values ($1, 1) on conflict (name) do update set n = c.n + 1 returning n",
  "select id from WS.o_lead where name = 'update x set y = now() returning 1' for update -- merge into trigger",
  'select pg_catalog.pg_try_advisory_xact_lock(1) as mine',
  'grant select, insert, update (name) on platform.workspace to "guanxi"',
  'create table WS.t (id bigint generated always as identity primary key)',
  'create table platform.k (person uuid references platform.person)',
] // prettier-ignore
test.each(innocent)('innocent: %s', (statement) => {
  const own = openJudge(volatile)
  const at = { user: 'guanxi', database: 'x', name: 'guanxi', options: '-c statement_timeout=1' }
  own.hear(at, { text: statement.replaceAll('WS', '"ws_0123456789abcdef"'), simple: true })
  expect(own.wrongs()).toEqual([])
})

/** Behind a coordinator an error brings its SQLSTATE and a sentence: these are missing. */
const told =
  /\b(error|reason|cause|failure)\b(?:\s+as\s+[^)]*\))?\??\.(constraint|table|column|schema|detail|dataType)\b|['"](constraint|column)['"] in (error|reason|cause)/
const sources = globSync('src/**/*.ts', { cwd: path.join(import.meta.dirname, '..') })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => ({ file, words: readFileSync(path.join(import.meta.dirname, '..', file), 'utf8') }))

test('errors of the database are told by SQLSTATE', () => {
  expect(sources.filter(({ words }) => told.test(words)).map(({ file }) => file)).toEqual([])
  for (const one of ["if (error.constraint === 'lead_mobile')", "(error as DatabaseError).column", "'constraint' in error"]) expect(told.test(one)).toBe(true) // prettier-ignore
})
