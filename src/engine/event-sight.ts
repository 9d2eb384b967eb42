/**
 * Who may hear of what. The rows behind a batch of events are read once, with what the deeds changed of their owners, and each
 * listener's rights (access.ts) are then held against cells in memory: 500 listeners cost no more questions than one.
 *
 *   sees it now               created, changed; with `came` where he did not see it just before
 *   saw it just before        gone, when it left his sight; removed, when it went altogether
 *   sees or saw one of many   many
 *   neither                   nothing: not even that something of this kind happened somewhere
 *
 * So a removal is told only to those who could read the record when it was removed: the change keeps its whole row, so there is
 * no need to guess. Of a record that left his sight one hears its id, which he knew, and nothing of how it is now.
 */
import type { Cell } from '../fields/field.ts'
import type { Run } from '../platform/postgres/run.ts'
import { branches, covering } from './access.ts'
import type { Catalog, Placed } from './catalog.ts'
import type { EventRow, Position } from './event-rows.ts'
import type { House } from './house.ts'
import type { Principal, Workspace } from './principal.ts'
import type { Row } from './store/reader.ts'
import { type Sql, id, join, sql, table } from './store/sql.ts'
import { sharedBy } from './write/shares.ts'

export type EventJson = {
  object: string
  id?: string
  version?: number
  changeset: string
  kind: 'created' | 'changed' | 'removed' | 'gone' | 'many'
  /** It was given or shared: he hears of it for the first time. */
  came?: true
}

/** One event with what decides about it, ready to be held against any principal. */
export type Sighted = { at: Position; row: EventRow; object: Placed; records: Sight[] }
/** `after`: as it is now, or as it was when it was removed. */
type Sight = {
  id: string
  version?: number
  now: Row | null
  after: Row | null
  before: Row | null
  sharedWith: Set<string>
  hadShares: Set<string>
}

export async function sight(house: House, workspace: Workspace, rows: EventRow[]): Promise<Sighted[]> {
  const catalog = await catalogFor(house, workspace, rows)
  const known = rows.filter((row) => catalog.objects.has(row.object))
  const behind = new Map<string, Behind>()
  for (const [name, of] of Map.groupBy(known, (row) => row.object))
    behind.set(name, await readBehind(house, workspace, catalog.objects.get(name)!, of))
  return known.map((row) => {
    const object = catalog.objects.get(row.object)!
    const records = row.ids.map((record) => sightOf(object, row, record, behind.get(row.object)!))
    return { at: row.at, row, object, records: row.kind === 'many' ? differing(object, records) : records }
  })
}

/** Another server may have made an object this second, and a record of it: news that is passed over now never comes again. */
async function catalogFor(house: House, workspace: Workspace, rows: EventRow[]): Promise<Catalog> {
  const catalog = await house.catalogOf(workspace)
  return rows.every((row) => catalog.objects.has(row.object)) ? catalog : house.catalogOf(workspace, 'now')
}

/** Of many records few differ in what decides: an import of 1,000 has a handful of owners. */
function differing(object: Placed, records: Sight[]): Sight[] {
  const owners = (row: Row | null) => row && ownersOf(object).map((cell) => row[cell])
  const key = ({ now, before, sharedWith, hadShares }: Sight) =>
    JSON.stringify([owners(now), owners(before), [...sharedWith], [...hadShares]])
  return [...new Map(records.map((record) => [key(record), record])).values()]
}

/** What this principal hears of an event; nothing is an answer. */
export function heardBy(principal: Principal, { row, object, records }: Sighted): EventJson[] {
  const { changeset, kind } = row
  const covers = covering(principal, object, 'read')
  const sees = ({ after, sharedWith }: Sight) => after !== null && (covers(after) || sharedWith.has(principal.user))
  const saw = ({ before, hadShares }: Sight) => before !== null && (covers(before) || hadShares.has(principal.user))
  const about = { object: object.name, changeset }
  if (kind === 'many') return records.some((record) => sees(record) || saw(record)) ? [{ ...about, kind }] : []
  return records.flatMap((record): EventJson[] => {
    const { id: which, version } = record
    if (kind === 'removed') return saw(record) ? [{ ...about, id: which, kind }] : []
    if (!sees(record)) return saw(record) ? [{ ...about, id: which, kind: 'gone' }] : []
    // Removed since: who could read it to its end hears of that in a moment.
    if (!record.now) return []
    return [{ ...about, id: which, version: version!, kind, ...(kind === 'changed' && !saw(record) ? { came: true as const } : {}) }]
  })
}

/** Somebody shared a first record with him since he was looked up: what he asks for next has to be answered with it. */
export const isFirstShared = ({ user, hasShares }: Principal, sighted: Sighted[]): boolean =>
  !hasShares && sighted.some(({ records }) => records.some(({ sharedWith }) => sharedWith.has(user)))

type Behind = { now: Map<string, Row>; changes: Map<string, Change[]>; shares: Map<string, Set<string>> }
type Change = { record: string; changeset: string; op: string; cells: Record<string, Cell>; shares: Record<string, string | null> }

/** Rights look at these cells only, and at what the record hangs on: that may be shared. */
const cellsOf = (object: Placed): string[] => [...ownersOf(object), ...anchorsOf(object)]
const ownersOf = (object: Placed): string[] => [
  ...(object.owner ? [object.owner.columns[0]!.name] : []),
  ...(object.anchors.length ? ['anchor_owner'] : []),
]
const anchorsOf = ({ anchors }: Placed): string[] => anchors.map((at) => at.columns[0]!.name)

const readBehind = (house: House, workspace: Workspace, object: Placed, rows: EventRow[]): Promise<Behind> =>
  house.databaseOf(workspace).as(workspace.role, (run) => behindOf(run, workspace.schema, object, rows), { readOnly: true })

async function behindOf(run: Run, schema: string, object: Placed, rows: EventRow[]): Promise<Behind> {
  const ids = [...new Set(rows.flatMap((row) => row.ids))]
  const changesets = [...new Set(rows.map((row) => row.changeset))]
  const cells = cellsOf(object)
  // -> and not ->>: an owner that was empty and one that was not touched are two things
  const before = cells.map((cell): Sql => sql`c.before -> ${cell} as ${id(cell)}`)
  const [now, changed] = await Promise.all([
    run<Row>(
      sql`select ${join([sql`id`, sql`version`, ...cells.map((cell) => id(cell))], ', ')} from ${table(schema, object.table)} where id = any(${ids}::uuid[])`,
    ),
    run<Record<string, string | null>>(
      sql`select ${join([sql`c.record`, sql`c.changeset`, sql`c.op`, sharesBefore, ...before], ', ')} from ${table(schema, 'change')} c
        where c.record = any(${ids}::uuid[]) and (c.changeset = any(${changesets}::uuid[]) or c.op = 'r') order by c.record, c.version desc`,
    ),
  ])
  const changes = changed.rows.map((row) => changeOf(row, cells))
  const hangsOn = [...now.rows, ...changes.map((change) => change.cells)].flatMap((row) =>
    anchorsOf(object).flatMap((cell) => row[cell] ?? []),
  )
  const { rows: shares } = await run<{ record: string; user_id: string }>(
    sql`select record, user_id from ${table(schema, 'share')} where record = any(${[...new Set([...ids, ...hangsOn])]}::uuid[])`,
  )
  return {
    now: new Map(now.rows.map((row) => [row.id as string, row])),
    changes: Map.groupBy(changes, (change) => change.record),
    shares: new Map([...Map.groupBy(shares, (row) => row.record)].map(([record, of]) => [record, new Set(of.map((row) => row.user_id))])),
  }
}

/** Whose shares a change touched, and how they were. */
const sharesBefore = sql`case when c.op = 'u' then (select pg_catalog.json_object_agg(e.key, e.value) from pg_catalog.jsonb_each(c.before) e where e.key like 'share %')::text end as shares`

function changeOf(row: Record<string, string | null>, cells: string[]): Change {
  const touched = cells.filter((cell) => row[cell] !== null)
  return {
    record: row.record!,
    changeset: row.changeset!,
    op: row.op!,
    cells: Object.fromEntries(touched.map((cell) => [cell, JSON.parse(row[cell]!) as Cell])),
    shares: row.shares ? (JSON.parse(row.shares) as Change['shares']) : {},
  }
}

/** Before: the row after, with what this deed's changes remember laid over it, the earliest last; null where the deed made it. */
function sightOf(object: Placed, event: EventRow, record: string, { now, changes, shares }: Behind): Sight {
  const row = now.get(record) ?? null
  const all = changes.get(record) ?? []
  const mine = all.filter((change) => change.changeset === event.changeset)
  const after = row ?? all.find((change) => change.op === 'r')?.cells ?? null
  const made = mine.at(-1)?.op === 'c'
  const before = made || !after ? null : (Object.assign({ ...after }, ...mine.map((change) => change.cells)) as Row)
  const own = shares.get(record) ?? nobody
  const through = (at: Row | null) => shares.get(anchorOf(object, at) ?? '') ?? nobody
  const sharedWith = own.union(through(after))
  const hadShares = formerShares(own, mine).union(through(before))
  return { id: record, ...(row ? { version: Number(row.version) } : {}), now: row, after, before, sharedWith, hadShares }
}

function formerShares(now: Set<string>, mine: Change[]): Set<string> {
  const touched = Object.entries(Object.assign({}, ...mine.map((change) => change.shares)) as Change['shares'])
  if (!touched.length) return now
  const former = new Set(now)
  for (const [cell, level] of touched) {
    if (level === null) former.delete(sharedBy(cell)!)
    else former.add(sharedBy(cell)!)
  }
  return former
}

const nobody = new Set<string>()

/** What it hangs on: of its anchors the first that is filled. */
const anchorOf = (object: Placed, row: Row | null) =>
  row &&
  (anchorsOf(object)
    .map((cell) => row[cell] as string | null)
    .find((each) => each) ??
    null)

/** For who cannot be told one by one what he missed: look at everything again that you may see. */
export function everythingFor(principal: Principal, catalog: Catalog): EventJson[] {
  const readable = [...catalog.objects.values()].filter((object) => branches(principal, object, 'read').length > 0)
  return readable.map((object) => ({ object: object.name, changeset: nobodysDeed, kind: 'many' }))
}
const nobodysDeed = '00000000-0000-0000-0000-000000000000'
