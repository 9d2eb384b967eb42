/** Rows into and out of tables, one statement per set; everybody who changes a record comes through here. */
import { setImmediate as turn } from 'node:timers/promises'
import type { Cell } from '../../fields/field.ts'
import { searchIndex } from '../../lib/search-words.ts'
import { sees } from '../access.ts'
import type { Placed } from '../catalog.ts'
import type { ColumnAt } from '../store/columns.ts'
import type { Row } from '../store/reader.ts'
import { type Sql, id, join, byKey, raw, sql, table } from '../store/sql.ts'
import { deriveExpressions } from './expressions.ts'
import { settle } from './settle.ts'
import { sharedBy, writeShares } from './shares.ts'
import type { Tx } from './tx.ts'

/** A record at rest: its id, the subject it belongs to, the cells by column. */
export type Kept = { id: string; subject: number; row: Row; /** What its types make of their cells is filled in already. */ derived?: true }
export type Changed = Kept & { before: Row; columns: string[] }

/** Of many rows PostgreSQL writes some while the next are made ready: both take as long, and other requests come in between. */
const portion = 250

const where = (tx: Tx, object: Placed) => table(tx.principal.workspace.schema, object.table)
const keptColumns = (object: Placed) => object.columns.filter((column) => column.kept || column.name === 'anchor_owner')

/** Locks and loads what may be read, in order of id; `asks` are conditions answered per row (may_write, a deed's `when`). A rehearsal locks nothing. */
export async function lock(
  tx: Tx,
  object: Placed,
  ids: string[],
  asks: Record<string, Sql> = {},
  { dry }: { dry?: boolean } = {},
): Promise<Map<string, Row>> {
  if (!ids.length) return new Map()
  const asked = Object.entries(asks).map(([name, condition]) => sql`(${condition}) is true as ${id(name)}`)
  const columns = join(
    [...object.columns.filter((column) => !column.name.startsWith('search_')).map((column) => sql`t.${id(column.name)}`), ...asked],
    ', ',
  )
  const statement = sql`select ${columns} from ${where(tx, object)} t where t.id = any(${ids}::uuid[]) and ${sees(tx.principal, object, 'read', 't')} order by t.id${dry ? sql`` : sql` for update of t`}`
  const { rows } = await byKey<Row>(tx.run, statement)
  return new Map(rows.map((row) => [row.id as string, row]))
}

export async function insertRows(tx: Tx, object: Placed, kept: Kept[]): Promise<void> {
  if (!kept.length) return
  for (let from = 0; from < kept.length; from += portion) {
    const part = kept.slice(from, from + portion)
    for (const each of part) {
      if (!each.derived) deriveColumns(object, each.row, undefined)
      deriveExpressions(object, each.row, tx.context)
      deriveSearch(object, each.row, undefined)
    }
    tx.send(sql`insert into ${where(tx, object)} (${names(object.columns)}) ${rowsOf(object.columns, part)}`)
    if (from + portion < kept.length) await turn()
  }
  for (const each of kept)
    tx.log.changes.push({
      object: object.name,
      record: each.id,
      version: Number(each.row.version),
      subject: each.subject,
      op: 'c',
      before: null,
    })
  await settle(
    tx,
    object,
    kept.map((each) => ({ id: each.id, before: null, after: each.row })),
  )
}

/** Writes `columns` of each row; the rows are locked and whole, so one statement may write the union of what changed. */
export async function updateRows(tx: Tx, object: Placed, changed: Changed[]): Promise<void> {
  if (!changed.length) return
  const touched = new Set<string>()
  for (const each of changed) {
    each.row.version = (Number(each.before.version) + 1) as unknown as Cell
    each.row.updated_at = tx.at
    each.row.updated_by = tx.principal.user
    const columns = each.columns.filter((column) => sharedBy(column) === undefined)
    for (const column of columns) touched.add(column)
    // Where only its lines changed, or with whom it is shared, what is gathered of them is newer than this row.
    if (columns.length) for (const column of derive(tx, object, each.row, new Set(columns))) touched.add(column)
  }
  // A column derived for one row only is derived for all: the statement writes the same columns everywhere.
  if (touched.size) for (const each of changed) derive(tx, object, each.row, touched)
  for (const name of ['version', 'updated_at', 'updated_by']) touched.add(name)
  const columns = object.columns.filter((column) => touched.has(column.name) || column.name === 'id')
  const set = columns.filter((column) => column.name !== 'id').map((column) => sql`${id(column.name)} = u.${id(column.name)}`)
  tx.send(sql`update ${where(tx, object)} t set ${join(set, ', ')} from (select * from ${unnest(columns, changed)}) u where t.id = u.id`)
  writeShares(tx, object, changed)
  for (const each of changed) {
    const before = Object.fromEntries(each.columns.map((column) => [column, each.before[column] ?? null]))
    tx.log.changes.push({ object: object.name, record: each.id, version: Number(each.row.version), subject: each.subject, op: 'u', before })
  }
  await settle(
    tx,
    object,
    changed.map((each) => ({ id: each.id, before: each.before, after: each.row })),
  )
}

export async function deleteRows(tx: Tx, object: Placed, kept: Kept[]): Promise<void> {
  if (!kept.length) return
  tx.send(sql`delete from ${where(tx, object)} t where t.id = any(${kept.map((each) => each.id)}::uuid[])`)
  for (const each of kept) {
    const whole = Object.fromEntries(keptColumns(object).map((column) => [column.name, each.row[column.name] ?? null]))
    tx.log.changes.push({
      object: object.name,
      record: each.id,
      version: Number(each.row.version) + 1,
      subject: each.subject,
      op: 'r',
      before: whole,
    })
  }
  await settle(
    tx,
    object,
    kept.map((each) => ({ id: each.id, before: each.row, after: null })),
  )
}

const names = (columns: ColumnAt[]) =>
  join(
    columns.map((column) => id(column.name)),
    ', ',
  )

/** One row is said as it is: 40 arrays of one value each cost as much to take apart again as to write them. */
function rowsOf(columns: ColumnAt[], rows: { row: Row }[]): Sql {
  if (rows.length > 1) return sql`select * from ${unnest(columns, rows)}`
  const cells = columns.map((column) => sql`${rows[0]!.row[column.name] ?? null}::${raw(column.type)}`)
  return sql`values (${join(cells, ', ')})`
}

/** Rows as columns of arrays: 73,000 rows/s against 36,000 as multi-VALUES. A tsvector travels as text. */
function unnest(columns: ColumnAt[], rows: { row: Row }[]): Sql {
  const arrays = columns.map((column) => sql`${rows.map((each) => each.row[column.name] ?? null)}::${raw(column.type)}[]`)
  return sql`unnest(${join(arrays, ', ')}) as u(${names(columns)})`
}

/** Fills the columns that follow from others; only those that `changed` touches. Answers which it wrote. */
function derive(tx: Tx, object: Placed, row: Row, changed: Set<string> | undefined): string[] {
  return [...deriveColumns(object, row, changed), ...deriveExpressions(object, row, tx.context), ...deriveSearch(object, row, changed)]
}

/** Normalised phones, pinyin keys: what the types make of their own cells. */
export function deriveColumns(object: Placed, row: Row, changed: Set<string> | undefined): string[] {
  const written: string[] = []
  for (const at of object.fields.values()) {
    if (!at.type.derived || !at.derived.length) continue
    if (changed && !at.columns.some((column) => changed.has(column.name))) continue
    const cells = at.columns.map((column) => row[column.name] ?? null)
    const derived = cells[0] === null ? at.derived.map(() => null) : at.type.derived.derive(cells, at.field)
    at.derived.forEach((column, i) => (row[column.name] = derived[i] ?? null))
    written.push(...at.derived.map((column) => column.name))
  }
  return written
}

export function deriveSearch({ searched }: Placed, row: Row, changed: Set<string> | undefined): string[] {
  if (!searched.length || (changed && !searched.some((at) => at.columns.some((column) => changed.has(column.name))))) return []
  const words = searched.flatMap((at) => {
    const cells = at.columns.map((column) => row[column.name] ?? null)
    return cells[0] === null ? [] : (at.type.words?.(cells, at.field) ?? [])
  })
  row.search_terms = searchIndex(words)
  return ['search_terms']
}
