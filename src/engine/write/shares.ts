/**
 * With whom single records are shared. It stands in a table of its own; to the log and to undo each colleague's level is one more
 * cell of the record, `share <user>`: null is not shared.
 */
import type { Cell } from '../../fields/field.ts'
import type { Placed } from '../catalog.ts'
import type { Reading } from '../house.ts'
import type { Row } from '../store/reader.ts'
import { byKey, sql, table } from '../store/sql.ts'
import type { ShareChange, ShareLevel } from '../../lib/wire.ts'
import type { Changed } from './rows.ts'
import type { Tx } from './tx.ts'

const mark = 'share '
/** No column has a blank in its name. */
export const shareCell = (user: string) => mark + user
/** Whose level a cell holds; none where it is a column's. */
export const sharedBy = (cell: string): string | undefined => (cell.startsWith(mark) ? cell.slice(mark.length) : undefined)

const where = ({ principal }: Pick<Tx, 'principal'>) => table(principal.workspace.schema, 'share')

/** The cells of these records as they are now. */
export async function shareCells(reading: Pick<Reading, 'run' | 'principal'>, ids: string[]): Promise<Map<string, Row>> {
  const statement = sql`select s.record, s.user_id, s.level from ${where(reading)} s where s.record = any(${ids}::uuid[])`
  const { rows } = await byKey<{ record: string; user_id: string; level: string }>(reading.run, statement)
  const cells = new Map<string, Row>()
  for (const { record, user_id: user, level } of rows) cells.set(record, { ...cells.get(record), [shareCell(user)]: level })
  return cells
}

/** What a change did to them, out of the cells that it remembers and the row that it left. */
export const shareChanges = (cells: Record<string, Cell>, after: Row): ShareChange[] =>
  Object.entries(cells).flatMap(([cell, before]) => {
    const user = sharedBy(cell)
    return user === undefined
      ? []
      : [{ user: { id: user, title: null }, before: before as ShareLevel | null, after: (after[cell] ?? null) as ShareLevel | null }]
  })

/** Writes those cells among `columns` that are shares; their records are locked. */
export function writeShares(tx: Tx, object: Placed, changed: Changed[]): void {
  const cells = changed.flatMap(({ id, row, columns }) =>
    columns.flatMap((column) => {
      const user = sharedBy(column)
      return user === undefined ? [] : [{ record: id, user, level: row[column] ?? null }]
    }),
  )
  const [gone, given] = [cells.filter(({ level }) => level === null), cells.filter(({ level }) => level !== null)]
  const pairs = (some: { record: string; user: string }[]) =>
    sql`${some.map(({ record }) => record)}::uuid[], ${some.map(({ user }) => user)}::uuid[]`
  if (gone.length)
    tx.send(sql`delete from ${where(tx)} s using unnest(${pairs(gone)}) as u(record, who) where s.record = u.record and s.user_id = u.who`)
  if (given.length)
    tx.send(sql`insert into ${where(tx)} (record, user_id, object, level, at, by)
      select u.record, u.who, ${object.name}::text, u.level, ${tx.at}::timestamptz, ${tx.principal.user}::uuid
      from unnest(${pairs(given)}, ${given.map(({ level }) => level as Cell)}::text[]) as u(record, who, level)
      on conflict (record, user_id) do update set level = excluded.level, at = excluded.at, by = excluded.by`)
}

/**
 * Who saw a record goes on seeing what a deed made of it: a quote's new version, its order, the customer that a lead became. Not
 * logged: with a creation the record is the copy.
 */
export function shareAlike(tx: Tx, object: string, pairs: { from: string; made: string }[]): void {
  if (!pairs.length) return
  // of several that became one, who might write any may write it
  tx.send(sql`insert into ${where(tx)} (record, user_id, object, level, at, by)
    select p.made, s.user_id, ${object}::text, max(s.level), ${tx.at}::timestamptz, ${tx.principal.user}::uuid
    from unnest(${pairs.map(({ from }) => from)}::uuid[], ${pairs.map(({ made }) => made)}::uuid[]) as p(old, made)
    join ${where(tx)} s on s.record = p.old group by p.made, s.user_id on conflict do nothing`)
}
