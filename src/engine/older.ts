/**
 * A server of an older release that still works beside us fills its own columns and none of ours: the terms, keys, sums and computed
 * values that came with this release are missing in what it writes. Each event says which release wrote it, so these rows are found
 * one by one and mended within seconds; no table is gone through.
 */
import type { Run } from '../platform/postgres/database.ts'
import type { Placed } from './catalog.ts'
import { computeAnewOf, unseen } from './computed-fill.ts'
import type { FillAt } from './fills.ts'
import type { House } from './house.ts'
import type { Workspace } from './principal.ts'
import type { Row } from './store/reader.ts'
import { id, join, raw, sql, table } from './store/sql.ts'
import { deriveColumns, deriveSearch } from './write/rows.ts'
import { settleUp } from './write/settle-up.ts'
import { gather, gatheredOn } from './write/settle.ts'
import type { Tx } from './write/tx.ts'

type Place = Pick<Workspace, 'schema'>
type Event = { xid: string; seq: string; changeset: string; object: string; ids: string[] | null }

/** Rows held in one transaction; an import writes as many twice. */
const portion = 500
/** Events are kept for a day. */
const patienceMs = 86_400_000

/** From now on events of other releases are looked for. Runs where the tables are laid, and at each start. */
export async function watchOlder(run: Run, { schema }: Place, where: string): Promise<void> {
  const value = sql`${where} || ' ' || pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text || ' 0 ' || ${new Date().toISOString()}`
  await run(sql`insert into ${table(schema, 'state')} (name, value) select 'older', ${value} on conflict (name) do nothing`)
}

/** The newest release is the one whose columns count; an older one that is started once more does not become it. */
export const rememberRelease = (run: Run, { schema }: Place, release: string) =>
  run(sql`insert into ${table(schema, 'state')} as s (name, value) values ('release', ${release}) on conflict (name) do update
    set value = pg_catalog.right(s.value, 600) || ' ' || excluded.value where pg_catalog.strpos(s.value, excluded.value) = 0`)

/** Mends what older servers wrote since we looked last; true when there may be more. */
export async function mendOlder(house: House, workspace: Workspace): Promise<boolean> {
  const catalog = await house.catalogOf(workspace)
  const database = house.databaseOf(workspace)
  const state = table(workspace.schema, 'state')
  const marks = sql`select name, value from ${state} where name in ('older', 'release')`
  const { rows } = await database.as(workspace.role, (run) => run<{ name: string; value: string }>(marks), { readOnly: true })
  const kept = new Map(rows.map(({ name, value }) => [name, value]))
  if (!kept.has('older') || kept.get('release')?.split(' ').at(-1) !== catalog.release) return false
  const work = async (run: Run) => {
    const held = await run<{ value: string }>(sql`select value from ${state} where name = 'older' for update`)
    const mark = held.rows[0]?.value
    return mark !== undefined && mendSince({ run, house, workspace, catalog }, mark, database.where())
  }
  return database.as(workspace.role, work, { retry: true, timeoutMs: 120_000 })
}

async function mendSince(at: FillAt, mark: string, where: string): Promise<boolean> {
  const { run, catalog, workspace } = at
  const state = table(workspace.schema, 'state')
  const [from, xid, seq, since] = mark.split(' ') as [string, string, string, string]
  if (from !== where || Date.now() - Date.parse(since) > patienceMs) {
    // moved to where transactions are counted otherwise: whatever was written until then came along
    await run(sql`delete from ${state} where name = 'older'`)
    if (from !== where) await watchOlder(run, workspace, where)
    return false
  }
  const horizon = sql`pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())`
  const { rows: ends } = await run<{ xid: string }>(sql`select ${horizon}::text as xid`)
  const end = ends[0]!.xid
  const { rows } = await run<Event>(sql`select xid::text as xid, seq, changeset, object, ids from ${table(workspace.schema, 'event')}
    where (xid, seq) > (${xid}::xid8, ${seq}::bigint) and xid < ${end}::xid8 and release is distinct from ${catalog.release} order by xid, seq limit 20`)
  const events = firstOf(rows)
  for (const [name, group] of Map.groupBy(events, (event) => event.object)) {
    const object = catalog.objects.get(name)
    if (object) await unseen(at, (tx) => mend(tx, object, group))
  }
  const more = events.length < rows.length || rows.length === 20
  const last = more ? `${events.at(-1)!.xid} ${events.at(-1)!.seq}` : `${end} 0`
  const next = `${where} ${last} ${events.length ? new Date().toISOString() : since}`
  if (events.length || BigInt(end) > BigInt(xid) + 100n) await run(sql`update ${state} set value = ${next} where name = 'older'`)
  return more
}

function firstOf(events: Event[]): Event[] {
  let rows = 0
  return events.filter((event, i) => {
    rows += event.ids?.length ?? 0
    return i === 0 || rows <= portion
  })
}

async function mend(tx: Tx, object: Placed, events: Event[]): Promise<void> {
  const ids = [...new Set(events.flatMap((event) => event.ids ?? []))].toSorted()
  if (!ids.length) return
  const parents = await parentsOf(tx, object, ids, [...new Set(events.map((event) => event.changeset))])
  await deriveAnew(tx, object, ids)
  await computeAnewOf(tx, object, ids)
  for (const { parent, gathered, of } of parents) gather(tx, parent, gathered, of)
  await settleUp(tx)
}

/** Keys and terms that the types make of their own cells. */
async function deriveAnew(tx: Tx, object: Placed, ids: string[]): Promise<void> {
  const place = table(tx.principal.workspace.schema, object.table)
  const columns = object.columns.filter((column) => !column.name.startsWith('search_')).map((column) => id(column.name))
  const { rows } = await tx.run<Row>(
    sql`select ${join(columns, ', ')} from ${place} t where t.id = any(${ids}::uuid[]) order by t.id for no key update of t`,
  )
  const names = new Set(rows.flatMap((row) => [...deriveColumns(object, row, undefined), ...deriveSearch(object, row, undefined)]))
  const into = object.columns.filter((column) => names.has(column.name))
  if (!into.length) return
  const arrays = into.map((column) => sql`${rows.map((row) => row[column.name] ?? null)}::${raw(column.type)}[]`)
  const sets = into.map((column) => sql`${id(column.name)} = u.${id(column.name)}`)
  const listed = into.map((column) => id(column.name))
  tx.send(sql`update ${place} t set ${join(sets, ', ')} from unnest(${rows.map((row) => row.id!)}::uuid[], ${join(arrays, ', ')}) as u(id, ${join(listed, ', ')})
    where t.id = u.id`)
}

/** Who gathers these records: those they belong to now, and those they belonged to before. */
async function parentsOf(tx: Tx, object: Placed, ids: string[], changesets: string[]) {
  const { schema } = tx.principal.workspace
  const found: { parent: Placed; gathered: ReturnType<typeof gatheredOn>; of: string[] }[] = []
  for (const parent of tx.catalog.objects.values())
    for (const [by, gathered] of Map.groupBy(gatheredOn(parent, object), (each) => each.gathering.by)) {
      const column = object.fields.get(by)!.columns[0]!.name
      const { rows } = await tx.run<{ id: string }>(
        sql`select t.${id(column)}::text as id from ${table(schema, object.table)} t where t.id = any(${ids}::uuid[]) and t.${id(column)} is not null
          union select c.before ->> ${column} from ${table(schema, 'change')} c
            where c.changeset = any(${changesets}::uuid[]) and c.record = any(${ids}::uuid[]) and c.before ->> ${column} is not null`,
      )
      found.push({ parent, gathered, of: rows.map((row) => row.id).toSorted() })
    }
  return found
}
