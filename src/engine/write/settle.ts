/** What follows in other records from a change of these: sums over children, and whose record opens which. In sets, same transaction. */
import type { Gathering } from '../../fields/field.ts'
import type { Placed } from '../catalog.ts'
import { type FieldAt, columnOf, sortColumn } from '../store/columns.ts'
import { compileFilter } from '../store/filter.ts'
import type { Row } from '../store/reader.ts'
import { type Sql, id, join, raw, sql, table } from '../store/sql.ts'
import type { Tx } from './tx.ts'

export type Settled = { id: string; before: Row | null; after: Row | null }

export async function settle(tx: Tx, object: Placed, rows: Settled[]): Promise<void> {
  for (const parent of tx.catalog.objects.values()) {
    const gathered = [...parent.fields.values()].flatMap((at) => {
      const gathering = at.type.gathers?.(at.field)
      return gathering?.of === object.name ? [{ at, gathering }] : []
    })
    for (const by of new Set(gathered.map((each) => each.gathering.by)))
      await gather(tx, object, parent, by, gathered.filter((each) => each.gathering.by === by), rows)
  }
  await moveAnchors(tx, object, rows)
}

type Gathered = { at: FieldAt; gathering: Gathering }

/** Recomputes the gathered columns of the parents that these rows pointed to or point to now. */
async function gather(tx: Tx, child: Placed, parent: Placed, by: string, gathered: Gathered[], rows: Settled[]): Promise<void> {
  const pointer = child.fields.get(by)!.columns[0]!.name
  const parents = new Set<string>()
  for (const { before, after } of rows) for (const row of [before, after]) if (row?.[pointer]) parents.add(row[pointer] as string)
  if (!parents.size) return
  const { schema } = tx.principal.workspace
  const sets = gathered.map(({ at, gathering }) => {
    const condition = gathering.where === undefined ? sql`` : sql` and ${compileFilter({ ...tx, object: child, alias: 'c', trusted: true }, gathering.where)}`
    const from = sql`from ${table(schema, child.table)} c where c.${id(pointer)} = p.id${condition}`
    return join(at.columns.map((column) => sql`${id(column.name)} = (select ${measure(child, gathering, column.name.slice(at.columns[0]!.name.length), from)})`), ', ')
  })
  await tx.run(sql`update ${table(schema, parent.table)} p set ${join(sets, ', ')} where p.id = any(${[...parents].sort()}::uuid[])`)
}

function measure(child: Placed, gathering: Gathering, suffix: string, from: Sql): Sql {
  if (gathering.fn === 'count') return sql`count(*) ${from}`
  const at = child.fields.get(gathering.field!)!
  const column = sql`c.${id(columnOf(at, suffix))}`
  if (gathering.fn !== 'take') return sql`${raw(gathering.fn)}(${column}) ${from}`
  const order = gathering.orderBy ? sql`c.${id(sortColumn(child.fields.get(gathering.orderBy)!)!)} asc nulls last, c.id` : sql`c.id`
  return sql`${column} ${from} order by ${order} limit 1`
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
  await tx.run(sql`update ${table(tx.principal.workspace.schema, object.table)} c set anchor_owner = ${anchorOwnerSql(tx, object)} where ${which}`)
}

function anchorOwnerSql(tx: Tx, child: Placed): Sql {
  const arms = child.anchors.map((at) => {
    const target = tx.catalog.objects.get(at.type.target!(at.field))!
    const pointer = sql`c.${id(at.columns[0]!.name)}`
    return sql`when ${pointer} is not null then (select a.${id(target.owner!.columns[0]!.name)} from ${table(tx.principal.workspace.schema, target.table)} a where a.id = ${pointer})`
  })
  return sql`case ${join(arms, ' ')} end`
}
