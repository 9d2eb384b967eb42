/**
 * How a field type looks. `index.ts` of a type answers for the server, `web.tsx` beside it has one of these; src/fields/web.ts lists them.
 * `show` alone is enough for a type that is read only; whoever draws asks the face and never the type's name.
 */
import type { ComponentType } from 'react'
import type { FieldShape, JsonSchema } from '../lib/wire.ts'
import type { Reader } from '../ui/reader.tsx'
import type { Host } from './host.ts'

export type CellProps = { value: unknown; field: FieldShape }

export type EditProps = {
  id: string
  field: FieldShape
  value: unknown
  /** `done`: a choice was made, nothing more to type; a cell saves at once. */
  onChange: (value: unknown, done?: boolean) => void
  wrong?: boolean
  autoFocus?: boolean
  /** In a cell: no room around it, lists open at once. */
  tight?: boolean
  /** Choosing was given up (Esc, click outside). */
  onLeave?: () => void
}

export type FilterProps = {
  id: string
  field: FieldShape
  op: string
  operand: JsonSchema
  value: unknown
  onChange: (value: unknown) => void
}

export type Face = {
  /** One line of text: chips, copying, tooltips. null never arrives here. */
  show: (value: unknown, field: FieldShape, reader: Reader) => string
  /** In a list or a fact; absent: what `show` says. */
  Cell?: ComponentType<CellProps>
  Edit?: ComponentType<EditProps>
  /** The operand of a filter; absent: drawn from its JSON Schema with `Edit`. */
  FilterEdit?: ComponentType<FilterProps>
  /** A pasted cell → value; absent: the text as it is, and the server judges. */
  fromPaste?: (text: string, field: FieldShape, reader: Reader, host: Host) => unknown
  /** Where a column stands and how wide it starts. */
  end?: boolean
  width: number | ((field: FieldShape) => number)
  /** Takes a whole line in forms. */
  wide?: boolean
  /** Not for a column, nor for editing several records at once. */
  alone?: boolean
}
