/**
 * From the first backup on, one slot holds back what PostgreSQL writes into its log, so that any moment after the backup can be had
 * again; the next backup saves that log and moves the slot on. `max_slot_wal_keep_size` (settings.ts) lets go of what is too much.
 */
import pg from 'pg'
import { numberOf } from './segments.ts'

/** What became of the log since the backup before: it is there from `from` on, there was none yet, or it was let go. */
export type Held = { since: 'kept'; from: bigint } | { since: 'begun' | 'lost' | 'unwanted' }

const slot = 'guanxi_log'

export async function holdLog(client: pg.Client, wanted: boolean): Promise<Held> {
  const { rows } = await client.query<{ lsn: string | null; status: string }>(
    `select restart_lsn::text as lsn, wal_status as status from pg_replication_slots where slot_name = $1`,
    [slot],
  )
  const [found] = rows
  if (wanted && found?.lsn && ['reserved', 'extended'].includes(found.status)) return { since: 'kept', from: numberOf(found.lsn) }
  if (found) await client.query(`select pg_drop_replication_slot($1)`, [slot])
  if (!wanted) return { since: 'unwanted' }
  await client.query(`select pg_create_physical_replication_slot($1, true)`, [slot])
  return { since: found ? 'lost' : 'begun' }
}

/** A backup is whole and has the log up to here: what comes after it is held from now on. */
export async function holdFrom(adminUrl: string, lsn: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'guanxi backup' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(`select pg_replication_slot_advance($1, $2)`, [slot, lsn])
  } catch {
    // a backup that began later has ended before; a slot that stays behind holds more than it must, and the next backup moves it
  } finally {
    await client.end().catch(() => undefined)
  }
}
