import { useSyncExternalStore } from 'react'
import type { RecordJson } from '../../lib/wire.ts'

/** Forms for new records that are open, one over the other: a customer made while writing a contact. */
export type Creating = {
  object: string
  preset?: Record<string, unknown>
  /** null: given up. */
  onDone?: (record: RecordJson | null) => void
}
type Open = Creating & { key: number }

let open: Open[] = []
let last = 0
const listeners = new Set<() => void>()

export function startCreate(creating: Creating): void {
  become([...open, { ...creating, key: ++last }])
}

export function endCreate(key: number, record: RecordJson | null): void {
  const ended = open.find((one) => one.key === key)
  become(open.filter((one) => one.key !== key))
  ended?.onDone?.(record)
}

export const useCreating = (): Open[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => open,
  )

function become(next: Open[]): void {
  open = next
  for (const listener of listeners) listener()
}
