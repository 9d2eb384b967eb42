/** What came in → cells: every value through its type, every problem at its field, all of them at once. */
import { type FieldProblem } from '../../lib/errors.ts'
import type { Placed } from '../catalog.ts'
import { fieldAccess } from '../principal.ts'
import type { Row } from '../store/reader.ts'
import type { Tx } from './tx.ts'

/** `made`: when and by whom, for records that an import brings from elsewhere. */
export type Incoming = {
  id?: string
  subject: number
  values: Record<string, unknown>
  version?: number
  made?: { at?: string; by?: string }
  /** Fields that a deed copied from a record its doer may write: he need not see what they point to. */
  brought?: string[]
}

export type WriteOptions = {
  /** A deed's or rule's own words: may write what people cannot (read-only fields, closing states). */
  trusted?: boolean
  /** A named deed: may reach closing states and leave them, and set fields that people cannot. */
  deed?: boolean
  /** The deed gives the record away, or a part in it: it must be the writer's by his own right, and its owner may leave his reach. */
  moves?: boolean
  /** Import creates records in any state that has what it needs; those that are there move on by their deeds. */
  anyState?: boolean
  /** Checks everything and writes nothing. */
  dry?: boolean
  /** Bad rows are left out and answered instead of refusing all. */
  collect?: boolean
}

/** A record on its way: `row` is filled in place, `aside` are values that a rule of the module writes elsewhere. */
export type Draft = {
  index: number
  id: string
  subject: number
  row: Row
  columns: string[]
  aside: Record<string, unknown>
  children: Record<string, unknown[]>
  problems: FieldProblem[]
  derived?: true
  /** The house's own words: its lines are too. */
  trusted?: boolean
  /** Fields that came with a value, or emptied where they may be empty: what a reference says does not count against them. */
  said?: Set<string>
  /** Columns that a reference brought along: nobody wrote them, so nobody needs to see what they point to. */
  brought?: Set<string>
  refused?: { code: 'not-found' | 'forbidden' | 'not-now'; reason?: string }
}

export function parseInto(tx: Tx, object: Placed, draft: Draft, values: Record<string, unknown>, options: WriteOptions): void {
  draft.trusted = options.trusted
  const empty = (name: string) => values[name] === undefined || values[name] === null || values[name] === ''
  const mayBeEmpty = (name: string) => values[name] !== undefined && !object.fields.get(name)?.field.required
  draft.said = new Set(Object.keys(values).filter((name) => !empty(name) || mayBeEmpty(name)))
  for (const name of Object.keys(values)) {
    const value = values[name]
    const at = object.fields.get(name)
    const access = at ? (options.trusted ? 'write' : fieldAccess(tx.principal, object.name, name)) : 'hidden'
    const wrong = (problem: Omit<FieldProblem, 'field'>) => draft.problems.push({ field: name, ...problem })
    if (!at || access === 'hidden') wrong({ code: object.system.has(name) || name === 'id' ? 'read-only' : 'unknown-field' })
    else if (
      access !== 'write' ||
      (!options.trusted && !options.deed && at.field.readOnly) ||
      (at.type.computed && !at.field.writtenBy && !(options.trusted && at.type.number))
    )
      wrong({ code: 'read-only' })
    else if (at.type.children) {
      const parsed = value === null ? { cells: [] } : at.type.parse(value, at.field, tx.context)
      if ('problem' in parsed) wrong(parsed.problem)
      else draft.children[name] = (value ?? []) as unknown[]
    } else if (value === null || value === undefined || value === '') take(draft, at.field.writtenBy, name, at.columns, null, [])
    else {
      const parsed = at.type.parse(value, at.field, tx.context)
      if ('problem' in parsed) wrong(parsed.problem)
      else take(draft, at.field.writtenBy, name, at.columns, value, parsed.cells)
    }
  }
}

function take(
  draft: Draft,
  rule: string | undefined,
  name: string,
  columns: { name: string }[],
  value: unknown,
  cells: Row[string][],
): void {
  if (rule) {
    draft.aside[name] = value
    return
  }
  columns.forEach((column, i) => {
    draft.row[column.name] = cells[i] ?? null
    draft.columns.push(column.name)
  })
}

/** 'me' is whoever acts, { today: true } the day it is in the workspace. */
function startOf(tx: Tx, start: unknown): unknown {
  if (start === 'me') return tx.principal.user
  return typeof start === 'object' && start !== null && 'today' in start ? tx.context.today : start
}

/** On creation: what the definition fills in where nothing came. */
export function fillDefaults(tx: Tx, object: Placed, draft: Draft, values: Record<string, unknown>): void {
  for (const at of object.fields.values()) {
    if (at.field.default === undefined || values[at.name] !== undefined || at.type.computed) continue
    const parsed = at.type.parse(startOf(tx, at.field.default), at.field, tx.context)
    if ('cells' in parsed) at.columns.forEach((column, i) => (draft.row[column.name] = parsed.cells[i] ?? null))
  }
}
