/** What can be done with the record that stands on the page: Ctrl K offers it before everything else. */
import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { Deed } from './deeds.tsx'

const places: (() => Deed[])[] = []
const listeners = new Set<() => void>()
let drawings = 0

/** While this part of the page is drawn the palette asks it, at each drawing, what it has to offer. */
export function useHere(deeds: () => Deed[]): void {
  const now = useRef(deeds)
  now.current = deeds
  useEffect(() => {
    const read = () => now.current()
    places.push(read)
    return () => {
      places.splice(places.indexOf(read), 1)
      tell()
    }
  }, [])
  // The palette may be open already when the answer of the last deed arrives.
  useEffect(tell)
}

export function useDeedsHere(): Deed[] {
  useSyncExternalStore(listen, () => drawings)
  return places.flatMap((read) => read())
}

function tell(): void {
  drawings++
  for (const listener of listeners) listener()
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
