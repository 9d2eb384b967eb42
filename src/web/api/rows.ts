/**
 * The rows of one list: pages of 200 read one after another while a person scrolls, kept in one array that only grows, so that 100,000 rows
 * cost no copying. A snapshot is a small object with a number that changes; rows are replaced in place, never mutated.
 */
import { useSyncExternalStore } from 'react'
import type { ListAnswer, RecordJson } from '../../lib/wire.ts'
import type { Filter } from './filter.ts'
import { get, Problem, send } from './http.ts'

export type ListAsk = {
  object: string
  path: string
  filter?: Filter
  sort?: string
  search?: string
  fields: string[]
  /** A column of a board: records with this value come and go as it changes. It is read in small pages and counted elsewhere. */
  holds?: { field: string; value: string }
}
export type Snapshot = {
  rows: RecordJson[]
  stamp: number
  state: 'first' | 'more' | 'idle' | 'failed'
  /** Everything is here. */
  end: boolean
  count: { value: number; capped: boolean } | null
  error: Problem | null
}
export type Rows = {
  ask: ListAsk
  read: () => Snapshot
  listen: (listener: () => void) => () => void
  more: () => void
  /** Reads again as many rows as a person has scrolled past; what stands on the screen stays until the new ones are here. */
  refresh: () => void
  put: (record: RecordJson) => void
  /** A record that was not in it, at the place that the order gives it. */
  take: (record: RecordJson) => void
  drop: (ids: string[]) => void
  find: (id: string) => number
  exact: () => Promise<void>
  /** Somebody looks at it. */
  heard: () => boolean
  /** Where the person was in it. */
  place: { top: number; left: number; seen: number }
}

export const pageSize = 200
export const columnPage = 40
const kept = new Map<string, Rows>()

/** `later`: nothing is read until somebody asks for these rows without it. */
export function rowsOf(ask: ListAsk, later?: boolean): Rows {
  const key = JSON.stringify(ask)
  const rows = kept.get(key) ?? makeRows(ask)
  kept.delete(key)
  kept.set(key, rows)
  // Eight lists a person may come back to; the ninth forgets the oldest that is not looked at.
  for (const [old, { heard }] of kept) if (kept.size > 8 && old !== key && !heard()) kept.delete(old)
  if (!later && rows.read().state === 'first') rows.more()
  return rows
}

export const useRows = (rows: Rows): Snapshot => useSyncExternalStore(rows.listen, rows.read)

/** All lists now held, of one object or ('*') of all. */
export const listsOf = (object: string): Rows[] => [...kept.values()].filter((rows) => object === '*' || rows.ask.object === object)
export const forgetLists = (): void => kept.clear()

function makeRows(ask: ListAsk): Rows {
  const listeners = new Set<() => void>()
  const places = new Map<string, number>()
  let now: Snapshot = { rows: [], stamp: 0, state: 'first', end: false, count: null, error: null }
  let next: string | null = null
  let busy = false
  let again = false

  const become = (changes: Partial<Snapshot>) => {
    now = { ...now, ...changes, stamp: now.stamp + 1 }
    for (const listener of listeners) listener()
  }
  const add = (rows: RecordJson[], records: RecordJson[]) => {
    for (const record of records) {
      // A row that moved between two pages is shown once, where it was seen last.
      if (places.has(record.id)) continue
      places.set(record.id, rows.length)
      rows.push(record)
    }
  }
  const placed = (rows: RecordJson[]) => {
    places.clear()
    rows.forEach((row, index) => places.set(row.id, index))
    return rows
  }
  const page = (cursor: string | null, count?: 'capped') =>
    query(ask, { cursor: cursor ?? undefined, limit: ask.holds ? columnPage : pageSize, count: ask.holds ? undefined : count })

  const more = async () => {
    if (busy || now.end) return
    busy = true
    const first = now.rows.length === 0
    become({ state: first ? 'first' : 'more' })
    try {
      const answer = await page(next, first ? 'capped' : undefined)
      add(now.rows, answer.records)
      next = answer.next
      become({ state: 'idle', end: answer.next === null, error: null, count: answer.count ?? now.count })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.code === 'bad-cursor') again = true
      become({ state: 'failed', error })
    } finally {
      busy = false
      if (again) void refresh()
    }
  }

  const refresh = async () => {
    again = busy
    if (busy) return
    busy = true
    const wanted = Math.max(rows.place.seen, 1)
    const fresh: RecordJson[] = []
    try {
      let answer = await page(null, 'capped')
      const count = answer.count ?? null
      fresh.push(...answer.records)
      while (answer.next !== null && fresh.length < wanted) {
        answer = await page(answer.next)
        fresh.push(...answer.records)
      }
      places.clear()
      const clean: RecordJson[] = []
      add(clean, fresh)
      next = answer.next
      become({ rows: clean, state: 'idle', end: next === null, error: null, count })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      become({ state: now.rows.length === 0 ? 'failed' : 'idle', error })
    } finally {
      busy = false
      if (again) void refresh()
    }
  }

  const rows: Rows = {
    ask,
    read: () => now,
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    more: () => void more(),
    refresh: () => void refresh(),
    put: (record) => {
      const at = places.get(record.id)
      const here = ask.holds && record[ask.holds.field] === ask.holds.value
      // What is not looked at may be a column of other cards; it is read anew when it is.
      if (at === undefined) return here && listeners.size > 0 ? rows.take(record) : undefined
      if (ask.holds && !here && ask.holds.field in record) return rows.drop([record.id])
      now.rows[at] = { ...now.rows[at], ...record }
      become({})
    },
    take: (record) => {
      const spot = now.rows.findIndex((row) => comesAfter(row, record, ask.sort))
      const all = now.rows.toSpliced(spot < 0 ? now.rows.length : spot, 0, record)
      become({ rows: placed(all) })
    },
    drop: (ids) => {
      const out = new Set(ids)
      const left = now.rows.filter((row) => !out.has(row.id))
      const fewer = now.rows.length - left.length
      become({ rows: placed(left), count: now.count && { ...now.count, value: now.count.value - fewer } })
    },
    find: (id) => places.get(id) ?? -1,
    exact: async () => {
      const answer = await query(ask, { limit: 1, count: 'exact' })
      become({ count: answer.count ?? null })
    },
    heard: () => listeners.size > 0,
    place: { top: 0, left: 0, seen: 0 },
  }
  return rows
}

/** By the first field of the order, of days: empty ones last both ways. */
function comesAfter(row: RecordJson, record: RecordJson, sort = ''): boolean {
  const descending = sort.startsWith('-')
  const name = sort.replace(/^-/, '').split(',')[0] ?? ''
  const [there, here] = [row[name], record[name]]
  if (typeof here !== 'string') return false
  if (typeof there !== 'string') return true
  return descending ? there < here : there > here
}

type Page = { cursor?: string; limit: number; count?: 'capped' | 'exact' }

/** A long filter does not fit an address; then the same question travels as a body. */
export function query(ask: ListAsk, page: Page, signal?: AbortSignal): Promise<ListAnswer> {
  const filter = ask.filter && JSON.stringify(ask.filter)
  if (filter && filter.length > 1500) {
    const { filter: value, sort, search, fields } = ask
    return send<ListAnswer>('POST', `/${ask.path}/query`, JSON.parse(JSON.stringify({ filter: value, sort, search, fields, ...page })), {
      signal,
      once: false,
    })
  }
  return get<ListAnswer>(`/${ask.path}`, { filter, sort: ask.sort, search: ask.search, fields: ask.fields.join(','), ...page }, signal)
}
