/**
 * A workspace goes to another database while people write in it. All is copied; then its tables are held for as long as the last few
 * rows take, its old place is closed for good (its role may not enter, and `state` says where it went), and the directory is turned.
 * Closing is what counts: before it the workspace is where it was, after it whoever is refused there turns the directory himself
 * (where.ts). So a move may be killed at any point. Writers wait for the hold and go on in the new place.
 */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import sql from 'sql-template-tag'
import { Halt } from '../../lib/halt.ts'
import type { Workspace } from '../directory/workspaces.ts'
import type { Show } from '../backup/take.ts'
import { codeOf } from '../postgres/run.ts'
import { type Databases, mainName } from './databases.ts'
import { type Table, copyTable, makeAlike, momentOf, tablesOf, takeRest } from './move-rows.ts'
import { endMove, whereNow } from './where.ts'

export type MoveWish = {
  databases: Databases
  ownerUrlOf: (name: string) => string
  workspace: Workspace
  to: string
  /** Makes its tables there; `define` brings its own definitions, which more tables follow from. */
  lay: (define: () => Promise<void>) => Promise<void>
  show: Show
  /** For tests: told before each step. */
  at?: (step: 'copied' | 'held' | 'closed' | 'turned') => Promise<void>
}

/** `heldMs`: how long nobody could write. `left`: the old copy could not be removed yet, somebody still reads it. */
export type Moved = { from: string; to: string; rows: number; heldMs: number; left: boolean }

export async function moveWorkspace(wish: MoveWish): Promise<Moved> {
  const { databases, workspace, to, ownerUrlOf } = wish
  const { id, schema } = workspace
  const main = databases.named(mainName)
  return withOwner(ownerUrlOf(mainName), async (guard) => {
    const { rows } = await guard.query<{ mine: boolean }>(`select pg_try_advisory_lock(20261103, hashtext($1)) as mine`, [id])
    if (!rows[0]!.mine) throw underWay(workspace.name)
    const from = (await whereNow(main, databases.named, schema)) ?? mainName
    if (from === to) return { from, to, rows: 0, heldMs: 0, left: !(await tidy(wish, to)) }
    return withOwner(ownerUrlOf(from), (old) =>
      withOwner(ownerUrlOf(to), async (fresh) => {
        if ((await identityOf(old)) === (await identityOf(fresh))) throw sameDatabase(from, to)
        // an earlier move that was killed while it closed this place may be closing it still: it is waited for
        if (await closed(old, schema)) {
          const there = await whereNow(main, databases.named, schema)
          throw movedMeanwhile(workspace.name, there ?? to)
        }
        await main.query(sql`update platform.workspace set moving_to = ${to} where id = ${id} and database = ${from}`)
        const done = await carryOver(wish, guard, old, fresh).catch(async (error: unknown) => {
          if (!(await closed(old, schema).catch(() => true))) await drop(fresh, workspace).catch(() => false)
          throw error
        })
        await endMove(main, schema, from, to)
        const heldMs = Math.round(performance.now() - done.held)
        await wish.at?.('turned')
        return { from, to, rows: await countAll(fresh, schema, done.tables), heldMs, left: !(await tidy(wish, to)) }
      }),
    )
  })
}

type Done = { tables: Table[]; held: number }

async function carryOver(wish: MoveWish, guard: pg.Client, old: pg.Client, fresh: pg.Client): Promise<Done> {
  const { workspace, lay, show } = wish
  const { schema, role } = workspace
  await fresh.query(`drop schema if exists ${pg.escapeIdentifier(schema)} cascade`)
  const tables = await tablesOf(old, schema)
  await lay(() =>
    copyTable(
      old,
      fresh,
      schema,
      tables.find(({ name }) => name === 'definition')!,
    ),
  )
  await makeAlike(fresh, schema, role, tables)
  const there = wish.databases.named(wish.to)
  await there.owner((run) => there.admit(run, schema))
  await fresh.query(`truncate ${tables.map(({ name }) => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`).join(', ')}`)

  await old.query('begin isolation level repeatable read read only')
  let since = await momentOf(old)
  for (const [done, table] of tables.entries()) {
    show({ zh: '搬表', en: 'Tables' }, done, tables.length)
    await copyTable(old, fresh, schema, table)
  }
  await old.query('commit')
  await fresh.query(`analyze ${tables.map(({ name }) => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`).join(', ')}`)
  await wish.at?.('copied')
  // each round is shorter than the one before, until what is left is little enough to be waited for
  for (let round = 0; round < 6; round++) {
    await old.query('begin isolation level repeatable read read only')
    const next = await momentOf(old)
    const count = await takeRest(old, fresh, schema, tables, since)
    await old.query('commit')
    since = next
    if (count < 1000) break
  }
  const held = await hold(old, schema, tables)
  await wish.at?.('held')
  await mustBeAlike(old, schema, tables, workspace)
  await fresh.query('begin')
  await takeRest(old, fresh, schema, tables, since)
  await fresh.query('commit')
  // a lock that was lost does not come back: while it is held nobody else has touched what was copied
  await guard.query('select 1')
  await close(old, workspace, wish.to)
  await wish.at?.('closed')
  return { tables, held }
}

/**
 * Nobody writes any more, everybody reads. Written in one order by most deeds: what a deed writes first is held first. Where two wait
 * for each other we give way before PostgreSQL has to choose (after a second), and try again.
 */
async function hold(old: pg.Client, schema: string, tables: Table[]): Promise<number> {
  const last = ['changeset', 'change', 'event', 'outbox', 'counter', 'state']
  const names = [...tables.map(({ name }) => name), 'event'].filter((name) => !last.includes(name) && name !== 'idempotency')
  const order = ['idempotency', ...names, ...last].map((name) => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`)
  for (let attempt = 0; ; attempt++) {
    const begun = performance.now()
    await old.query('begin')
    await old.query(`set local lock_timeout = '700ms'`)
    try {
      await old.query(`lock table ${order.join(', ')} in share mode`)
      return begun
    } catch (error) {
      await old.query('rollback')
      if (!busy.has(codeOf(error)) || attempt === 100) throw error
      await pause(200 + Math.random() * 300)
    }
  }
}

/** Somebody else holds it; or two wait for each other. */
const busy = new Set(['55P03', '40P01'])

/** Nobody enters the old place again, not even with a statement that was prepared before, and not the owner who lays tables. */
async function close(old: pg.Client, { schema }: Workspace, to: string): Promise<void> {
  const place = pg.escapeIdentifier(schema)
  await old.query(`insert into ${place}.state (name, value) values ('moved', $1)`, [to])
  for (const whom of await letInto(old, schema)) {
    await old.query(`revoke all on all tables in schema ${place} from ${whom}`)
    await old.query(`revoke all on schema ${place} from ${whom}`)
  }
  await old.query('commit')
}

/** Its own role, and the server's where it enters without (postgres/identity.ts). */
async function letInto(old: pg.Client, schema: string): Promise<string[]> {
  const { rows } = await old.query<{ whom: string }>(
    `select distinct pg_catalog.quote_ident(r.rolname) as whom from pg_catalog.pg_namespace n, pg_catalog.aclexplode(n.nspacl) a, pg_catalog.pg_roles r
      where n.nspname = $1 and r.oid = a.grantee and a.grantee <> n.nspowner`,
    [schema],
  )
  return rows.map(({ whom }) => whom)
}

/** Whether it is closed, once nobody is about to close it: who closes holds the table until he is done. */
async function closed(old: pg.Client, schema: string): Promise<boolean> {
  await old.query('rollback')
  await old.query('begin')
  const state = `${pg.escapeIdentifier(schema)}.state`
  await old.query(`lock table ${state} in row exclusive mode`)
  const { rows } = await old.query(`select 1 from ${state} where name = 'moved'`)
  await old.query('rollback')
  return rows.length > 0
}

/** What stands of it in other databases is of no use to anybody. Exports may still read it: those are waited for, a while. */
async function tidy({ databases, ownerUrlOf, workspace }: MoveWish, at: string): Promise<boolean> {
  const home = await withOwner(ownerUrlOf(at), identityOf)
  let all = true
  for (const name of databases.names.filter((each) => each !== at)) {
    const gone = withOwner(ownerUrlOf(name), async (client) => (await identityOf(client)) === home || drop(client, workspace))
    all = (await gone.catch(() => false)) && all
  }
  return all
}

/** Two names may lead to one database. */
async function identityOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ identity: string }>(
    `select (select system_identifier from pg_control_system()) || ' ' || (select oid from pg_database where datname = current_database()) as identity`,
  )
  return rows[0]!.identity
}

async function drop(client: pg.Client, { schema, role }: Workspace): Promise<boolean> {
  await client.query('rollback')
  await client.query(`set lock_timeout = '1s'`)
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      await client.query(`drop schema if exists ${pg.escapeIdentifier(schema)} cascade`)
      await dropRole(client, role).catch(() => undefined)
      return true
    } catch (error) {
      if (!busy.has(codeOf(error))) throw error
      await pause(500)
    }
  }
  return false
}

/**
 * Who is still signed in as it here goes first: should it be made anew, he would be somebody whom nobody knows. The same PostgreSQL may
 * hold both databases: then the role is still in use, and stays.
 */
async function dropRole(client: pg.Client, role: string): Promise<void> {
  await client.query(`grant ${pg.escapeIdentifier(role)} to current_user`)
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = $1 and datname = current_database()`, [role])
  await client.query(`drop role if exists ${pg.escapeIdentifier(role)}`)
}

async function countAll(client: pg.Client, schema: string, tables: Table[]): Promise<number> {
  const each = tables.map(({ name }) => `(select count(*) from ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)})`)
  const { rows } = await client.query<{ n: number }>(`select (${each.join(' + ')})::float8 as n`)
  return rows[0]!.n
}

async function mustBeAlike(old: pg.Client, schema: string, tables: Table[], { name }: Workspace): Promise<void> {
  if (JSON.stringify(await tablesOf(old, schema)) === JSON.stringify(tables)) return
  throw new Halt({
    zh: `「${name}」的字段在搬迁时改了，没有搬：请再做一次。`,
    en: `The fields of “${name}” were changed meanwhile; it was not moved. Do it again.`,
  })
}

async function withOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, options: '-c TimeZone=UTC -c DateStyle=ISO', application_name: 'guanxi move' })
  client.on('error', () => undefined)
  await client.connect()
  return work(client).finally(() => client.end())
}

const underWay = (name: string) =>
  new Halt({ zh: `「${name}」正在搬，请等它完成。`, en: `“${name}” is being moved already; wait until it is done.` })

const sameDatabase = (a: string, b: string) =>
  new Halt({ zh: `「${a}」和「${b}」是同一个数据库。`, en: `“${a}” and “${b}” are one and the same database.` })

const movedMeanwhile = (name: string, to: string) =>
  new Halt({ zh: `「${name}」已经搬到「${to}」了。`, en: `“${name}” was moved to “${to}” already.` })
