/** Nothing is paid, ordered or allocated beyond what there is: asked of gathered sums when a deed has written everything. */
import { evaluate } from '../../fields/derived/evaluate.ts'
import { typeOf } from '../../fields/index.ts'
import { type FieldProblem, invalid } from '../../lib/errors.ts'
import { sees } from '../access.ts'
import type { Placed } from '../catalog.ts'
import { fieldAccess } from '../principal.ts'
import type { FieldAt } from '../store/columns.ts'
import { type Row, titleSql } from '../store/reader.ts'
import { id, join, sql, table } from '../store/sql.ts'
import { valueOf } from './expressions.ts'
import type { Tx } from './tx.ts'

/** At the deed's end its sums are true, and the rows that hold them are its own until it commits. */
export async function checkLimits(tx: Tx): Promise<void> {
  const problems: FieldProblem[] = []
  for (const [name, ids] of tx.limited) {
    const object = tx.catalog.objects.get(name)!
    const columns = object.columns.filter((column) => !column.name.startsWith('search_')).map((column) => sql`t.${id(column.name)}`)
    const { rows } = await tx.run<Row>(
      sql`select ${join(columns, ', ')}, ${titleSql(tx, object, 't')} as title__, (${sees(tx.principal, object, 'read', 't')}) is true as readable__ from ${table(tx.principal.workspace.schema, object.table)} t where t.id = any(${[...ids]}::uuid[]) order by t.id`,
    )
    for (const row of rows) problems.push(...overLimits(tx, object, row))
  }
  if (problems.length) throw invalid(problems)
}

export const isLimited = (object: Placed) => (object.definition.check ?? []).some((check) => 'atMost' in check)

function overLimits(tx: Tx, object: Placed, row: Row): FieldProblem[] {
  return (object.definition.check ?? []).flatMap((check): FieldProblem[] => {
    if (!('atMost' in check)) return []
    const [part, whole] = check.atMost.map((name) => object.fields.get(name)!) as [FieldAt, FieldAt]
    // What cannot be compared, two currencies, is not within the limit either.
    const within = evaluate(
      { op: 'le', args: [{ field: part.name }, { op: 'coalesce', args: [{ field: whole.name }, { value: 0 }] }] },
      (name) => valueOf(object.fields.get(name), row),
    )
    if (within === true || valueOf(part, row) === null) return []
    // Whose limit it is, and what it comes to, is told to who may read it; the others learn that it is too much.
    const open = [part, whole].every((at) => ['read', 'write'].includes(fieldAccess(tx.principal, object.name, at.name)))
    if (row.readable__ !== true || !open) return [{ field: '', code: 'over-limit' }]
    const said = (at: FieldAt) => typeOf(at.field).toText(valueOf(at, row) ?? 0, at.field, tx.context)
    const label = (at: FieldAt) => at.field.label?.[tx.context.language] ?? at.name
    const values = { title: String(row.title__ ?? ''), field: label(part), limit: label(whole), value: said(part), most: said(whole) }
    return [{ field: '', code: 'at-most', values }]
  })
}
