/**
 * The event log read by a commit-safe cursor: rows in order of (transaction, sequence), and only those of transactions below
 * the oldest that still runs. A sequence alone would lose what a slow transaction wrote under a number that was passed
 * already; below that horizon nothing can appear any more. The price: one long transaction holds the news of all back until it ends.
 */
import type { House } from './house.ts'
import type { Workspace } from './principal.ts'
import { sql, table } from './store/sql.ts'

/** Everything up to and with this row was read. `at`: the database whose transactions these are; those of another say nothing. */
export type Position = { at: string; xid: bigint; seq: bigint }

/** `ids` of a bulk deed are kept too, so that it can be told only to who sees one of them. */
export type EventRow = { at: Position; changeset: string; object: string; kind: 'created' | 'changed' | 'removed' | 'many'; ids: string[] }

export const portion = 100

export async function readEvents(house: House, workspace: Workspace, after: Position, limit = portion): Promise<EventRow[]> {
  const { schema, role } = workspace
  const statement = sql`select xid::text as xid, seq, changeset, object, kind, ids from ${table(schema, 'event')}
    where (xid, seq) > (${String(after.xid)}::xid8, ${String(after.seq)}::bigint) and xid < pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())
    order by xid, seq limit ${limit}`
  type Row = Omit<EventRow, 'at' | 'ids'> & { xid: string; seq: string; ids: string[] | null }
  const database = house.databaseOf(workspace)
  const { rows } = await database.as(role, (run) => run<Row>(statement, { name: `events ${schema}` }), { readOnly: true })
  const at = database.where()
  return rows.map(({ xid, seq, ids, ...row }) => ({ ...row, ids: ids ?? [], at: { at, xid: BigInt(xid), seq: BigInt(seq) } }))
}

/** Where to begin hearing: whatever commits from now on comes after it. */
export async function nowIn(house: House, workspace: Workspace): Promise<Position> {
  const database = house.databaseOf(workspace)
  const { rows } = await database.as(
    workspace.role,
    (run) => run<{ xid: string }>(sql`select pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text as xid`),
    { readOnly: true },
  )
  return { at: database.where(), xid: BigInt(rows[0]?.xid ?? 0) - 1n, seq: lastSeq }
}

const lastSeq = 2n ** 63n - 1n

/** Whether all since then is still kept, and is little enough to be told one by one. */
export async function canTellSince(house: House, workspace: Workspace, since: Position, now: Position): Promise<boolean> {
  if (since.at !== now.at || isAfter(since, now)) return false
  const { schema, role } = workspace
  const events = table(schema, 'event')
  const { rows } = await house.databaseOf(workspace).as(
    role,
    (run) =>
      run<{ oldest: string | null; behind: string }>(
        sql`select (select xid::text from ${events} order by xid, seq limit 1) as oldest,
          (select coalesce(sum(case kind when 'many' then 1 else cardinality(ids) end), 0)::text from (select kind, ids from ${events} where (xid, seq) > (${String(since.xid)}::xid8, ${String(since.seq)}::bigint) limit ${mostMissed + 1}) missed) as behind`,
      ),
    { readOnly: true },
  )
  const { oldest, behind } = rows[0]!
  return oldest !== null && BigInt(oldest) <= since.xid && Number(behind) <= mostMissed
}

/** Events and records in them, each. */
const mostMissed = 1000

/** Nobody resumes after so long; the changes themselves are in the change log for ever. */
const keptHours = 24

/** Forgets old events; returns how many. */
export async function pruneEvents(house: Pick<House, 'databaseOf'>, { schema, role }: Pick<Workspace, 'schema' | 'role'>): Promise<number> {
  const oldest = new Date(Date.now() - keptHours * 3_600_000).toISOString()
  const { count } = await house
    .databaseOf({ schema })
    .as(role, (run) => run(sql`delete from ${table(schema, 'event')} where at < ${oldest}`), { retry: true })
  return count
}

/** The workspace was moved since: its events are counted by the transactions of another database now. */
export const isElsewhere = (house: House, workspace: Workspace, { at }: Position) => house.databaseOf(workspace).where() !== at

export const isAfter = (a: Position, b: Position) => a.xid > b.xid || (a.xid === b.xid && a.seq > b.seq)

/** As it travels in `id:` and comes back in Last-Event-ID. */
export const positionText = ({ at, xid, seq }: Position) => `${xid}-${seq}${at === 'main' ? '' : `-${at}`}`

/** Undefined when it is not ours. */
export function readPosition(text: string): Position | undefined {
  const found = /^(\d{1,20})-(\d{1,19})(?:-([a-z]\w{0,62}))?$/.exec(text)
  if (!found) return undefined
  const [xid, seq] = [BigInt(found[1]!), BigInt(found[2]!)]
  return xid < 2n ** 64n && seq <= lastSeq ? { at: found[3] ?? 'main', xid, seq } : undefined
}
