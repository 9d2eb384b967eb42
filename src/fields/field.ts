/**
 * The contract between the engine and a field type.
 *
 * A *field* is data in a definition: `{ type: 'phone', label, required… }`; it survives JSON, because a workspace's own
 * fields are rows. A *field type* is code, one folder here, and answers every question about such a field, so that
 * nobody outside src/fields ever asks a field what it is.
 *
 * Three shapes of one value:
 *   value  what travels over the API: "1234.50", { amount, currency }, "2026-11-25T07:00:00.000Z"
 *   cells  what PostgreSQL keeps, in its text form, one per column of the type, in order: ["1234.50", "CNY", "1234.50"]
 *   text   what stands in a file's cell or on paper: "1,234.50"
 */
import type { Sql } from 'sql-template-tag'
import type { Language, Problem } from '../lib/errors.ts'

export type Label = { zh: string; en: string }
export type Cell = string | boolean | null
export type JsonSchema = { [key: string]: unknown }

/** What every field may say about itself; types add their own options. All of it is JSON. */
export type FieldOptions = {
  label?: Label
  help?: Label
  required?: boolean
  /** An API value, 'me' for owners and references to people, or { today: true } for days. */
  default?: unknown
  /** Stands in the search index of its record. */
  search?: boolean
  /** Equal values (compared as the type compares them) mark records as twins. */
  twin?: boolean
  unique?: boolean
  /** Has an index of its own for filtering and sorting. */
  indexed?: boolean
  /** Former names, so that a rename keeps the column. */
  was?: string[]
  /** People cannot write it; deeds and rules can. */
  readOnly?: boolean
  /** Header names of other systems' exports, for the import's suggestion. */
  alias?: string[]
  /** Prices and versions: lists do not say what their column adds up to. */
  noTotal?: boolean
  /** Folded away in forms until opened. */
  folded?: boolean
  /** Added by a workspace; set by the engine. */
  own?: boolean
  /** For references: what happens here when the target is removed. `refuse` (default), `with`: removed along, `alone`: removed along unless it hangs on something else, `clear`: emptied. */
  remove?: 'refuse' | 'with' | 'alone' | 'clear'
  /** Takes this of the record's state (its `probability`) when the state changes and nobody says otherwise. */
  byState?: string
  /** Computed: a value too large to be kept refuses the record, where otherwise it stays empty. */
  mustFit?: boolean
  /** Kept outside the workspace as well (who may sign in): its own deed writes both, an undo neither. */
  outside?: boolean
  /** A named rule of the module writes it instead of the record's own row (see modules: planNextStep). */
  writtenBy?: string
}
export type Field<O = object> = FieldOptions & O & { type: string }

/** What a value is read in: the workspace's clock and money, the reader's language. `rates`: what one unit of another currency is worth today. */
export type Context = { timeZone: string; today: string; now: string; currency: string; language: Language; rates?: Record<string, string> }

export type Parsed = { cells: Cell[] } | { problem: Problem }

/** PostgreSQL types a column may have; arrays are avoided because rows travel as unnest(…[]). */
export type SqlType = 'text' | 'uuid' | 'boolean' | 'integer' | 'bigint' | 'numeric' | 'date' | 'timestamptz' | 'jsonb' | 'tsvector'
export type Column = { suffix: string; type: SqlType }

/** `column('')` is the type's first column, `column('_base')` one with a suffix, quoted and qualified. */
export type Operator = {
  operand: JsonSchema
  /** Checks and turns the operand into SQL. Never copies text of the request into SQL but as a parameter. Returns a problem for an operand it cannot take. */
  sql: (column: (suffix: string) => Sql, operand: unknown, field: Field, context: OperatorContext) => Sql | Problem
}
export type OperatorContext = Context & { me: string; myTeam: string[] }

export type FieldType = {
  name: string
  label: Label
  /** First column has suffix ''. Empty for a type that keeps nothing in the record's row (lines). */
  columns: (field: Field) => Column[]
  /** Columns that follow from the cells: normalised phone, pinyin sort key. Outside version, history and undo. */
  derived?: { columns: (field: Field) => Column[]; derive: (cells: Cell[], field: Field) => Cell[] }
  /** JSON Schema of the value as read and as written (null allowed is added by the engine). */
  read: (field: Field) => JsonSchema
  write: (field: Field) => JsonSchema
  /** Value → cells. null and undefined never arrive here. */
  parse: (value: unknown, field: Field, context: Context) => Parsed
  /** Cells → value; all cells null means null and never arrives here. */
  value: (cells: Cell[], field: Field) => unknown
  /** The value is its one cell's text, as it stands. */
  plain?: (field: Field) => boolean
  /** A file's cell → value or problem; '' never arrives here. */
  fromText: (text: string, field: Field, context: Context) => { value: unknown } | { problem: Problem }
  /** Value → a file's cell or a line on paper. */
  toText: (value: unknown, field: Field, context: Context) => string
  /** By name. Depends on the options: a choice of many compares otherwise than a choice of one. */
  operators: (field: Field) => Record<string, Operator>
  /** Suffix of the column that the list is sorted by; absent or undefined: cannot be sorted. */
  sort?: (field: Field) => string | undefined
  /** Its values in the order that lists sort them by; without: as the column does. */
  ranks?: (field: Field) => string[] | undefined
  /** Suffix of the column whose equality makes two values the same person or thing (twins, unique, import keys); may be a derived one. */
  same?: (field: Field) => string | undefined
  /** What to put into the search index: words for bigrams, digits for number search. */
  words?: (cells: Cell[], field: Field) => string[]
  /** A reference's target object. */
  target?: (field: Field) => string
  /** A reference: own field → the target's field that fills it when it is chosen and nobody says otherwise. */
  fills?: (field: Field) => Record<string, string> | undefined
  /** States: what the record is in, by value of the first cell. */
  phases?: (field: Field) => Record<string, StateOptions>
  /** Few distinct values, filtered by equality and then read newest first: its index is (value, created_at, id). Others: (value, id). */
  groups?: boolean
  /** As of now: a filter value over the record that is evaluated at read; keeps no column. */
  asOf?: (field: Field) => unknown
  /** Derived: the value as an API value, computed by the write road from the record's other values. */
  compute?: (field: Field, valueOf: (name: string) => unknown, context: Context) => unknown
  /** The same as an expression that a browser may evaluate. */
  expression?: (field: Field) => unknown
  /** The record's fields that a computed value is made of. */
  reads?: (field: Field) => string[]
  /** Rollup: what is gathered from records that refer to this one. */
  gathers?: (field: Field) => Gathering
  /** Lines: children owned by this record, written in the same call. */
  children?: (field: Field) => { of: string; by: string; place?: string; carries?: Record<string, string> }
  /** Questions inside a question, asked once or several times: its answer is { name: value }, or a list of those. Only deeds ask them. */
  parts?: (field: Field) => { fields: Record<string, Field>; many: boolean }
  /** Files: ids that must exist in the workspace's files, taken from the cells. */
  files?: (cells: Cell[]) => string[]
  /** Auto-number: the counter's name and the number as it is shown. */
  number?: (field: Field, context: Context) => { counter: string; show: (n: number) => string }
  /** Never written by people: derived, rollup, auto-number, as of now. */
  computed?: boolean
  /** Says whether the options of a field of this type make sense; runtime definitions pass here. */
  check?: (field: Field) => Problem | null
  /** A column of a value that is the sum of others of its type, as SQL over their columns; absent: the sum of what is measured. */
  ofSum?: (field: Field, suffix: string, column: (suffix: string) => Sql, context: Context) => Sql
  /** May be measured (sum, avg) on this suffix; absent or undefined: may not. */
  measure?: (field: Field) => string | undefined
}

export type StateOptions = {
  label: Label
  phase: string
  probability?: number
  needs?: string[]
  colour?: string
  /** What people can no longer change here: everything, or everything but these fields. A locked record is not removed either. */
  locks?: 'all' | { but: string[] }
  /** As of now: reads as another state while this holds (a sent quote past its day has expired). Kept is this one. */
  turns?: { into: string; when: object }
}

/** fn `take`: the `field` of the first record by `orderBy`. `where` is a filter value over the gathered object. */
export type Gathering = {
  of: string
  by: string
  fn: 'count' | 'sum' | 'min' | 'max' | 'take'
  field?: string
  orderBy?: string
  where?: unknown
}
