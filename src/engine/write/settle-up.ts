/** What a gathered value moves on: values computed from it on the same record (unpaid from total and paid), and what others gather of those. */
import type { Placed } from '../catalog.ts'
import type { FieldAt } from '../store/columns.ts'
import type { Row } from '../store/reader.ts'
import { id, join, raw, sql, table } from '../store/sql.ts'
import { deriveExpressions } from './expressions.ts'
import { deriveColumns, deriveSearch } from './rows.ts'
import { gather, gatheredOn } from './settle.ts'
import type { Tx } from './tx.ts'

/** Until nothing is owed any more; each round is one statement a table. */
export async function settleUp(tx: Tx): Promise<void> {
  for (let [next] = tx.owed; next; [next] = tx.owed) {
    const [name, ids] = next
    tx.owed.delete(name)
    const object = tx.catalog.objects.get(name)!
    const moved = movedBy(object)
    if (moved.computed.length) await computeAnew(tx, object, [...ids])
    await passOn(tx, object, moved.names, [...ids])
  }
}

type Moved = { computed: FieldAt[]; names: Set<string> }
const known = new WeakMap<Placed, Moved>()

/** Gathered fields of an object, and those computed from them, however indirectly. */
function movedBy(object: Placed): Moved {
  const found = known.get(object)
  if (found) return found
  const all = [...object.fields.values()]
  const names = new Set(all.filter((at) => at.type.gathers).map((at) => at.name))
  const computed: FieldAt[] = []
  for (const at of all)
    if (at.type.reads?.(at.field).some((each) => names.has(each))) {
      computed.push(at)
      names.add(at.name)
    }
  known.set(object, { computed, names })
  return { computed, names }
}

async function computeAnew(tx: Tx, object: Placed, ids: string[]): Promise<void> {
  const place = table(tx.principal.workspace.schema, object.table)
  const columns = object.columns.filter((column) => !column.name.startsWith('search_'))
  const { rows } = await tx.run<Row>(
    sql`select ${join(
      columns.map((column) => id(column.name)),
      ', ',
    )} from ${place} where id = any(${ids}::uuid[])`,
  )
  if (!rows.length) return
  const written = new Set<string>()
  for (const row of rows) for (const column of deriveExpressions(object, row, tx.context)) written.add(column)
  const into = columns.filter((column) => written.has(column.name))
  const arrays = into.map((column) => sql`${rows.map((row) => row[column.name] ?? null)}::${raw(column.type)}[]`)
  const sets = into.map((column) => sql`${id(column.name)} = u.${id(column.name)}`)
  const names = into.map((column) => id(column.name))
  tx.send(
    sql`update ${place} t set ${join(sets, ', ')} from unnest(${rows.map((row) => row.id!)}::uuid[], ${join(arrays, ', ')}) as u(id, ${join(names, ', ')}) where t.id = u.id`,
  )
}

/** Keys and terms that the types make of their own cells, of records that were written without. */
export async function deriveAnew(tx: Tx, object: Placed, ids: string[]): Promise<void> {
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

/** All that these records are to have by computing and gathering, and whoever gathers that; for rows that were written without. */
export async function computeAll(tx: Tx, object: Placed, ids: string[]): Promise<void> {
  const computed = [...object.fields.values()].filter((at) => at.type.compute || at.type.gathers)
  gather(tx, object, gatheredOn(object), ids.toSorted())
  tx.owed.delete(object.name)
  if (computed.some((at) => at.type.compute)) await computeAnew(tx, object, ids)
  await passOn(tx, object, new Set(computed.map((at) => at.name)), ids)
  await settleUp(tx)
}

/** Whoever gathers what moved here gathers it anew. */
async function passOn(tx: Tx, object: Placed, moved: Set<string>, ids: string[]): Promise<void> {
  for (const parent of tx.catalog.objects.values()) {
    const wanted = gatheredOn(parent, object).filter(
      ({ gathering }) =>
        [gathering.field, gathering.orderBy].some((name) => name !== undefined && moved.has(name)) || mentions(gathering.where, moved),
    )
    for (const [by, gathered] of Map.groupBy(wanted, (each) => each.gathering.by)) {
      const pointer = id(object.fields.get(by)!.columns[0]!.name)
      const { rows } = await tx.run<{ id: string }>(
        sql`select distinct c.${pointer} as id from ${table(tx.principal.workspace.schema, object.table)} c where c.id = any(${ids}::uuid[]) and c.${pointer} is not null order by 1`,
      )
      gather(
        tx,
        parent,
        gathered,
        rows.map((row) => row.id),
      )
    }
  }
}

function mentions(filter: unknown, names: Set<string>): boolean {
  if (typeof filter !== 'object' || filter === null) return false
  return Object.entries(filter).some(([key, value]) => (key === 'field' && names.has(String(value))) || mentions(value, names))
}
