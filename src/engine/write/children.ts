/** Lines of a document: children owned by the parent, written in the same call and changeset. The list that comes is the list that stays. */
import { type FieldProblem, invalid } from '../../lib/errors.ts'
import type { Placed } from '../catalog.ts'
import { fieldAccess } from '../principal.ts'
import { mayWrite } from '../schema.ts'
import { id, sql, table } from '../store/sql.ts'
import { create } from './create.ts'
import type { Outcome } from './outcome.ts'
import { remove } from './remove.ts'
import { update } from './update.ts'
import type { Draft } from './values.ts'
import type { Tx } from './tx.ts'

export async function writeChildren(tx: Tx, object: Placed, parents: Draft[], how: 'create' | 'update'): Promise<void> {
  const problems: FieldProblem[] = []
  for (const at of object.fields.values()) {
    const owned = at.type.children?.(at.field)
    const child = owned && tx.catalog.objects.get(owned.of)
    if (!child) continue
    for (const parent of parents) {
      const lines = parent.children[at.name] as Line[] | undefined
      if (!lines) continue
      const known = how === 'update' ? await childIds(tx, child, owned.by, parent.id) : new Set<string>()
      const place = parents.length === 1 ? at.name : `${parent.index}.${at.name}`
      const found = await writeLines(tx, child, owned.by, parent, lines, known)
      problems.push(...found.map(({ field, ...problem }) => ({ field: `${place}.${field}`, ...problem })))
    }
  }
  if (problems.length) throw invalid(problems)
}

type Line = Record<string, unknown>

/** Whoever may write the document may write its lines; over their fields his own rights hold. */
async function writeLines(tx: Tx, child: Placed, by: string, parent: Draft, lines: Line[], known: Set<string>): Promise<FieldProblem[]> {
  const foreign = lines.flatMap((line, i) => unwritable(tx, child, line).map((problem) => ({ ...problem, field: `${i}.${problem.field}` })))
  const gone = [...known].filter((id) => !lines.some((line) => line.id === id))
  const values = (line: Line) => ({
    ...Object.fromEntries(Object.entries(line).filter(([name]) => child.fields.has(name))),
    [by]: parent.id,
  })
  const [stay, fresh] = [[], []] as [number[], number[]]
  lines.forEach((line, i) => (known.has(line.id as string) ? stay : fresh).push(i))
  const incoming = (i: number) => ({
    subject: parent.subject,
    values: values(lines[i]!),
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

async function childIds(tx: Tx, child: Placed, by: string, parent: string): Promise<Set<string>> {
  const pointer = child.fields.get(by)!.columns[0]!.name
  const { rows } = await tx.run<{ id: string }>(
    sql`select id from ${table(tx.principal.workspace.schema, child.table)} where ${id(pointer)} = ${parent}::uuid`,
  )
  return new Set(rows.map((row) => row.id))
}
