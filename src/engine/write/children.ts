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
    const ground: Owned = { tx, document: object, at, child, ...owned }
    const written = parents.filter((parent) => parent.children[at.name])
    const carrying = how === 'update' ? parents.filter((parent) => !parent.children[at.name] && carriesOn(ground, parent)) : []
    const known = how === 'update' ? await childrenOf(ground, [...written, ...carrying]) : new Map<string, string>()
    await carryOn(ground, carrying, known)
    const before = tx.log.changes.length
    const place = (parent: Draft) => (parents.length === 1 ? at.name : `${parent.index}.${at.name}`)
    const found = await writeLines(ground, written, known)
    problems.push(...found.map(({ parent, i, problem }) => ({ ...problem, field: `${place(parent)}.${i}.${problem.field}` })))
    if (how === 'update' && !problems.length) await markChanged(ground, written, before, known)
  }
  if (problems.length) throw invalid(problems)
}

type Line = Record<string, unknown>
type Owned = {
  tx: Tx
  document: Placed
  at: FieldAt
  child: Placed
  by: string
  place?: string
  carries?: Record<string, string>
}
type Item = { parent: Draft; line: Line; i: number }
type Found = { parent: Draft; i: number; problem: FieldProblem }

/** The document's values that stand on each of its lines. */
const carried = ({ document, carries = {} }: Owned, parent: Draft): Line =>
  Object.fromEntries(Object.entries(carries).map(([into, from]) => [into, valueOf(document.fields.get(from), parent.row)]))

const carriesOn = ({ document, carries = {} }: Owned, parent: Draft) =>
  Object.values(carries).some((from) => document.fields.get(from)!.columns.some((column) => parent.columns.includes(column.name)))

async function carryOn(ground: Owned, parents: Draft[], known: Map<string, string>): Promise<void> {
  const byId = new Map(parents.map((parent) => [parent.id, parent]))
  const incoming = [...known].flatMap(([id, of]) => {
    const parent = byId.get(of)
    return parent ? [{ id, subject: parent.subject, values: carried(ground, parent) }] : []
  })
  if (incoming.length) await update(ground.tx, ground.child.name, incoming, { trusted: true })
}

/** A document is another one when its lines are: its version goes on, and the log says so under the name of the lines. */
async function markChanged(
  { tx, document, at, child, by }: Owned,
  parents: Draft[],
  since: number,
  known: Map<string, string>,
): Promise<void> {
  const pointer = child.fields.get(by)!.columns[0]!.name
  const touched = new Set(tx.log.changes.slice(since).flatMap(({ record, before }) => known.get(record) ?? before?.[pointer] ?? []))
  const changed = parents.filter(
    (parent) => touched.has(parent.id) || (parent.children[at.name] as Line[]).some((line) => !known.has(line.id as string)),
  )
  const entries = () => new Map(tx.log.changes.filter((change) => change.object === document.name).map((change) => [change.record, change]))
  const logged = entries()
  const kept = changed
    .filter((parent) => !logged.has(parent.id))
    .map((parent) => ({ id: parent.id, subject: parent.subject, row: { ...parent.row }, before: parent.row, columns: [] }))
  await updateRows(tx, document, kept)
  const now = entries()
  for (const parent of changed) {
    const { before } = now.get(parent.id)!
    if (before) before[linesKey(at)] = null
  }
}

/** Whoever may write the document may write its lines; over their fields his own rights hold. */
async function writeLines(ground: Owned, parents: Draft[], known: Map<string, string>): Promise<Found[]> {
  const { tx, at, child } = ground
  const items = parents.flatMap((parent) => (parent.children[at.name] as Line[]).map((line, i): Item => ({ parent, line, i })))
  const foreign = items.flatMap((item) =>
    (item.parent.trusted ? [] : unwritable(tx, child, item.line)).map((problem) => ({ ...item, problem })),
  )
  const named = new Set(items.map(({ line }) => line.id))
  const bySelf = new Map(parents.map((parent) => [parent.id, parent]))
  const gone = [...known].flatMap(([id, of]) => (bySelf.has(of) && !named.has(id) ? [{ id, subject: bySelf.get(of)!.subject }] : []))
  if (gone.length) await remove(tx, child.name, gone, { trusted: true })
  const first = new Map(items.toReversed().map((item) => [item.line.id, item]))
  const isKnown = (item: Item) => known.get(item.line.id as string) === item.parent.id && first.get(item.line.id) === item
  const found = [
    ...(await put(ground, items.filter(isKnown), update)),
    ...(await put(
      ground,
      items.filter((item) => !isKnown(item)),
      create,
    )),
  ]
  const said = new Set(foreign.map(({ parent, i, problem }) => `${parent.id} ${i} ${problem.field}`))
  return [...foreign, ...found.filter(({ parent, i, problem }) => !said.has(`${parent.id} ${i} ${problem.field}`))]
}

async function put(ground: Owned, items: Item[], write: typeof create): Promise<Found[]> {
  const incoming = items.map((item) => ({
    subject: item.parent.subject,
    values: valuesOf(ground, item),
    // Of whose document it is the house says: a new version of a quote that was shared with its writer is its owner's.
    brought: [ground.by],
    ...(write === create ? {} : { id: item.line.id as string }),
  }))
  const { problems } = items.length ? await write(ground.tx, ground.child.name, incoming, { trusted: true, collect: true }) : nothing
  return problems.flatMap((draft) => draft.problems.map((problem) => ({ ...items[draft.index]!, problem })))
}

const valuesOf = (ground: Owned, { parent, line, i }: Item): Line => ({
  ...Object.fromEntries(Object.entries(line).filter(([name]) => ground.child.fields.has(name))),
  ...carried(ground, parent),
  ...(ground.place ? { [ground.place]: i + 1 } : {}),
  [ground.by]: parent.id,
})

const nothing: Outcome = { done: [], problems: [] }

function unwritable(tx: Tx, child: Placed, line: Line): FieldProblem[] {
  return Object.keys(line).flatMap((name): FieldProblem[] => {
    const at = child.fields.get(name)
    if (name === 'id' || (at && mayWrite(tx.principal, child, at))) return []
    return [{ field: name, code: at && fieldAccess(tx.principal, child.name, name) !== 'hidden' ? 'read-only' : 'unknown-field' }]
  })
}

/** Lines that are there: of which document each is. */
async function childrenOf({ tx, child, by }: Owned, parents: Draft[]): Promise<Map<string, string>> {
  if (!parents.length) return new Map()
  const pointer = id(child.fields.get(by)!.columns[0]!.name)
  const { rows } = await tx.run<{ id: string; of: string }>(
    sql`select id, ${pointer} as of from ${table(tx.principal.workspace.schema, child.table)} where ${pointer} = any(${parents.map((parent) => parent.id)}::uuid[]) order by id`,
  )
  return new Map(rows.map((row) => [row.id, row.of]))
}
