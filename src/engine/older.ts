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
import { id, sql, table } from './store/sql.ts'
import { deriveAnew, settleUp } from './write/settle-up.ts'
import { gather, gatheredOn } from './write/settle.ts'
import type { Tx } from './write/tx.ts'

type Place = Pick<Workspace, 'schema'>
type Event = { xid: string; seq: string; changeset: string; object: string; ids: string[] | null }

/** Rows held in one transaction; an import writes as many twice. */
const portion = 500
const most = 20
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

/** Mends what older servers wrote since we looked last; true when there may be more. Looking costs a reading; only what is found is written. */
export async function mendOlder(house: House, workspace: Workspace): Promise<boolean> {
  const catalog = await house.catalogOf(workspace)
  const database = house.databaseOf(workspace)
  const where = database.where()
  const looked = lookedIn(house)
  const isDue = (run: Run) => dueIn(run, workspace, catalog.release, where, looked)
  if (!(await database.as(workspace.role, isDue, { readOnly: true }))) return false
  const work = async (run: Run) => {
    const state = table(workspace.schema, 'state')
    const { rows } = await run<{ value: string }>(sql`select value from ${state} where name = 'older' for update`)
    const mark = rows[0]?.value
    const before = looked.get(workspace.schema)
    // mended by another server in the meantime: looked at anew
    if (mark === undefined || (!isOver(mark) && before?.mark !== mark)) return false
    return mendSince({ run, house, workspace, catalog }, mark, before?.upTo ?? mark, where)
  }
  return database.as(workspace.role, work, { retry: true, timeoutMs: 120_000 })
}

/** How far each workspace was looked through without a find, since the mark that is kept. */
type Looked = Map<string, { mark: string; upTo: string }>
const known = new WeakMap<House, Looked>()

function lookedIn(house: House): Looked {
  const found = known.get(house) ?? new Map()
  known.set(house, found)
  return found
}

async function dueIn(run: Run, workspace: Place, release: string, where: string, looked: Looked): Promise<boolean> {
  const state = table(workspace.schema, 'state')
  const { rows } = await run<{ name: string; value: string }>(sql`select name, value from ${state} where name in ('older', 'release')`)
  const kept = new Map(rows.map(({ name, value }) => [name, value]))
  const mark = kept.get('older')
  if (mark === undefined || kept.get('release')?.split(' ').at(-1) !== release) return false
  if (isOver(mark)) return true
  const before = looked.get(workspace.schema)
  // asked first: what ends in between is seen next time
  const end = await horizonIn(run)
  const moved = !mark.startsWith(`${where} `)
  // in another database transactions are counted otherwise; whatever was written until it moved came along
  const from = before?.mark === mark ? before.upTo : moved ? `${where} ${end} 0` : mark
  const found = await since(run, workspace, from, release, 1)
  looked.set(workspace.schema, { mark, upTo: found.length ? from : `${where} ${end} 0` })
  return found.length > 0
}

/** Nobody older was heard of for a day. */
const isOver = (mark: string) => Date.now() - Date.parse(mark.split(' ')[3]!) > patienceMs

async function horizonIn(run: Run): Promise<string> {
  const { rows } = await run<{ xid: string }>(sql`select pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text as xid`)
  return rows[0]!.xid
}

async function since(run: Run, { schema }: Place, mark: string, release: string, limit: number): Promise<Event[]> {
  const [, xid, seq] = mark.split(' ') as [string, string, string]
  const { rows } = await run<Event>(sql`select xid::text as xid, seq, changeset, object, ids from ${table(schema, 'event')}
    where (xid, seq) > (${xid}::xid8, ${seq}::bigint) and xid < pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())
      and release is distinct from ${release} order by xid, seq limit ${limit}`)
  return rows
}

async function mendSince(at: FillAt, mark: string, from: string, where: string): Promise<boolean> {
  const { run, catalog, workspace } = at
  const state = table(workspace.schema, 'state')
  if (isOver(mark)) {
    await run(sql`delete from ${state} where name = 'older'`)
    return false
  }
  // asked first: what ends in between is seen next time
  const end = await horizonIn(run)
  const rows = await since(run, workspace, from, catalog.release, most)
  const events = firstOf(rows)
  for (const [name, group] of Map.groupBy(events, (event) => event.object)) {
    const object = catalog.objects.get(name)
    if (object) await unseen(at, (tx) => mend(tx, object, group))
  }
  const more = events.length < rows.length || rows.length === most
  const last = more ? events.at(-1)! : { xid: end, seq: '0' }
  const heard = events.length ? new Date().toISOString() : mark.split(' ')[3]!
  await run(sql`update ${state} set value = ${`${where} ${last.xid} ${last.seq} ${heard}`} where name = 'older'`)
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
