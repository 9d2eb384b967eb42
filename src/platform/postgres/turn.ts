import sql from 'sql-template-tag'
import type { Run } from './run.ts'

/**
 * Two servers may start at once, and CREATE … IF NOT EXISTS is not safe against its own twin: the second waits for as long as the
 * first may need. What comes after waits for locks no longer than the owner ever does.
 */
export async function takeTurn(run: Run, key: number): Promise<void> {
  await run(sql`set local lock_timeout = 60000`)
  await run(sql`select pg_catalog.pg_advisory_xact_lock(${key})`)
  await run(sql`set local lock_timeout = 2000`)
}
