/** A form with lines on its way to the server, and back: rows that nobody filled in are left out, so that what is wrong stands at the row that shows it. */
import type { Me, ObjectShape, SchemaAnswer } from '../../lib/wire.ts'
import { type Line, filledOf, newLine, sentLines } from './line.ts'
import { linesFields, linesShape } from './shape.ts'

type Ground = { schema: SchemaAnswer; me: Me; today: string }

export function tidied(object: ObjectShape, values: Line, { schema, me, today }: Ground): Line {
  const tidy: Line = { ...values }
  for (const field of linesFields(object)) {
    const shape = linesShape(schema, field)
    const lines = values[field.name]
    if (!shape || !Array.isArray(lines)) continue
    const filled = filledOf(shape.child, lines as Line[], newLine(shape.child, me, today))
    tidy[field.name] = filled.length > 0 ? filled : null
  }
  return tidy
}

/** Tidied values as they are sent. */
export function sendable(object: ObjectShape, values: Line, { schema }: Ground): Line {
  const sent: Line = { ...values }
  for (const field of linesFields(object)) {
    const shape = linesShape(schema, field)
    const lines = values[field.name]
    if (shape && Array.isArray(lines)) sent[field.name] = sentLines(shape.child, lines as Line[])
  }
  return sent
}
