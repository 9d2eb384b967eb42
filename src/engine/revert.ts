/** One chunk of an undo: for each subject what must come back, what stands in the way, and the writes that do it. */
import type { Cell } from '../fields/field.ts'
import type { Placed } from './catalog.ts'
import type { Row } from './store/reader.ts'
import { titleSql } from './store/reader.ts'
import { id, join, sql, table } from './store/sql.ts'
import { sees } from './access.ts'
import { fieldAccess } from './principal.ts'
import type { Refused } from './undo.ts'
import { valueOf } from './write/expressions.ts'
import type { Op } from './write/log.ts'
import { type Changed, type Kept, deleteRows, insertRows, updateRows } from './write/rows.ts'
import { anchorAnew, gatherAnew } from './write/settle.ts'
import type { Tx } from './write/tx.ts'

type Entry = {
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
type Todo = { record: string; object: Placed; subject: number; mine: Entry[]; later: Entry[]; now: Row | undefined; title: string }

export async function revert(tx: Tx, changeset: string, subjects: number[]): Promise<{ reverted: number; refused: Refused[] }> {
  const todos = await gather(tx, changeset, subjects)
  const refused = await hindrances(tx, todos)
  const blocked = new Set(refused.map((each) => each.subject))
  const free = todos.filter((todo) => !blocked.has(todo.subject))
  const byObject = [...Map.groupBy(free, (todo) => todo.object)]
  for (const [object, list] of byObject) await apply(tx, object, list)
  for (const [object, list] of byObject) await settleAnew(tx, object, list)
  return { reverted: new Set(free.map((todo) => todo.subject)).size, refused: firstOfEach(refused) }
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
  return new Map(rows.map(({ title__, ...row }) => [row.id as string, { row, title: (title__ as string | null) ?? '' }]))
}

const madeIt = (todo: Todo) => todo.mine.some((entry) => entry.op === 'c')
const removedIt = (todo: Todo) => todo.mine.at(-1)!.op === 'r'

/** The cells before the changeset: of each column, the earliest that its changes remember. */
function formerly(todo: Todo): Record<string, Cell> {
  return Object.assign(
    {},
    ...todo.mine
      .filter((entry) => entry.op === 'u')
      .toReversed()
      .map((entry) => entry.before),
  ) as Record<string, Cell>
}

/** A refusal that holds unless the record `on` moves out of the way in the same undo. */
type Tie = { refusal: Refused; on: string; moves: (other: Todo) => boolean }

/** Who stays keeps those with him on whom he stands, so this is asked until nobody more is refused. */
async function hindrances(tx: Tx, todos: Todo[]): Promise<Refused[]> {
  const ties = [...(await dependents(tx, todos)), ...(await targets(tx, todos))]
  const byRecord = new Map(todos.map((todo) => [todo.record, todo]))
  let refused = todos.flatMap((todo) => standsInTheWay(tx, todo) ?? [])
  for (;;) {
    const blocked = new Set(refused.map((each) => each.subject))
    const holds = ({ on, moves }: Tie) => !byRecord.has(on) || blocked.has(byRecord.get(on)!.subject) || !moves(byRecord.get(on)!)
    const held = ties.filter(holds).map((tie) => tie.refusal)
    if (held.every((each) => refused.includes(each))) return refused
    refused = [...held, ...refused.filter((each) => !held.includes(each))]
  }
}

/** A later change counts where the value now differs from what the changeset left, and from what it found; one that was itself taken back does not. */
function standsInTheWay(tx: Tx, todo: Todo): Refused | undefined {
  if (!todo.now)
    return madeIt(todo) || removedIt(todo)
      ? undefined
      : refusal(todo, 'removed-later', todo.later.findLast((entry) => entry.op === 'r') ?? todo.mine.at(-1)!)
  const former = formerly(todo)
  for (const at of todo.object.fields.values()) {
    const names = at.columns.filter((column) => column.kept && (madeIt(todo) || column.name in former))
    const touching = todo.later.filter((entry) => entry.op === 'u' && names.some((column) => entry.before && column.name in entry.before))
    if (!touching.length) continue
    const is = JSON.stringify(valueOf(at, todo.now))
    const left = JSON.stringify(valueOf(at, { ...todo.now, ...touching[0]!.before }))
    if (left === is || (!madeIt(todo) && JSON.stringify(valueOf(at, { ...todo.now, ...former })) === is)) continue
    return refusal(
      todo,
      'changed-later',
      touching.at(-1)!,
      fieldAccess(tx.principal, todo.object.name, at.name) === 'hidden' ? undefined : at.name,
    )
  }
  return undefined
}

type Doer = { by: string; byName: string | null; at: string }

const refusal = (
  { object, record, subject, title }: Todo,
  code: Refused['code'],
  { by, byName, at }: Doer,
  field?: string,
  values?: Refused['values'],
): Refused => ({
  object: object.name,
  id: record,
  subject,
  ...(field ? { field } : {}),
  by: { id: by, title: byName },
  at: new Date(at).toISOString(),
  code,
  title,
  ...(values ? { values } : {}),
})

/** What others built on a record that would go: follow-ups, contacts, anything that refers to it and does not go along or let go of it. */
async function dependents(tx: Tx, todos: Todo[]): Promise<Tie[]> {
  const { schema } = tx.principal.workspace
  const users = table(schema, tx.catalog.objects.get('user')!.table)
  const found: Tie[] = []
  for (const [object, list] of Map.groupBy(
    todos.filter((todo) => madeIt(todo) && todo.now),
    (todo) => todo.object,
  )) {
    const bySelf = new Map(list.map((todo) => [todo.record, todo]))
    for (const pointer of object.pointers) {
      const child = tx.catalog.objects.get(pointer.object)!
      const column = pointer.at.columns[0]!.name
      const { rows } = await tx.run<Doer & { id: string; target: string }>(
        sql`select c.id, c.${id(column)} as target, c.created_at as at, c.created_by as by, (select u.f_name from ${users} u where u.id = c.created_by) as "byName"
          from ${table(schema, child.table)} c where c.${id(column)} = any(${[...bySelf.keys()]}::uuid[])`,
      )
      const moves = (other: Todo) => madeIt(other) || column in formerly(other)
      for (const row of rows)
        found.push({
          refusal: refusal(bySelf.get(row.target)!, 'stands-on-it', row, undefined, { object: labelOf(tx, child) }),
          on: row.id,
          moves,
        })
    }
  }
  return found
}

const labelOf = (tx: Tx, object: Placed) => object.definition.label[tx.context.language]

/** Records that what comes back refers to, and that are gone. */
async function targets(tx: Tx, todos: Todo[]): Promise<Tie[]> {
  const pointed = todos.flatMap((todo) => {
    const row = todo.now ? formerly(todo) : comesBack(todo) ? restored(todo.object, todo) : {}
    return [...todo.object.fields.values()].flatMap((at) => {
      const on = at.type.target && row[at.columns[0]!.name]
      return typeof on === 'string' ? [{ todo, at, on, target: at.type.target!(at.field) }] : []
    })
  })
  const found: Tie[] = []
  for (const [name, group] of Map.groupBy(pointed, (each) => each.target)) {
    const target = tx.catalog.objects.get(name)!
    const gone = await removals(tx, target, [...new Set(group.map((each) => each.on))])
    for (const { todo, at, on } of group)
      if (gone.has(on))
        found.push({
          refusal: refusal(todo, 'target-removed', gone.get(on)!, at.name, { object: labelOf(tx, target) }),
          on,
          moves: comesBack,
        })
  }
  return found
}

/** Those of the records that are not there, and who removed them. */
async function removals(tx: Tx, target: Placed, ids: string[]): Promise<Map<string, Doer>> {
  const { schema } = tx.principal.workspace
  const { rows } = await tx.run<{ id: string; by: string | null; byName: string | null; at: string | null }>(
    sql`select i.id, l.by, l.at, (select u.f_name from ${table(schema, tx.catalog.objects.get('user')!.table)} u where u.id = l.by) as "byName"
      from unnest(${ids}::uuid[]) i(id) left join lateral (select s.by, s.at from ${table(schema, 'change')} c join ${table(schema, 'changeset')} s on s.id = c.changeset
        where c.record = i.id and c.op = 'r' order by c.version desc limit 1) l on true where not exists (select 1 from ${table(schema, target.table)} t where t.id = i.id)`,
  )
  return new Map(rows.map(({ id: record, by, byName, at }) => [record, { by: by ?? tx.principal.user, byName, at: at ?? tx.at }]))
}

const comesBack = (todo: Todo) => !todo.now && removedIt(todo) && !madeIt(todo)

async function apply(tx: Tx, object: Placed, todos: Todo[]): Promise<void> {
  const kept = (todo: Todo, row: Row): Kept => ({ id: todo.record, subject: todo.subject, row })
  const back = todos.filter(comesBack)
  await insertRows(
    tx,
    object,
    back.map((todo) => kept(todo, restored(object, todo))),
  )
  const changed = todos.filter((todo) => todo.now && !madeIt(todo) && !removedIt(todo))
  await updateRows(
    tx,
    object,
    changed.flatMap((todo) => differing(object, todo)),
  )
  const going = todos.filter((todo) => todo.now && madeIt(todo))
  await deleteRows(
    tx,
    object,
    going.map((todo) => kept(todo, todo.now!)),
  )
}

/** What is computed over several records may have moved on meanwhile: whose record opens this one, what is gathered on it. */
async function settleAnew(tx: Tx, object: Placed, todos: Todo[]): Promise<void> {
  await anchorAnew(tx, object, sql`c.id = any(${todos.map((todo) => todo.record)}::uuid[])`)
  gatherAnew(
    tx,
    object,
    todos.filter(comesBack).map((todo) => todo.record),
  )
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
  const columns = object.columns
    .filter((column) => column.name in former && former[column.name] !== before[column.name])
    .map((column) => column.name)
  return columns.length ? [{ id: todo.record, subject: todo.subject, before, row: { ...before, ...former }, columns }] : []
}
