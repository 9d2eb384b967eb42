import { readFilter, type Filter } from '../api/filter.ts'

/** What the address of a list keeps: sent to a colleague, it shows the same list. */
export type ListAddress = { tab?: string; filter?: Filter; sort?: string; q?: string; open?: string; new?: true; view?: View }

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
    view: search.view === 'board' || search.view === 'list' ? search.view : undefined,
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}
