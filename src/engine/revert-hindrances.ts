/** What stands in the way of an undo, record by record: later changes, others built on it, what it referred to being gone. */
import { sees } from './access.ts'
import { fieldAccess } from './principal.ts'
import type { Placed } from './catalog.ts'
import { type Entry, type Todo, comesBack, formerly, madeIt, removedIt, restored } from './revert-todo.ts'
import { type Row, titleSql } from './store/reader.ts'
import { id, sql, table } from './store/sql.ts'
import type { Refused } from './undo.ts'
import { valueOf } from './write/expressions.ts'
import { lockedKeys, lockingState } from './write/locks.ts'
import { sharedBy } from './write/shares.ts'
import type { Tx } from './write/tx.ts'

/** A refusal that holds unless the record `on` moves out of the way in the same undo. */
type Tie = { refusal: Refused; on: string; moves: (other: Todo) => boolean }

/** Who stays keeps those with him on whom he stands, so this is asked until nobody more is refused. */
export async function hindrances(tx: Tx, todos: Todo[], wasLaid = false): Promise<Refused[]> {
  const ties = [...(await dependents(tx, todos)), ...(await targets(tx, todos))]
  const byRecord = new Map(todos.map((todo) => [todo.record, todo]))
  let refused = todos.flatMap((todo) => standsInTheWay(tx, todo, wasLaid) ?? [])
  for (;;) {
    const blocked = new Set(refused.map((each) => each.subject))
    const holds = ({ on, moves, refusal }: Tie) => {
      const other = byRecord.get(on)
      // Within a subject all stay or all go: what keeps it is said, not that its parts keep each other.
      return !other || !moves(other) || (blocked.has(other.subject) && other.subject !== refusal.subject)
    }
    const held = ties.filter(holds).map((tie) => tie.refusal)
    if (held.every((each) => refused.includes(each))) return refused
    refused = [...held, ...refused.filter((each) => !held.includes(each))]
  }
}

/** A later change counts where the value now differs from what the changeset left, and from what it found; one that was itself taken back does not. */
function standsInTheWay(tx: Tx, todo: Todo, wasLaid: boolean): Refused | undefined {
  if (!todo.now)
    return madeIt(todo) || removedIt(todo)
      ? undefined
      : refusal(todo, 'removed-later', todo.later.findLast((entry) => entry.op === 'r') ?? todo.mine.at(-1)!)
  const former = formerly(todo)
  const outside = wasLaid ? undefined : keptOutside(todo, former)
  if (outside)
    return refusal(todo, 'own-deed', todo.mine.at(-1)!, undefined, { field: outside.field.label?.[tx.context.language] ?? outside.name })
  const locked = wasLaid ? undefined : madeIt(todo) ? lockingState(todo.object, todo.now) : lockedKeys(todo.object, former, todo.now)?.state
  if (locked) return refusal(todo, 'locked', [...todo.mine, ...todo.later].at(-1)!, undefined, { state: locked.label[tx.context.language] })
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
  const unshared = madeIt(todo) ? undefined : sharedSince(todo, former)
  return unshared && refusal(todo, 'changed-later', unshared)
}

/** A colleague's share that somebody changed again, so that it is neither what the changeset left nor what it found. */
function sharedSince({ later, now }: Todo, former: Row): Entry | undefined {
  for (const cell of Object.keys(former).filter((name) => sharedBy(name) !== undefined)) {
    const touching = later.filter((entry) => entry.op === 'u' && entry.before && cell in entry.before)
    const is = now![cell] ?? null
    if (touching.length && is !== touching[0]!.before![cell] && is !== former[cell]) return touching.at(-1)
  }
  return undefined
}

/** A field of which there is a second truth that an undo does not reach, where it would be moved. */
const keptOutside = (todo: Todo, former: Row) =>
  [...todo.object.fields.values()].find((at) => at.field.outside && (madeIt(todo) || at.columns.some((column) => column.name in former)))

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
      const { rows } = await tx.run<Doer & { id: string; target: string; title: string | null }>(
        sql`select c.id, c.${id(column)} as target, case when ${sees(tx.principal, child, 'read', 'c')} then ${titleSql(tx, child, 'c')} end as title, c.created_at as at, c.created_by as by, (select u.f_name from ${users} u where u.id = c.created_by) as "byName"
          from ${table(schema, child.table)} c where c.${id(column)} = any(${[...bySelf.keys()]}::uuid[])`,
      )
      const moves = (other: Todo) => madeIt(other) || column in formerly(other)
      for (const row of rows)
        found.push({
          refusal: refusal(bySelf.get(row.target)!, 'stands-on-it', row, undefined, { object: calledBy(tx, child, row.title) }),
          on: row.id,
          moves,
        })
    }
  }
  return found
}

/** 报价「Q-2026-0012」: which one, where the reader may know it. */
const calledBy = (tx: Tx, object: Placed, title: string | null) =>
  labelOf(tx, object) + (title ? (tx.context.language === 'zh' ? `「${title.slice(0, 40)}」` : ` “${title.slice(0, 40)}”`) : '')

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

/** Those of the records that are not there, and who removed them; those that are, stay until the undo is over. */
async function removals(tx: Tx, target: Placed, ids: string[]): Promise<Map<string, Doer>> {
  const { schema } = tx.principal.workspace
  const held = target.name === 'user' ? sql`` : sql` order by t.id for key share of t`
  const here = await tx.run<{ id: string }>(sql`select t.id from ${table(schema, target.table)} t where t.id = any(${ids}::uuid[])${held}`)
  const there = new Set(here.rows.map((row) => row.id))
  const gone = ids.filter((each) => !there.has(each))
  if (!gone.length) return new Map()
  const users = table(schema, tx.catalog.objects.get('user')!.table)
  const { rows } = await tx.run<Doer & { id: string }>(
    sql`select distinct on (c.record) c.record as id, s.by, s.at, (select u.f_name from ${users} u where u.id = s.by) as "byName"
      from ${table(schema, 'change')} c join ${table(schema, 'changeset')} s on s.id = c.changeset
      where c.record = any(${gone}::uuid[]) and c.op = 'r' order by c.record, c.version desc`,
  )
  const known = new Map<string, Doer>(rows.map((row) => [row.id, row]))
  return new Map(gone.map((each) => [each, known.get(each) ?? { by: tx.principal.user, byName: null, at: tx.at }]))
}
