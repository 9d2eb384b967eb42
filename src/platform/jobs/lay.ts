/**
 * graphile-worker's tables, in a schema of its own. Its functions are written in plpgsql, whose use is taken from everybody but
 * the owner (postgres/roles.ts), because with it a statement that slipped in could leave its workspace by a `DO` block. That
 * asks only who *makes* a function, not who calls one. So the owner lays the schema, and the server's own role works in it, by
 * grants and by policies (graphile-worker switches row security on and names nobody). The roles of workspaces are not even let
 * into the schema, as with `platform`. Thus no connection of the owner stays open for everyday work, and on somebody's own
 * PostgreSQL jobs run without DATABASE_OWNER_URL once they are laid.
 */
import pg from 'pg'
import { runMigrations } from 'graphile-worker'
import sql, { raw } from 'sql-template-tag'
import { Halt } from '../../lib/halt.ts'
import type { Database } from '../postgres/database.ts'
import { codeOf } from '../postgres/run.ts'
import { takeTurn } from '../postgres/turn.ts'
import { quietLogger } from './quiet.ts'

export const schema = 'graphile_worker'

/** Safe to repeat; several servers may start at once. */
export async function layJobs(database: Database, ownerUrl: string | undefined): Promise<void> {
  if (!ownerUrl) return mustBeLaid(database)
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1, application_name: 'guanxi', options: '-c statement_timeout=3600000' })
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('error', () => undefined)
  try {
    await runMigrations({ pgPool: pool, schema, logger: quietLogger(() => undefined) })
  } finally {
    await pool.end()
  }
  await grant(database)
}

async function grant(database: Database): Promise<void> {
  const { rows } = await database.query<{ role: string }>(sql`select current_user as role`)
  const role = `"${(rows[0]?.role ?? '').replaceAll('"', '""')}"`
  await database.owner(async (run) => {
    await takeTurn(run, 20261102)
    const tables = await run<{ name: string; done: boolean }>(
      sql`select c.relname::text as name, exists (select 1 from pg_catalog.pg_policy p where p.polrelid = c.oid and p.polname = 'server') as done
        from pg_catalog.pg_class c where c.relnamespace = ${schema}::pg_catalog.regnamespace and c.relkind = 'r' and c.relrowsecurity`,
    )
    for (const statement of rights(role)) await run(raw(statement))
    for (const { name } of tables.rows.filter((table) => !table.done))
      await run(raw(`create policy server on ${schema}."${name}" for all to ${role} using (true) with check (true)`))
  })
}

const rights = (role: string) => [
  `revoke all on schema ${schema} from public`,
  `revoke execute on all functions in schema ${schema} from public`,
  `grant usage on schema ${schema} to ${role}`,
  `grant select, insert, update, delete on all tables in schema ${schema} to ${role}`,
  `grant execute on all functions in schema ${schema} to ${role}`,
]

async function mustBeLaid(database: Database): Promise<void> {
  try {
    await database.query(sql`select 1 from ${raw(schema)}.migrations limit 1`)
  } catch (error) {
    if (!['42P01', '3F000', '42501'].includes(codeOf(error))) throw error
    throw new Halt({
      zh: '后台任务的表还没有建：请在第一次启动时也设 DATABASE_OWNER_URL。',
      en: 'The tables for background jobs are not made yet: set DATABASE_OWNER_URL for the first start.',
    })
  }
}
