import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import type { Clock } from '../lib/when.ts'
import { useLanguage } from './i18n.ts'

export type Reader = Clock & { currency: string }
const Place = createContext<{ timeZone: string; currency: string }>({
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  currency: 'CNY',
})

/** The workspace's clock and money. */
export function ReaderIn({ timeZone, currency, children }: { timeZone: string; currency: string; children: ReactNode }) {
  const place = useMemo(() => ({ timeZone, currency }), [timeZone, currency])
  return <Place value={place}>{children}</Place>
}

/** Who reads: language, the workspace's clock and money, and the minute it is now, so that 今天 becomes 昨天 at midnight. */
export function useReader(): Reader {
  const place = useContext(Place)
  const language = useLanguage()
  const now = useSyncExternalStore(eachMinute, () => minute)
  return useMemo(() => ({ ...place, language, now }), [place, language, now])
}

let minute = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function eachMinute(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    minute = Date.now()
    for (const each of listeners) each()
  }, 60_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
