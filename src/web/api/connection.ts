import { useSyncExternalStore } from 'react'

/** Is the server there? Told by every request; shown as a quiet bar. */
let here = true
const wake: (() => void)[] = []
const listeners = new Set<() => void>()

function become(next: boolean): void {
  if (here === next) return
  here = next
  for (const listener of listeners) listener()
}

export const connection = {
  lost: () => become(false),
  back: () => {
    become(true)
    for (const each of wake.splice(0)) each()
  },
  /** Until the time is over, the network says it is back, or another request went through. */
  pause: (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      wake.push(() => {
        clearTimeout(timer)
        resolve()
      })
    }),
}

window.addEventListener('online', () => {
  for (const each of wake.splice(0)) each()
})

export const useConnected = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => here,
  )
