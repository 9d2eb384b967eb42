import type { VirtualItem } from '@tanstack/react-virtual'
import { useEffect, useReducer, useRef } from 'react'

/** Rows drawn anew in one frame. A whole screen of 25 held the page for 66 ms, 16 for 55; what is left comes with the next frame, 16 ms later. */
const most = 12

/** Where a row's element stands: lent from row to row, so that scrolling changes text instead of making cells. */
export type Place = { slot: number; index: number; start: number }

/** Which row each element shows in this frame: those that scrolled in first, as many as a frame bears, the others what they showed before. */
export function useFewAnew(items: VirtualItem[]): Place[] {
  const [, again] = useReducer((turn: number) => turn + 1, 0)
  const shown = useRef(new Map<number, Place>())
  const slots = useRef(1)
  const before = slots.current === Math.max(slots.current, items.length) ? shown.current : new Map<number, Place>()
  slots.current = Math.max(slots.current, items.length)
  let anew = before.size ? 0 : -items.length
  let waiting = false
  const places = items.flatMap(({ index, start }) => {
    const slot = index % slots.current
    const old = before.get(slot)
    if (old?.index !== index && ++anew > most) {
      waiting = true
      return old ?? []
    }
    return { slot, index, start }
  })
  useEffect(() => {
    shown.current = new Map(places.map((place) => [place.slot, place]))
    if (!waiting) return
    const frame = requestAnimationFrame(again)
    return () => cancelAnimationFrame(frame)
  })
  return places
}
