import { useCallback, useState } from 'react'
import type { Rows } from '../api/rows.ts'

/** col -1: the row as a whole. */
export type Spot = { row: number; col: number }
export type Cursor = { at: Spot | null; from: Spot | null; id: string | null }

/** Where the keyboard stands in the list; it stays on its record when rows come and go above it. */
export function useCursor(rows: Rows, columns: number) {
  const [cursor, setCursor] = useState<Cursor>({ at: null, from: null, id: null })
  const { rows: loaded } = rows.read()
  const moved = cursor.at && cursor.id !== null && loaded[cursor.at.row]?.id !== cursor.id ? rows.find(cursor.id) : -1
  const at = cursor.at && moved >= 0 ? { ...cursor.at, row: moved } : cursor.at
  const from = moved >= 0 ? null : cursor.from

  const go = useCallback(
    (to: Spot, extend?: boolean) => {
      const { rows: now } = rows.read()
      if (now.length === 0) return
      const spot = { row: Math.max(0, Math.min(to.row, now.length - 1)), col: Math.max(-1, Math.min(to.col, columns - 1)) }
      setCursor((before) => ({ at: spot, from: extend ? (before.from ?? before.at) : null, id: now[spot.row]?.id ?? null }))
    },
    [rows, columns],
  )
  return { at, from, go, leave: useCallback(() => setCursor({ at: null, from: null, id: null }), []) }
}

/** The rectangle between two corners, corners included. */
export function rangeOf(at: Spot | null, from: Spot | null) {
  if (!at || at.col < 0) return null
  const other = from && from.col >= 0 ? from : at
  return {
    top: Math.min(at.row, other.row),
    bottom: Math.max(at.row, other.row),
    left: Math.min(at.col, other.col),
    right: Math.max(at.col, other.col),
  }
}
