/** What an undo has to think of: each record of its subjects, what the changeset did to it, what came later, how it is now. */
import type { Cell } from '../fields/field.ts'
import { sees } from './access.ts'
import type { Placed } from './catalog.ts'
import { type Row, titleSql } from './store/reader.ts'
import { id, join, sql, table } from './store/sql.ts'
import type { Op } from './write/log.ts'
import { shareCells } from './write/shares.ts'
import type { Tx } from './write/tx.ts'

export type Entry = {
  record: string
  version: number
  changeset: string
  subject: number
  object: string
  op: Op
  before: Record<string, Cell> | null
  at: string
  by: string
  byName: string | null
}
export type Todo = { record: string; object: Placed; subject: number; mine: Entry[]; later: Entry[]; now: Row | undefined; title: string }

export async function gather(tx: Tx, changeset: string, subjects: number[]): Promise<Todo[]> {
  const { schema } = tx.principal.workspace
  const users = table(schema, tx.catalog.objects.get('user')!.table)
  const { rows } = await tx.run<Omit<Entry, 'before'> & { before: string | null }>(
    sql`with mine as (select distinct record from ${table(schema, 'change')} where changeset = ${changeset} and subject = any(${subjects}::integer[]))
      select c.record, c.version, c.changeset, c.subject, c.object, c.op, c.before, s.at, s.by, (select u.f_name from ${users} u where u.id = s.by) as "byName"
      from mine join ${table(schema, 'change')} c using (record) join ${table(schema, 'changeset')} s on s.id = c.changeset order by c.record, c.version`,
  )
  const entries = rows.map((row): Entry => ({
    ...row,
    before: row.before === null ? null : (JSON.parse(row.before) as Record<string, Cell>),
  }))
  const byRecord = Map.groupBy(entries, (entry) => entry.record)
  const todos: Todo[] = []
  for (const [name, records] of Map.groupBy(byRecord.entries(), ([, list]) => list[0]!.object)) {
    const object = tx.catalog.objects.get(name)
    if (!object) continue
    const now = await lockRows(
      tx,
      object,
      records.map(([record]) => record),
    )
    for (const [record, list] of records) {
      const mine = list.filter((entry) => entry.changeset === changeset)
      const last = mine.at(-1)!.version
      todos.push({
        record,
        object,
        subject: mine[0]!.subject,
        mine,
        later: list.filter((entry) => entry.version > last),
        now: now.get(record)?.row,
        title: now.get(record)?.title ?? '',
      })
    }
  }
  return todos
}

/** Undo reaches what the deed reached, whatever the actor may read now: he did it, or has the right to undo others' deeds. What it is called by now he is told only where he may read it. */
async function lockRows(tx: Tx, object: Placed, ids: string[]): Promise<Map<string, { row: Row; title: string }>> {
  const columns = object.columns.filter((column) => !column.name.startsWith('search_')).map((column) => sql`t.${id(column.name)}`)
  const { rows } = await tx.run<Row>(
    sql`select ${join(columns, ', ')}, case when ${sees(tx.principal, object, 'read', 't')} then ${titleSql(tx, object, 't')} end as title__ from ${table(tx.principal.workspace.schema, object.table)} t where t.id = any(${ids}::uuid[]) order by t.id for update of t`,
  )
  // with whom it is shared is a part of how it is now
  const shares = await shareCells(tx, ids)
  return new Map(
    rows.map(({ title__, ...row }) => [
      row.id as string,
      { row: { ...row, ...shares.get(row.id as string) }, title: (title__ as string | null) ?? '' },
    ]),
  )
}

export const madeIt = (todo: Todo) => todo.mine.some((entry) => entry.op === 'c')
export const removedIt = (todo: Todo) => todo.mine.at(-1)!.op === 'r'

/** The cells before the changeset: of each column, the earliest that its changes remember. */
export function formerly(todo: Todo): Record<string, Cell> {
  return Object.assign(
    {},
    ...todo.mine
      .filter((entry) => entry.op === 'u')
      .toReversed()
      .map((entry) => entry.before),
  ) as Record<string, Cell>
}

export const comesBack = (todo: Todo) => !todo.now && removedIt(todo) && !madeIt(todo)

/** The whole row as the change kept it; its version goes on, so that every version names one state. */
export function restored(object: Placed, todo: Todo): Row {
  const empty = Object.fromEntries(object.columns.map((column) => [column.name, null]))
  const version = [...todo.mine, ...todo.later].at(-1)!.version + 1
  return { ...empty, ...todo.mine.at(-1)!.before, ...formerly(todo), version: version as unknown as Cell }
}
