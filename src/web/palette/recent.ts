/** Records this person looked at last, in this browser; forgotten when he signs out. */
import { useSyncExternalStore } from 'react'

export type Seen = { object: string; id: string; title: string; subtitle: string }

const prefix = 'guanxi.seen.'
const most = 12
let cached: { key: string; text: string | null; list: Seen[] } = { key: '', text: null, list: [] }
const listeners = new Set<() => void>()

export function remember(user: string, seen: Seen): void {
  const list = [seen, ...read(user).filter((one) => one.id !== seen.id)].slice(0, most)
  localStorage.setItem(prefix + user, JSON.stringify(list))
  for (const listener of listeners) listener()
}

export function forget(user: string, id: string): void {
  const list = read(user)
  if (!list.some((one) => one.id === id)) return
  localStorage.setItem(prefix + user, JSON.stringify(list.filter((one) => one.id !== id)))
  for (const listener of listeners) listener()
}

export function forgetSeen(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
}

export const useSeen = (user: string): Seen[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => read(user),
  )

function read(user: string): Seen[] {
  const key = prefix + user
  const text = localStorage.getItem(key)
  if (cached.key !== key || cached.text !== text) cached = { key, text, list: parse(text) }
  return cached.list
}

function parse(text: string | null): Seen[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(list) ? list.filter(isSeen) : []
  } catch {
    return []
  }
}

const isSeen = (one: unknown): one is Seen =>
  typeof one === 'object' && one !== null && 'object' in one && 'id' in one && 'title' in one && typeof one.title === 'string'
