import { readFilter, type Filter } from '../api/filter.ts'
import type { GroupKey } from './grouping.ts'

/** What the address of a list keeps: sent to a colleague, it shows the same list. */
export type ListAddress = {
  tab?: string
  filter?: Filter
  sort?: string
  q?: string
  open?: string
  new?: true
  view?: View
  /** The field by which it is grouped, and the group that is open. */
  group?: string
  at?: [GroupKey]
  /** Columns of a saved view, and which one it is. */
  columns?: string[]
  saved?: string
}

/** The same records as rows or as cards in columns. */
export type View = 'list' | 'board'

export function readList(search: Record<string, unknown>): ListAddress {
  const text = (value: unknown) =>
    typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined
  const read: ListAddress = {
    tab: text(search.tab),
    filter: readFilter(search.filter),
    sort: text(search.sort),
    q: text(search.q),
    open: text(search.open),
    new: search.new === true ? true : undefined,
    group: text(search.group),
    at: readGroup(search.at),
    columns: readNames(search.columns),
    saved: text(search.saved),
    view: search.view === 'board' || search.view === 'list' ? search.view : undefined,
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

const readGroup = (at: unknown): [GroupKey] | undefined => {
  if (!Array.isArray(at) || at.length !== 1) return undefined
  const key = at[0] as unknown
  return key === null || typeof key === 'string' || typeof key === 'boolean' ? [key] : undefined
}

const readNames = (names: unknown): string[] | undefined =>
  Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string') ? names : undefined
