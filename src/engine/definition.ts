/**
 * Glossary of the engine
 *   definition  what an object is, as data; built-in (a module's file) or a workspace's own (a row). Same shape, same road.
 *   catalog     all definitions one workspace has, checked and looked up by name
 *   deed        what somebody does: create, update, remove, or an action by its name; every deed makes one changeset
 *   subject     what a person means by "a row" of a deed: one imported card with the lead and activity it made
 *   change      what a deed did to one record of one subject
 *   principal   who acts: a user of one workspace with the rights of his roles, or a named system principal
 *   branch      one index-ordered way in which rows become visible to a principal; rights are a union of branches
 */
import type { Field, JsonSchema, Label } from '../fields/field.ts'

/** A filter is a value; the compiler in store/filter.ts is the only one that makes SQL of it. */
export type Filter = { field: string; op: string; value?: unknown } | { and: Filter[] } | { or: Filter[] } | { not: Filter }

/**
 * A rule on the whole record: at least one of these fields is filled; the first of two is never more than the second (what is
 * gathered counts too); both are money of one currency.
 */
export type Check = { oneOf: string[] } | { atMost: [string, string] } | { alike: [string, string] }

export type Views = {
  /** Columns of the list, in order. */
  list: string[]
  /** Sections of the form: names, or an array of names that share a line. */
  form: (string | string[])[]
  /** Under the title in the side panel, in search and when choosing a reference. */
  subtitle?: string[]
  /** Which records are offered where one is newly chosen; others stay where they stand, and are found by filters: a colleague who has left. */
  offered?: Filter
  /** Named tabs of the list. */
  tabs?: { name: string; label: Label; filter?: Filter; sort?: string }[]
  board?: Board
  /** Fields as of now that are said over everything else while they hold, with the day since when and the amount it is about. */
  alarms?: Alarm[]
}

export type Alarm = { field: string; since?: string; amount?: string }

/** Cards in columns, one column a state; how many and how much stands above each. */
export type Board = {
  by: string
  /** Added up over a column; `second` stands below it. */
  sum?: string
  second?: string
  /** What a card says beside its title, what is added up and its day. */
  card?: string[]
  /** The day it is expected on: the soonest stands first, and a forecast adds up its months. */
  day?: string
  /** The day it ended on: the latest stands first in a state that closes. */
  closedDay?: string
  /** Fields as of now that a card warns with. */
  marks?: string[]
}

export type Access = {
  /** Whose departments decide: the record's owner field. Absent: everyone reads, administrators write. */
  owner?: string
  /** Reference fields whose target's owner also opens this record; the first that is filled counts, stored on write. */
  anchor?: string[]
  /**
   * Each his own, whatever his roles open: saved views, favourites. `sharedIn` names a choice with which a record is shown to the owner's
   * department (`team`) or to everybody (`all`); administrators may mend and remove what is shared.
   */
  personal?: { sharedIn?: string }
}

export type ObjectDefinition = {
  name: string
  /** Path and plural; default: kebab-case of name + s. */
  plural?: string
  label: Label
  /** Many of them, where English does not simply say so. */
  labels?: Label
  icon?: string
  /** The field people call the record by; title falls back to the next where empty. */
  title: string | string[]
  fields: Record<string, Field>
  /** Fields that are filtered together so often that they deserve an index of their own. */
  indexes?: string[][]
  /** What is added up over many records, by what: an index holds all of it, so that the records are not read for a sum. */
  totals?: { by: string[]; sum?: string[] }[]
  check?: Check[]
  views: Views
  access: Access
  /** Not in the navigation (settings has a place for it). */
  quiet?: boolean
  /** A follow-up or document that stands in the timeline of what it refers to. */
  timeline?: { at: string[]; text: string[] }
  /** Fields that together make two records twins, beside single `twin` fields. */
  twins?: string[][]
  own?: boolean
}

export const defineObject = (name: string, rest: Omit<ObjectDefinition, 'name'>): ObjectDefinition => ({ name, ...rest })

export type When = { filter: Filter; reason: Label; code?: string }

export const whensOf = ({ when }: Pick<ActionDefinition, 'when'>): When[] => (when ? [when].flat() : [])

export type ActionDefinition = {
  object: string
  name: string
  label: Label
  icon?: string
  /** Filters, each with a sentence for "not now, because …"; the first that does not hold is told. */
  when?: When | When[]
  /** Fields of the record, shown prefilled; `name?` may stay empty. What a caller leaves out stays as the record has it. */
  asks?: string[]
  /** What an asked field starts with where the record has nothing: `{ today: true }`, or a value. */
  prefills?: Record<string, unknown>
  /** What an asked field is called in this deed: an amount that is won is not expected any more. */
  labels?: Record<string, Label>
  /** It takes something away: it looks so, and this is said before it is done. */
  danger?: Label
  /** Extra questions with the same field builders. */
  input?: Record<string, Field>
  /** Values to set; `{ from: 'owner' }` takes from the input. */
  sets?: Record<string, unknown>
  returns?: JsonSchema
  /**
   * Which right it needs: 'write' on the record (default), that by one's own right and not by a share ('assign': it hands the record on),
   * or a named one of a role.
   */
  right?: 'write' | 'assign' | 'undo' | 'admin'
  primary?: boolean
}

export type Scope = 'none' | 'own' | 'department' | 'below' | 'all'

/** What a role may do; several roles of a user add up. `objects['*']` holds where an object is not named. */
export type RoleDefinition = {
  name: string
  label: Label
  objects: Record<string, { create: boolean; read: Scope; write: Scope; remove: Scope; unowned?: boolean }>
  /** 'object.field' → the most this role may do with it; not named: write. */
  fields?: Record<string, 'hidden' | 'masked' | 'read'>
  rights: ('admin' | 'undo' | 'export' | 'import')[]
}
