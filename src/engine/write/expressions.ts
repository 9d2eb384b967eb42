/** Derived values: computed by the write road from the record's own values, outside version, history and undo. */
import type { Cell, Context } from '../../fields/field.ts'
import type { FieldProblem } from '../../lib/errors.ts'
import type { Placed } from '../catalog.ts'
import type { FieldAt } from '../store/columns.ts'
import type { Row } from '../store/reader.ts'

/** Computed values that their columns cannot hold: a price of eighteen digits, a thousand times. */
export function overflows(object: Placed, row: Row, context: Context): FieldProblem[] {
  const problems: FieldProblem[] = []
  deriveExpressions(object, { ...row }, context, problems)
  return problems
}

/** Fills the columns of computed fields; answers which it wrote. What does not fit is empty, and told where `problems` are asked for. */
export function deriveExpressions(object: Placed, row: Row, context: Context, problems: FieldProblem[] = []): string[] {
  const written: string[] = []
  for (const at of object.fields.values()) {
    if (!at.type.compute) continue
    const value = at.type.compute(at.field, (name) => valueOf(object.fields.get(name), row), context)
    const parsed = value === null || value === undefined ? undefined : at.type.parse(value, at.field, context)
    if (parsed && 'problem' in parsed && at.field.mustFit) problems.push({ field: at.name, ...parsed.problem })
    const cells: Cell[] = parsed && 'cells' in parsed ? parsed.cells : []
    at.columns.forEach((column, i) => (row[column.name] = cells[i] ?? null))
    written.push(...at.columns.map((column) => column.name))
  }
  return written
}

/** A field's value as it travels, from the cells of its row. */
export function valueOf(at: FieldAt | undefined, row: Row): unknown {
  if (!at?.columns.length) return null
  const cells = at.columns.map((column) => row[column.name] ?? null)
  return cells[0] === null ? null : at.type.value(cells, at.field)
}
