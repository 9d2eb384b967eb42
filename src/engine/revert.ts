/** One chunk of an undo: for each subject what must come back, what stands in the way, and the writes that do it. */
import type { Cell } from '../fields/field.ts'
import type { Placed } from './catalog.ts'
import type { Row } from './store/reader.ts'
import { titleSql } from './store/reader.ts'
import { id, join, sql, table } from './store/sql.ts'
import type { Refused } from './undo.ts'
import { valueOf } from './write/expressions.ts'
import type { Op } from './write/log.ts'
import { type Changed, type Kept, deleteRows, insertRows, updateRows } from './write/rows.ts'
import type { Tx } from './write/tx.ts'

type Entry = { record: string; version: number; changeset: string; subject: number; object: string; op: Op; before: Record<string, Cell> | null; at: string; by: string; byName: string | null }
type Todo = { record: string; object: Placed; subject: number; mine: Entry[]; later: Entry[]; now: Row | undefined; title: string }

export async function revert(tx: Tx, changeset: string, subjects: number[]): Promise<{ reverted: number; refused: Refused[] }> {
  const todos = await gather(tx, changeset, subjects)
  const refused = todos.flatMap((todo) => standsInTheWay(todo) ?? [])
  refused.push(...(await dependents(tx, todos)))
  const blocked = new Set(refused.map((each) => each.subject))
  const free = todos.filter((todo) => !blocked.has(todo.subject))
  for (const object of new Set(free.map((todo) => todo.object))) await apply(tx, object, free.filter((todo) => todo.object === object))
  return { reverted: subjects.filter((subject) => !blocked.has(subject)).length, refused: firstOfEach(refused) }
}

/** One reason a record is enough. */
const firstOfEach = (refused: Refused[]) => refused.filter((each, i) => refused.findIndex((other) => other.id === each.id) === i)

async function gather(tx: Tx, changeset: string, subjects: number[]): Promise<Todo[]> {
  const { schema } = tx.principal.workspace
  const users = table(schema, tx.catalog.objects.get('user')!.table)
  const { rows } = await tx.run<Omit<Entry, 'before'> & { before: string | null }>(
    sql`with mine as (select distinct record from ${table(schema, 'change')} where changeset = ${changeset} and subject = any(${subjects}::integer[]))
      select c.record, c.version, c.changeset, c.subject, c.object, c.op, c.before, s.at, s.by, (select u.f_name from ${users} u where u.id = s.by) as "byName"
      from mine join ${table(schema, 'change')} c using (record) join ${table(schema, 'changeset')} s on s.id = c.changeset order by c.record, c.version`,
  )
  const entries = rows.map((row): Entry => ({ ...row, before: row.before === null ? null : (JSON.parse(row.before) as Record<string, Cell>) }))
  const byRecord = Map.groupBy(entries, (entry) => entry.record)
  const todos: Todo[] = []
  for (const [name, records] of Map.groupBy(byRecord.entries(), ([, list]) => list[0]!.object)) {
    const object = tx.catalog.objects.get(name)
    if (!object) continue
    const now = await lockRows(tx, object, records.map(([record]) => record))
    for (const [record, list] of records) {
      const mine = list.filter((entry) => entry.changeset === changeset)
      const last = mine.at(-1)!.version
      todos.push({ record, object, subject: mine[0]!.subject, mine, later: list.filter((entry) => entry.version > last), now: now.get(record)?.row, title: now.get(record)?.title ?? '' })
    }
  }
  return todos
}

/** Undo reaches what the deed reached, whatever the actor may read now: he did it, or has the right to undo others' deeds. */
async function lockRows(tx: Tx, object: Placed, ids: string[]): Promise<Map<string, { row: Row; title: string }>> {
  const columns = object.columns.filter((column) => !column.name.startsWith('search_')).map((column) => sql`t.${id(column.name)}`)
  const { rows } = await tx.run<Row>(
    sql`select ${join(columns, ', ')}, ${titleSql(tx, object, 't')} as title__ from ${table(tx.principal.workspace.schema, object.table)} t where t.id = any(${ids}::uuid[]) order by t.id for update of t`,
  )
  return new Map(rows.map(({ title__, ...row }) => [row.id as string, { row, title: (title__ as string | null) ?? '' }]))
}

const madeIt = (todo: Todo) => todo.mine.some((entry) => entry.op === 'c')
const removedIt = (todo: Todo) => todo.mine.at(-1)!.op === 'r'

/** The cells before the changeset: of each column, the earliest that its changes remember. */
function formerly(todo: Todo): Record<string, Cell> {
  return Object.assign({}, ...todo.mine.filter((entry) => entry.op === 'u').toReversed().map((entry) => entry.before)) as Record<string, Cell>
}

/** A later change counts where the value now differs from what the changeset left; one that was itself taken back does not. */
function standsInTheWay(todo: Todo): Refused | undefined {
  if (!todo.now) return undefined
  const columns = madeIt(todo) ? undefined : new Set(Object.keys(formerly(todo)))
  for (const at of todo.object.fields.values()) {
    const names = at.columns.filter((column) => column.kept && (!columns || columns.has(column.name)))
    const touching = todo.later.filter((entry) => entry.op === 'u' && names.some((column) => entry.before && column.name in entry.before))
    if (!touching.length) continue
    const left = valueOf(at, { ...todo.now, ...touching[0]!.before })
    if (JSON.stringify(left) === JSON.stringify(valueOf(at, todo.now))) continue
    const { by, byName, at: when } = touching.at(-1)!
    return { object: todo.object.name, id: todo.record, subject: todo.subject, field: at.name, by: { id: by, title: byName }, at: isoTime(when), code: 'changed-later', title: todo.title }
  }
  return undefined
}

const isoTime = (text: string) => new Date(text).toISOString()

/** What others built on a record that would go: follow-ups, contacts, anything that refers to it and does not go along. */
async function dependents(tx: Tx, todos: Todo[]): Promise<Refused[]> {
  const going = new Set(todos.filter((todo) => madeIt(todo) && todo.now).map((todo) => todo.record))
  const found: Refused[] = []
  for (const [object, list] of Map.groupBy(todos.filter((todo) => going.has(todo.record)), (todo) => todo.object)) {
    const bySelf = new Map(list.map((todo) => [todo.record, todo]))
    for (const pointer of object.pointers) {
      const child = tx.catalog.objects.get(pointer.object)!
      const column = pointer.at.columns[0]!.name
      const { schema } = tx.principal.workspace
      const { rows } = await tx.run<{ id: string; target: string; at: string; by: string; name: string | null }>(
        sql`select c.id, c.${id(column)} as target, c.created_at as at, c.created_by as by, (select u.f_name from ${table(schema, tx.catalog.objects.get('user')!.table)} u where u.id = c.created_by) as name
          from ${table(schema, child.table)} c where c.${id(column)} = any(${[...bySelf.keys()]}::uuid[])`,
      )
      for (const row of rows) {
        const todo = bySelf.get(row.target)!
        if (!going.has(row.id))
          found.push({ object: object.name, id: todo.record, subject: todo.subject, by: { id: row.by, title: row.name }, at: isoTime(row.at), code: 'stands-on-it', title: todo.title, values: { object: child.definition.label[tx.context.language] } })
      }
    }
  }
  return found
}

async function apply(tx: Tx, object: Placed, todos: Todo[]): Promise<void> {
  const kept = (todo: Todo, row: Row): Kept => ({ id: todo.record, subject: todo.subject, row })
  const back = todos.filter((todo) => !todo.now && removedIt(todo) && !madeIt(todo))
  await insertRows(tx, object, back.map((todo) => kept(todo, restored(object, todo))))
  const changed = todos.filter((todo) => todo.now && !madeIt(todo) && !removedIt(todo))
  await updateRows(tx, object, changed.flatMap((todo) => differing(object, todo)))
  const going = todos.filter((todo) => todo.now && madeIt(todo))
  await deleteRows(tx, object, going.map((todo) => kept(todo, todo.now!)))
}

/** The whole row as the change kept it; its version goes on, so that every version names one state. */
function restored(object: Placed, todo: Todo): Row {
  const empty = Object.fromEntries(object.columns.map((column) => [column.name, null]))
  const version = [...todo.mine, ...todo.later].at(-1)!.version + 1
  return { ...empty, ...todo.mine.at(-1)!.before, ...formerly(todo), version: version as unknown as Cell }
}

function differing(object: Placed, todo: Todo): Changed[] {
  const before = todo.now!
  const former = formerly(todo)
  const columns = object.columns.filter((column) => column.name in former && former[column.name] !== before[column.name]).map((column) => column.name)
  return columns.length ? [{ id: todo.record, subject: todo.subject, before, row: { ...before, ...former }, columns }] : []
}
