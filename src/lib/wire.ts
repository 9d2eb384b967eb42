/** The shapes that travel between server and browser; types only. The web draws everything from `SchemaAnswer`. */
export type Label = { zh: string; en: string }
export type JsonSchema = { [key: string]: unknown }

export type FieldShape = {
  name: string
  type: string
  label: Label
  help?: Label
  required: boolean
  /** What this principal may do with it; a hidden field is not listed at all. */
  access: 'write' | 'read' | 'masked'
  /** Written by people, computed by the house, or kept by the engine (createdAt…). */
  kind: 'kept' | 'computed' | 'system'
  /** The type's own options as in the definition: options (choice), states, to (ref), digits, kind, many, time … */
  options: Record<string, unknown>
  /** Operator name → JSON Schema of its operand; empty when it cannot be filtered. */
  operators: Record<string, JsonSchema>
  sortable: boolean
  measurable: boolean
  /** Questions inside a question of a deed, asked once or several times. */
  parts?: { fields: FieldShape[]; many: boolean }
  /** For references: the target object's name. */
  target?: string
  /** A price, a version: its column adds up to nothing that says something. */
  noTotal?: boolean
  folded?: boolean
  /** Shows a duplicate hint while typing (GET /{objects}/twins). */
  twin?: boolean
  /** What a new record starts with; 'me' for references to people. */
  default?: unknown
  /** How it is computed while somebody types; absent where it is made of what this principal may not see. */
  live?: LiveShape
  /** Of lines: other names that a pasted column may have. */
  alias?: string[]
}

/** An expression over the record (src/fields/derived/expression.ts), or the sum or count of its lines. */
export type LiveShape = { from: unknown } | { lines: string; fn: 'sum' | 'count'; field?: string }

/** A record that a deed's question may mean. */
export type Offer = {
  id: string
  title: string
  subtitle: string
  /** Why it may be meant, in the reader's language. */
  reason: string
  /** There is hardly a doubt: the first such one is chosen to begin with. */
  sure: boolean
  /** What choosing it answers as well, by question: the customer at whom this contact is. */
  with: Record<string, Ref>
}

export type ActionShape = {
  name: string
  label: Label
  icon?: string
  /** `label`: what the field is called in this deed, where its own name would be wrong. */
  asks: { field: string; optional: boolean; label?: Label }[]
  input: (FieldShape & { single?: boolean })[]
  primary: boolean
  /** It takes something away: what it does is said before it is done. */
  danger?: Label
  /** Why it cannot be done, by the code that `can` answers instead of true. */
  because: Record<string, Label>
  /** The state it brings the record to. */
  leadsTo?: string
}

/** Names of fields that this principal may read; without `by` there is no board. */
export type BoardShape = { by: string; sum?: string; second?: string; card: string[]; day?: string; closedDay?: string; marks: string[] }

export type ObjectShape = {
  name: string
  path: string
  label: Label
  /** What many of them are called. */
  labels: Label
  icon?: string
  title: string[]
  quiet: boolean
  own: boolean
  fields: FieldShape[]
  actions: ActionShape[]
  views: {
    list: string[]
    form: (string | string[])[]
    subtitle: string[]
    /** Which are offered where one is newly chosen. */
    offered?: unknown
    tabs: { name: string; label: Label; filter?: unknown; sort?: string }[]
    board?: BoardShape
    /** Said over everything else while the field holds: since which day, about how much. */
    alarms: { field: string; since?: string; amount?: string }[]
  }
  /** The field that says what state it is in. */
  state?: string
  /** The field that says whose it is. */
  owner?: string
  /** Objects whose references point here: related records, composer. */
  related: { object: string; field: string; label: Label }[]
  /** True for activity: stands in the timeline of what it refers to and can be written from its composer. */
  timeline: boolean
  can: { create: boolean; import: boolean; export: boolean; remove: boolean }
}

export type SchemaAnswer = {
  version: string
  workspace: { id: string; name: string; timeZone: string; currency: string }
  objects: ObjectShape[]
}

export type Me = {
  user: { id: string; name: string; email: string }
  workspace: { id: string; name: string } | null
  workspaces: { id: string; name: string }[]
  roles: string[]
  can: { admin: boolean; undoOthers: boolean }
  csrf: string
}

export type RecordJson = {
  id: string
  version: number
  createdAt: string
  updatedAt: string
  createdBy: Ref | null
  updatedBy: Ref | null
  can: Record<string, true | string>
  [field: string]: unknown
}
export type Ref = { id: string; title: string | null }

export type ListAnswer = { records: RecordJson[]; next: string | null; count?: { value: number; capped: boolean } }
/** Numbers are decimal text; a sum or average over nothing is null. A period's key is its first day. */
export type AggregateAnswer = { groups: { key: Record<string, unknown>; values: Record<string, string | null> }[]; next: null }
/** What waits for a person, in order. */
export type DayEntry = {
  reason: string
  object: string
  id: string
  band: string
  /** For when, or since when: a day or a moment. */
  at: string | null
  /** Whom it is about comes whole. */
  record: RecordJson
}
export type DayAnswer = {
  entries: DayEntry[]
  reasons: {
    name: string
    object: string
    label: Label
    reminds: boolean
    amount?: string
    at?: string
    offers: (
      | { deed: string }
      | { moves: string; label: Label }
      | { makes: string; with: Record<string, unknown>; label: Label }
      | { plans: true }
    )[]
    /** There are more than stand here: the filter finds all. */
    more: boolean
    filter: unknown
  }[]
  seenAt: string | null
}
export type SearchAnswer = { records: { object: string; id: string; title: string; subtitle: string; matched: string }[] }

export type TimelineEntry = {
  kind: 'activity' | 'change' | 'created' | 'deed' | 'related'
  at: string
  by: Ref | null
  changeset: string | null
  /** The deed's name such as lead.assign, lead.update, import.run. */
  deed: string
  /** For an activity: its record. */
  record?: RecordJson
  /** For what happened to a record that hangs on this one: which, and its state in `changes`. */
  about?: { object: string; id: string; title: string; facts: Record<string, unknown> }
  /** For changes: field, and values before and after as read over the API. */
  changes?: { field: string; before: unknown; after: unknown }[]
  /** With whom the record was shared by it, and how; null: not at all. */
  shares?: ShareChange[]
}
export type ShareLevel = 'read' | 'write'
export type ShareChange = { user: Ref; before: ShareLevel | null; after: ShareLevel | null }
/** Who has a record beside those to whom it belongs anyway. */
export type SharesAnswer = { records: { user: Ref; level: ShareLevel; at: string }[] }
export type TimelineAnswer = { records: TimelineEntry[]; next: string | null }

export type ChangesetJson = {
  id: string
  deed: string
  label: Label
  at: string
  by: Ref | null
  state: 'open' | 'closed'
  counts: { created: number; changed: number; removed: number; subjects: number }
  objects: string[]
  undoOf: string | null
  undoneBy: string | null
  canUndo: boolean
}
export type UndoAnswer = {
  changeset: string
  reverted: number
  refused: {
    object: string
    id: string
    subject: string
    title: string
    field?: string
    by: Ref | null
    at: string
    code: string
    message: string
  }[]
}

export type ImportJson = {
  id: string
  object: string
  file: string
  kind: 'csv' | 'xlsx'
  encoding: string
  delimiter?: string
  sheets?: { name: string }[]
  sheet?: string
  headerRow: number
  total: number
  columns: { name: string; samples: string[]; field: string | null }[]
  /** The first rows of the file as they stand, header and what is above it included; `at` counts like `headerRow`. */
  head?: { at: number; cells: string[] }[]
  /** Where a column may go: path, label in both languages, required. */
  targets: { path: string; label: Label; required: boolean }[]
  mapping: Record<string, string | null>
  mode: 'create' | 'update' | 'upsert'
  key: string[]
  twins: 'skip' | 'create' | 'update'
  defaults: Record<string, unknown>
  state: 'uploaded' | 'checking' | 'checked' | 'running' | 'done' | 'failed'
  done: number
  /** After a check; disjoint. */
  counts?: { create: number; update: number; fail: number; twins: number; skip: number }
  created: number
  updated: number
  failed: number
  skipped: number
  changeset: string | null
  startedAt: string | null
  error?: string
  /** It ended before its time: somebody stopped it, or its person may not import any more. `error` says it in words. */
  stopped?: 'asked' | 'rights'
}
export type ImportProblem = {
  row: number
  column: string
  field: string | null
  code: string
  message: string
  value: string
  /** For twins: whom it resembles. */
  twin?: ({ object: string; id: string; title: string; subtitle: string } | { row: number; title: string }) & {
    /** What stands there, by column of the file, as text: shown side by side. */
    cells?: Record<string, string>
  }
  /** The whole row as it came (with mends), so that it can be shown and mended. */
  cells: Record<string, string>
  choice?: 'skip' | 'create' | 'update'
}

/** What PATCH /imports/{id}/rows/{row} answers: the row judged anew, and the counts after it. */
export type ImportRowJson = { row: number; counts: NonNullable<ImportJson['counts']>; problems: ImportProblem[] }

export type ProblemJson = {
  type: string
  title: string
  status: number
  code: string
  detail: string
  errors?: { field: string; code: string; message: string }[]
  current?: Record<string, unknown>
}
