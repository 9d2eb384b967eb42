/** Lines of a document: children owned by the parent, written in the same call and changeset. The list that comes is the list that stays. */
import { type FieldProblem, invalid } from '../../lib/errors.ts'
import type { Placed } from '../catalog.ts'
import { fieldAccess } from '../principal.ts'
import { mayWrite } from '../schema.ts'
import { type FieldAt, linesKey } from '../store/columns.ts'
import { id, sql, table } from '../store/sql.ts'
import { create } from './create.ts'
import { valueOf } from './expressions.ts'
import type { Outcome } from './outcome.ts'
import { remove } from './remove.ts'
import { updateRows } from './rows.ts'
import { update } from './update.ts'
import type { Draft } from './values.ts'
import type { Tx } from './tx.ts'

export async function writeChildren(tx: Tx, object: Placed, parents: Draft[], how: 'create' | 'update'): Promise<void> {
  const problems: FieldProblem[] = []
  for (const at of object.fields.values()) {
    const owned = at.type.children?.(at.field)
    const child = owned && tx.catalog.objects.get(owned.of)
    if (!child) continue
    const ground: Owned = { tx, document: object, child, ...owned }
    for (const parent of parents) {
      const lines = parent.children[at.name] as Line[] | undefined
      const known = how === 'update' && (lines || carriesOn(ground, parent)) ? await childIds(ground, parent.id) : new Set<string>()
      const before = tx.log.changes.length
      if (!lines) {
        await carryOn(ground, parent, [...known])
        continue
      }
      const place = parents.length === 1 ? at.name : `${parent.index}.${at.name}`
      const found = await writeLines(ground, parent, lines, known)
      problems.push(...found.map(({ field, ...problem }) => ({ field: `${place}.${field}`, ...problem })))
      if (how === 'update' && tx.log.changes.length > before) await markChanged(tx, object, at, parent)
    }
  }
  if (problems.length) throw invalid(problems)
}

type Line = Record<string, unknown>
type Owned = { tx: Tx; document: Placed; child: Placed; by: string; place?: string; carries?: Record<string, string> }

/** The document's values that stand on each of its lines. */
const carried = ({ document, carries = {} }: Owned, parent: Draft): Line =>
  Object.fromEntries(Object.entries(carries).map(([into, from]) => [into, valueOf(document.fields.get(from), parent.row)]))

const carriesOn = ({ document, carries = {} }: Owned, parent: Draft) =>
  Object.values(carries).some((from) => document.fields.get(from)!.columns.some((column) => parent.columns.includes(column.name)))

async function carryOn(ground: Owned, parent: Draft, ids: string[]): Promise<void> {
  const values = carried(ground, parent)
  const incoming = ids.map((id) => ({ id, subject: parent.subject, values }))
  if (ids.length) await update(ground.tx, ground.child.name, incoming, { trusted: true })
}

/** The document is another one when its lines are: its version goes on, and the log says so under the name of the lines. */
async function markChanged(tx: Tx, object: Placed, at: FieldAt, parent: Draft): Promise<void> {
  const mine = () => tx.log.changes.findLast((change) => change.record === parent.id && change.object === object.name)
  if (!mine()) {
    const row = { ...parent.row }
    await updateRows(tx, object, [{ id: parent.id, subject: parent.subject, row, before: parent.row, columns: [] }])
  }
  const change = mine()!
  if (change.before) change.before[linesKey(at)] = null
}

/** Whoever may write the document may write its lines; over their fields his own rights hold. */
async function writeLines(ground: Owned, parent: Draft, lines: Line[], known: Set<string>): Promise<FieldProblem[]> {
  const { tx, child, by, place } = ground
  const foreign = (parent.trusted ? [] : lines).flatMap((line, i) =>
    unwritable(tx, child, line).map((problem) => ({ ...problem, field: `${i}.${problem.field}` })),
  )
  const gone = [...known].filter((id) => !lines.some((line) => line.id === id))
  const values = (line: Line, i: number) => ({
    ...Object.fromEntries(Object.entries(line).filter(([name]) => child.fields.has(name))),
    ...carried(ground, parent),
    ...(place ? { [place]: i + 1 } : {}),
    [by]: parent.id,
  })
  const [stay, fresh] = [[], []] as [number[], number[]]
  lines.forEach((line, i) => (known.has(line.id as string) ? stay : fresh).push(i))
  const incoming = (i: number) => ({
    subject: parent.subject,
    values: values(lines[i]!, i),
    ...(known.has(lines[i]!.id as string) ? { id: lines[i]!.id as string } : {}),
  })
  if (gone.length)
    await remove(
      tx,
      child.name,
      gone.map((id) => ({ id, subject: parent.subject })),
      { trusted: true },
    )
  const updated = stay.length ? await update(tx, child.name, stay.map(incoming), { trusted: true, collect: true }) : nothing
  const created = fresh.length ? await create(tx, child.name, fresh.map(incoming), { trusted: true, collect: true }) : nothing
  const wrong = (indexes: number[]) => (draft: Draft) =>
    draft.problems.map((problem) => ({ ...problem, field: `${indexes[draft.index]}.${problem.field}` }))
  const problems = [...updated.problems.flatMap(wrong(stay)), ...created.problems.flatMap(wrong(fresh))]
  return [...foreign, ...problems.filter((problem) => !foreign.some((each) => each.field === problem.field))]
}

const nothing: Outcome = { done: [], problems: [] }

function unwritable(tx: Tx, child: Placed, line: Line): FieldProblem[] {
  return Object.keys(line).flatMap((name): FieldProblem[] => {
    const at = child.fields.get(name)
    if (name === 'id' || (at && mayWrite(tx.principal, child, at))) return []
    return [{ field: name, code: at && fieldAccess(tx.principal, child.name, name) !== 'hidden' ? 'read-only' : 'unknown-field' }]
  })
}

async function childIds({ tx, child, by }: Owned, parent: string): Promise<Set<string>> {
  const pointer = child.fields.get(by)!.columns[0]!.name
  const { rows } = await tx.run<{ id: string }>(
    sql`select id from ${table(tx.principal.workspace.schema, child.table)} where ${id(pointer)} = ${parent}::uuid`,
  )
  return new Set(rows.map((row) => row.id))
}
