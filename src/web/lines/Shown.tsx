import { faceOf } from '../../fields/web.ts'
import type { FieldShape } from '../../lib/wire.ts'
import { useReader } from '../../ui/reader.tsx'

/** A line's value as one line of text; a reference is no link while lines are written. */
export function Shown({ field, value }: { field: FieldShape; value: unknown }) {
  const reader = useReader()
  if (value === null || value === undefined || value === '') return null
  return <span className="cut">{faceOf(field).show(value, field, reader)}</span>
}
