import { useCallback, useMemo, useRef, useState } from 'react'
import type { Rows } from '../api/rows.ts'

/** Which rows are chosen: some by id, or all that the filter finds, also those not yet read. */
export function useChoice(rows: Rows) {
  const [ids, setIds] = useState<ReadonlySet<string>>(none)
  const [all, setAll] = useState(false)
  const last = useRef<number | null>(null)
  const known = useRef(rows)
  if (known.current !== rows) {
    // Another list: what was chosen in the old one must not be changed by accident.
    known.current = rows
    last.current = null
    if (ids.size > 0) setIds(none)
    if (all) setAll(false)
  }

  const toggle = useCallback(
    (index: number, range: boolean) => {
      const loaded = rows.read().rows
      const record = loaded[index]
      if (!record) return
      setAll(false)
      setIds((now) => {
        const next = new Set(now)
        const on = !next.has(record.id)
        const from = range && last.current !== null ? last.current : index
        for (const each of loaded.slice(Math.min(from, index), Math.max(from, index) + 1)) {
          if (on) next.add(each.id)
          else next.delete(each.id)
        }
        last.current = index
        return next
      })
    },
    [rows],
  )
  return useMemo(
    () => ({
      ids,
      all,
      toggle,
      chooseLoaded: () => setIds(new Set(rows.read().rows.map((row) => row.id))),
      chooseAll: () => setAll(true),
      chooseOnly: (some: string[]) => {
        setAll(false)
        setIds(new Set(some))
      },
      clear: () => {
        setAll(false)
        setIds(none)
      },
    }),
    [ids, all, toggle, rows],
  )
}
export type Choice = ReturnType<typeof useChoice>

const none: ReadonlySet<string> = new Set()
