/** Which object the lines are of, and which of its fields stand in the table. */
import { faceOf } from '../../fields/web.ts'
import type { FieldShape, ObjectShape, SchemaAnswer } from '../../lib/wire.ts'
import { objectNamed } from '../api/queries.ts'

type LinesOptions = { of: string; by: string; place?: string; carries?: Record<string, string> }

export type LinesShape = {
  field: FieldShape
  child: ObjectShape
  columns: FieldShape[]
  /** The line's field → the document's whose value it carries. */
  carries: Record<string, string>
}

export const isLines = (field: FieldShape): boolean => faceOf(field).rows === true
export const linesFields = (object: ObjectShape): FieldShape[] => object.fields.filter(isLines)

/** Of lines: which of their fields is the document that they stand in. */
export const documentField = (schema: SchemaAnswer, object: ObjectShape): FieldShape | undefined =>
  schema.objects
    .flatMap(linesFields)
    .flatMap(({ options }) =>
      (options as LinesOptions).of === object.name ? object.fields.filter(({ name }) => name === options.by) : [],
    )[0]

export const isWritable = (field: FieldShape): boolean =>
  field.access === 'write' && field.kind !== 'system' && faceOf(field).Edit !== undefined

export function linesShape(schema: SchemaAnswer, field: FieldShape): LinesShape | undefined {
  const { of, by, place, carries = {} } = field.options as LinesOptions
  const child = objectNamed(schema, of)
  return child && { field, child, columns: columnsOf(child, [by, place]), carries }
}

/** As the list of the lines has them, then what only their form names; not what every line of one document has alike. */
function columnsOf(child: ObjectShape, without: (string | undefined)[]): FieldShape[] {
  const written = new Set(child.views.form.flat())
  const names = [...new Set([...child.views.list, ...written])].filter((name) => !without.includes(name))
  return names.flatMap((name) => {
    const field = child.fields.find((one) => one.name === name)
    return field && (written.has(name) || field.kind === 'computed' || !field.folded) ? [field] : []
  })
}
