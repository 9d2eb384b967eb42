import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'
const stored = 'guanxi.theme'
const listeners = new Set<() => void>()

const current = (): Theme => {
  const kept = localStorage.getItem(stored)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, current)

/** public/first.js does the same before the first paint. */
export function wear(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem(stored)
    delete document.documentElement.dataset.theme
  } else {
    localStorage.setItem(stored, theme)
    document.documentElement.dataset.theme = theme
  }
  for (const listener of listeners) listener()
}
