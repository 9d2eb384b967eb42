/** What follows in other records from a change of these: sums over children, and whose record opens which. In sets, same transaction. */
import type { Gathering } from '../../fields/field.ts'
import type { Placed } from '../catalog.ts'
import { type FieldAt, columnOf, sortColumn } from '../store/columns.ts'
import { compileFilter } from '../store/filter.ts'
import type { Row } from '../store/reader.ts'
import { type Sql, id, join, raw, sql, table } from '../store/sql.ts'
import { isLimited } from './limits.ts'
import type { Tx } from './tx.ts'

export type Settled = { id: string; before: Row | null; after: Row | null }

export async function settle(tx: Tx, object: Placed, rows: Settled[]): Promise<void> {
  if (isLimited(object))
    owe(
      tx.limited,
      object,
      rows.filter((row) => row.after).map((row) => row.id),
    )
  for (const parent of tx.catalog.objects.values())
    for (const [by, gathered] of Map.groupBy(gatheredOn(parent, object), (each) => each.gathering.by)) {
      const pointer = object.fields.get(by)!.columns[0]!.name
      const parents = new Set(
        rows.flatMap(({ before, after }) => [before?.[pointer], after?.[pointer]]).filter((each) => typeof each === 'string'),
      )
      gather(tx, parent, gathered, [...parents].sort())
    }
  await moveAnchors(tx, object, rows)
}

/** All that is gathered on these records, from whomever. */
export function gatherAnew(tx: Tx, parent: Placed, ids: string[]): void {
  gather(tx, parent, gatheredOn(parent), ids.toSorted())
}

type Gathered = { at: FieldAt; gathering: Gathering }

/** A catalog's objects stay as they are: looked for once, not at each write in every field of every object, a thirtieth of creating a record. */
const gathering = new WeakMap<Placed, Gathered[]>()

export function gatheredOn(parent: Placed, child?: Placed): Gathered[] {
  let all = gathering.get(parent)
  if (!all) {
    all = [...parent.fields.values()].flatMap((at) => {
      const found = at.type.gathers?.(at.field)
      return found ? [{ at, gathering: found }] : []
    })
    gathering.set(parent, all)
  }
  return child ? all.filter((each) => each.gathering.of === child.name) : all
}

/** Adds records to a list of those that something is still to be done with. */
function owe(to: Map<string, Set<string>>, object: Placed, ids: string[]): void {
  if (ids.length) to.set(object.name, new Set([...(to.get(object.name) ?? []), ...ids]))
}

/**
 * Locked first, in a statement of its own: an UPDATE that waits for another deed goes on with the sums of before it
 * waited, so that of two follow-ups written at once one would not be counted.
 */
export function gather(tx: Tx, parent: Placed, gathered: Gathered[], ids: string[]): void {
  if (!ids.length || !gathered.length) return
  const { schema } = tx.principal.workspace
  tx.send(sql`select 1 from ${table(schema, parent.table)} p where p.id = any(${ids}::uuid[]) order by p.id for no key update of p`)
  owe(tx.owed, parent, ids)
  if (isLimited(parent)) owe(tx.limited, parent, ids)
  const sets = gathered.map(({ at, gathering }) => {
    const child = tx.catalog.objects.get(gathering.of)!
    const pointer = child.fields.get(gathering.by)!.columns[0]!.name
    const condition =
      gathering.where === undefined
        ? sql``
        : sql` and ${compileFilter({ ...tx, object: child, alias: 'c', trusted: true }, gathering.where)}`
    const from = sql`from ${table(schema, child.table)} c where c.${id(pointer)} = p.id${condition}`
    return join(
      at.columns.map(
        (column) =>
          sql`${id(column.name)} = (select ${measure(tx, child, gathering, column.name.slice(at.columns[0]!.name.length), from)})`,
      ),
      ', ',
    )
  })
  tx.send(sql`update ${table(schema, parent.table)} p set ${join(sets, ', ')} where p.id = any(${ids}::uuid[])`)
}

/** One column of a gathered value. The least and the greatest are taken whole from their record: a day and its time belong together. */
function measure(tx: Tx, child: Placed, gathering: Gathering, suffix: string, from: Sql): Sql {
  if (gathering.fn === 'count') return sql`count(*) ${from}`
  const at = child.fields.get(gathering.field!)!
  if (gathering.fn === 'sum') {
    const of = (name: string) => sql`c.${id(columnOf(at, name))}`
    return sql`${at.type.ofSum?.(at.field, suffix, of, tx.context) ?? sql`sum(${of(at.type.measure!(at.field)!)})`} ${from}`
  }
  const column = sql`c.${id(columnOf(at, suffix))}`
  const named = gathering.fn === 'take' ? (gathering.orderBy ? child.fields.get(gathering.orderBy)! : undefined) : at
  if (!named) return sql`${column} ${from} order by c.id limit 1`
  const sorted = sql`c.${id(sortColumn(named)!)}`
  return sql`${column} ${from} order by ${sorted} ${raw(gathering.fn === 'max' ? 'desc' : 'asc')} nulls last, c.id limit 1`
}

/** A new owner opens what is anchored on his record: the first anchor that is filled counts. */
async function moveAnchors(tx: Tx, object: Placed, rows: Settled[]): Promise<void> {
  const owner = object.owner?.columns[0]!.name
  if (!owner) return
  const moved = rows.filter(({ before, after }) => before && after && before[owner] !== after[owner]).map((row) => row.id)
  if (!moved.length) return
  for (const { object: name, at } of object.pointers) {
    const child = tx.catalog.objects.get(name)!
    if (!child.anchors.includes(at)) continue
    await anchorAnew(tx, child, sql`c.${id(at.columns[0]!.name)} = any(${moved}::uuid[])`)
  }
}

/** Whose anchor opens these records now; `which` is a condition on them as `c`. */
export async function anchorAnew(tx: Tx, object: Placed, which: Sql): Promise<void> {
  if (!object.anchors.length) return
  tx.send(
    sql`update ${table(tx.principal.workspace.schema, object.table)} c set anchor_owner = ${anchorOwnerSql(tx, object)} where ${which}`,
  )
}

function anchorOwnerSql(tx: Tx, child: Placed): Sql {
  const arms = child.anchors.map((at) => {
    const target = tx.catalog.objects.get(at.type.target!(at.field))!
    const pointer = sql`c.${id(at.columns[0]!.name)}`
    return sql`when ${pointer} is not null then (select a.${id(target.owner!.columns[0]!.name)} from ${table(tx.principal.workspace.schema, target.table)} a where a.id = ${pointer})`
  })
  return sql`case ${join(arms, ' ')} end`
}
