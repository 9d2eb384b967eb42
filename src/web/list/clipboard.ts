import { faceOf, type Host } from '../../fields/web.ts'
import type { FieldShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import type { Reader } from '../../ui/reader.tsx'
import { canEdit, same } from './edits.ts'
import { writeTable } from './spreadsheet.ts'

/** Rows and columns as a spreadsheet reads them from the clipboard; pasted here they are what they were. */
export function asTable(records: RecordJson[], fields: FieldShape[], reader: Reader): string {
  const numbers = fields.map((field) => faceOf(field).end === true)
  return writeTable(
    records.map((record) => fields.map((field) => textOf(record, field, reader))),
    numbers,
  )
}

function textOf(record: RecordJson, field: FieldShape, reader: Reader): string {
  const value = record[field.name]
  const { copy, show } = faceOf(field)
  return value === null || value === undefined ? '' : copy ? copy(value) : show(value, field, reader)
}

export type Pasted = { updates: { id: string; [field: string]: unknown }[]; cells: number; refused: FieldShape | null }

/** Lays a table over the list from one cell on; a single value fills the whole chosen range. */
export async function lay(
  object: ObjectShape,
  table: string[][],
  records: RecordJson[],
  fields: FieldShape[],
  reader: Reader,
  host: Host,
): Promise<Pasted> {
  const pasted: Pasted = { updates: [], cells: 0, refused: null }
  for (const [down, record] of records.entries()) {
    const changes: Record<string, unknown> = {}
    for (const [right, field] of fields.entries()) {
      const text = table[down % table.length]?.[right % (table[0]?.length ?? 1)]
      if (text === undefined) continue
      if (!canEdit(object, field, record)) {
        pasted.refused ??= field
        continue
      }
      // A moment is copied without its seconds.
      if (text === textOf(record, field, reader)) continue
      const face = faceOf(field)
      const value = text.trim() === '' ? null : face.fromPaste ? await face.fromPaste(text, field, reader, host) : text.trim()
      if (same(record[field.name], value)) continue
      changes[field.name] = idOf(value)
      pasted.cells++
    }
    if (Object.keys(changes).length > 0) pasted.updates.push({ id: record.id, ...changes })
  }
  return pasted
}

const idOf = (value: unknown) => (typeof value === 'object' && value !== null && 'id' in value ? value.id : value)
