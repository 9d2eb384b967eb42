import type { FieldShape, RecordJson } from '../../lib/wire.ts'
import { CellEdit } from '../list/CellEdit.tsx'
import { Conflict } from '../list/Conflict.tsx'
import type { Edits } from '../list/edits.ts'

type Props = { field: FieldShape; record: RecordJson; edits: Edits; onLeave: () => void; onSaved: () => void }

/** What was refused of this field of this record, and still stands there to be mended. */
export const refusedOf = (edits: Edits, record: RecordJson, field: FieldShape) =>
  edits.failure?.id === record.id && edits.failure.field === field.name ? edits.failure : null

/** A value being changed where it stands: by whoever opened it, again after it was refused, or beside what a colleague made of it. */
export function FieldEdit({ field, record, edits, onLeave, onSaved }: Props) {
  const wrong = refusedOf(edits, record, field)
  if (wrong?.theirs) return <Conflict failure={wrong} field={field} edits={edits} />
  return (
    <CellEdit
      key={wrong?.message}
      field={field}
      value={wrong ? wrong.value : (record[field.name] ?? null)}
      wrong={wrong?.message}
      onLeave={onLeave}
      onSave={(next) => {
        onSaved()
        edits.commit(record, field, next)
      }}
    />
  )
}
