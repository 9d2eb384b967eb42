/**
 * How a field type looks. `index.ts` of a type answers for the server, `web.tsx` beside it has one of these; src/fields/web.ts lists them.
 * `show` alone is enough for a type that is read only; whoever draws asks the face and never the type's name.
 */
import type { ComponentType } from 'react'
import type { Problem } from '../lib/errors.ts'
import type { FieldShape, JsonSchema } from '../lib/wire.ts'
import type { Reader } from '../ui/reader.tsx'
import type { Host } from './host.ts'

export type CellProps = { value: unknown; field: FieldShape }

export type PartProps = {
  form: string
  field: FieldShape
  value: unknown
  wrong?: string
  onChange: (value: unknown) => void
}

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
  /** Draws a question inside this one, with its name and what is wrong with it. */
  Part?: ComponentType<PartProps>
  /** What is wrong inside it, by path: `name`, `2.quantity`. */
  wrongs?: Record<string, string>
  /** What a group of questions begins with when it is opened. */
  start?: unknown
  /** Typing began it: what a search starts with. */
  typed?: string
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
  /** What a spreadsheet is given of it; absent: what `show` says. Pasted again it is the same value. */
  copy?: (value: unknown) => string
  Edit?: ComponentType<EditProps>
  /** The operand of a filter; absent: drawn from its JSON Schema with `Edit`. */
  FilterEdit?: ComponentType<FilterProps>
  /** A pasted cell → value; absent: the text as it is, and the server judges. */
  fromPaste?: (text: string, field: FieldShape, reader: Reader, host: Host) => unknown
  /** Where a column stands and how wide it starts. */
  end?: boolean
  width: number | ((field: FieldShape) => number)
  /** What a sum of them reads like; absent: their sum says nothing. */
  total?: (sum: string, reader: Reader) => string
  /** A list may be grouped by it: by each value, or by the months of its days. */
  groups?: 'value' | 'month'
  /** Takes a whole line in forms. */
  wide?: boolean
  /** Says its own name: no label stands over it in a form. */
  named?: boolean
  /** Its value is records that this one owns: read as a table, written in a grid that the app draws. */
  rows?: boolean
  /** Its Edit looks for what was typed, and keeps only what was chosen. */
  searches?: boolean
  /** What is plainly wrong with a value before the server judges it, in the reader's language. */
  judge?: (value: unknown, field: FieldShape) => Problem | null
  /** Not for a column, nor for editing several records at once. */
  alone?: boolean
}
