import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import type { Clock } from '../lib/when.ts'
import { language, useLanguage } from './i18n.ts'

export type Reader = Clock & { currency: string }
type Place = { timeZone: string; currency: string }
const Reading = createContext<Reader | null>(null)
const here: Place = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: 'CNY' }

/** The workspace's clock and money for all that stands inside. */
export function ReaderIn({ timeZone, currency, children }: Place & { children: ReactNode }) {
  return <Reading value={useReading(timeZone, currency)}>{children}</Reading>
}

/** Who reads: language, the workspace's clock and money, and the minute it is now, so that 今天 becomes 昨天 at midnight. */
export function useReader(): Reader {
  return useContext(Reading) ?? { ...here, language: language(), now: minute }
}

function useReading(timeZone: string, currency: string): Reader {
  const language = useLanguage()
  const now = useSyncExternalStore(eachMinute, () => minute)
  return useMemo(() => ({ timeZone, currency, language, now }), [timeZone, currency, language, now])
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
