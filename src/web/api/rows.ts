/**
 * The rows of one list: pages of 200 read one after another while a person scrolls, kept in one array that only grows, so that 100,000 rows
 * cost no copying. A snapshot is a small object with a number that changes; rows are replaced in place, never mutated.
 */
import { useSyncExternalStore } from 'react'
import type { ListAnswer, RecordJson } from '../../lib/wire.ts'
import type { Filter } from './filter.ts'
import { get, Problem, send } from './http.ts'

export type ListAsk = { object: string; path: string; filter?: Filter; sort?: string; search?: string; fields: string[] }
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
  drop: (ids: string[]) => void
  find: (id: string) => number
  exact: () => Promise<void>
  /** Where the person was in it. */
  place: { top: number; left: number; seen: number }
}

export const pageSize = 200
const kept = new Map<string, Rows>()

export function rowsOf(ask: ListAsk): Rows {
  const key = JSON.stringify(ask)
  const known = kept.get(key)
  if (known) {
    kept.delete(key)
    kept.set(key, known)
    return known
  }
  const rows = makeRows(ask)
  kept.set(key, rows)
  // Eight lists a person may come back to; the ninth forgets the oldest.
  for (const old of kept.keys()) if (kept.size > 8) kept.delete(old)
  rows.more()
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
  const page = (cursor: string | null, count?: 'capped') => query(ask, { cursor: cursor ?? undefined, limit: pageSize, count })

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
      if (at === undefined) return
      now.rows[at] = { ...now.rows[at], ...record }
      become({})
    },
    drop: (ids) => {
      const out = new Set(ids)
      const left = now.rows.filter((row) => !out.has(row.id))
      const fewer = now.rows.length - left.length
      places.clear()
      left.forEach((row, index) => places.set(row.id, index))
      become({ rows: left, count: now.count && { ...now.count, value: now.count.value - fewer } })
    },
    find: (id) => places.get(id) ?? -1,
    exact: async () => {
      const answer = await query(ask, { limit: 1, count: 'exact' })
      become({ count: answer.count ?? null })
    },
    place: { top: 0, left: 0, seen: 0 },
  }
  return rows
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
