import { faceOf, type Host } from '../../fields/web.ts'
import type { FieldShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import type { Reader } from '../../ui/reader.tsx'
import { canEdit, same } from './edits.ts'

/** Rows and columns as a spreadsheet reads them from the clipboard. */
export function asTable(records: RecordJson[], fields: FieldShape[], reader: Reader): string {
  const cell = (record: RecordJson, field: FieldShape) => {
    const value = record[field.name]
    return value === null || value === undefined ? '' : quoted(faceOf(field).show(value, field, reader))
  }
  return records.map((record) => fields.map((field) => cell(record, field)).join('\t')).join('\n')
}

const quoted = (text: string) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

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
