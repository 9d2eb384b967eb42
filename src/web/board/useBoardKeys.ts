import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { RecordJson } from '../../lib/wire.ts'
import type { Reach } from './Column.tsx'
import type { State } from './columns.ts'

type Given = {
  /** Columns with cards, from left to right. */
  shown: string[]
  states: State[]
  reach: Map<string, Reach>
  by: string
  find: (id: string) => RecordJson | undefined
  bring: (record: RecordJson, to: State) => void
  openMenu: (record: RecordJson) => void
  openId: string | undefined
  onOpen: (id: string | undefined) => void
}

/** Arrows walk from card to card, with Shift they take the card along to the next stage; m asks where to. */
export function useBoardKeys({ shown, states, reach, by, find, bring, openMenu, openId, onOpen }: Given) {
  const box = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState<string | undefined>(undefined)

  /** A card that has just come into view is drawn a moment later. */
  const focus = (id: string, tries = 10) => {
    setCurrent(id)
    requestAnimationFrame(() => {
      const link = document.getElementById(`card-${id}`)?.querySelector('a')
      if (link) link.focus({ preventScroll: true })
      else if (tries > 0) focus(id, tries - 1)
    })
  }
  const go = (column: string | undefined, index: number) => {
    const there = column === undefined ? undefined : reach.get(column)
    const at = Math.max(0, Math.min(index, (there?.rows.read().rows.length ?? 0) - 1))
    const record = there?.rows.read().rows[at]
    if (!there || !record) return false
    there.reveal(at)
    focus(record.id)
    return true
  }
  /** The next column to that side with a card in it. */
  const aside = (from: number, step: 1 | -1, index: number) => {
    for (let i = from + step; i >= 0 && i < shown.length; i += step) if (go(shown[i], index)) return
  }

  const press = (event: KeyboardEvent, record: RecordJson) => {
    const column = String(record[by])
    const index = reach.get(column)?.rows.find(record.id) ?? 0
    const side = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (side !== 0 && event.shiftKey) {
      const to = states[states.findIndex(({ id }) => id === column) + side]
      if (to) bring(record, to)
    } else if (side !== 0) aside(shown.indexOf(column), side, index)
    else if (event.key === 'ArrowDown' || event.key === 'j') go(column, index + 1)
    else if (event.key === 'ArrowUp' || event.key === 'k') go(column, index - 1)
    else if (event.key === 'Home') go(column, 0)
    else if (event.key === 'm') openMenu(record)
    else return false
    return true
  }

  useEffect(() => {
    const away = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && openId && !document.querySelector('dialog[open]')) onOpen(undefined)
    }
    document.addEventListener('keydown', away)
    return () => document.removeEventListener('keydown', away)
  })

  return {
    box,
    current: current !== undefined && find(current) ? current : undefined,
    focus,
    onKeyDown: (event: KeyboardEvent) => {
      const id = (event.target as HTMLElement).closest<HTMLElement>('[data-card]')?.dataset.card
      const record = id === undefined ? undefined : find(id)
      if (!record || event.ctrlKey || event.metaKey || event.altKey) return
      if (press(event, record)) {
        event.preventDefault()
        event.stopPropagation()
      }
    },
  }
}
