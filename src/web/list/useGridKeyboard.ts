import { useEffect, useRef, type RefObject } from 'react'
import type { FieldShape } from '../../lib/wire.ts'
import type { Rows } from '../api/rows.ts'
import { isTyping } from '../frame/keys.ts'
import type { Choice } from './choice.ts'
import type { Spot, useCursor } from './gridKeys.ts'

type Props = {
  box: RefObject<HTMLDivElement | null>
  rows: Rows
  cursor: ReturnType<typeof useCursor>
  edit: (spot: Spot, typed?: string) => boolean
  reveal: (spot: Spot) => void
  choice: Choice
  openId: string | undefined
  onOpen: (id: string | undefined) => void
  onWhole: (id: string) => void
  editing: boolean
  fields: FieldShape[]
}

/** The list by keyboard, wherever on its page the focus is; arrows only where nothing else wants them. */
export function useGridKeyboard(props: Props): void {
  const now = useRef(props)
  now.current = props
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || isTyping(event.target)) return
      if (now.current.editing || document.querySelector('dialog[open], .popover:popover-open')) return
      if (event.ctrlKey || event.metaKey) return
      if (act(event, now.current)) event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

function act(event: KeyboardEvent, { box, rows, cursor, edit, reveal, choice, openId, onOpen, onWhole }: Props): boolean {
  const target = event.target as HTMLElement
  const inGrid =
    target === document.body || target.id === 'page' || (box.current?.contains(target) === true && !target.closest('button, input'))
  const at = cursor.at ?? { row: -1, col: -1 }
  const loaded = rows.read().rows
  const record = loaded[at.row]
  const go = (to: Spot) => {
    const spot = { row: Math.max(0, Math.min(to.row, loaded.length - 1)), col: to.col }
    cursor.go(spot, event.shiftKey && event.key.startsWith('Arrow'))
    reveal(spot)
    // The panel beside the list follows the cursor.
    const next = loaded[spot.row]
    if (openId !== undefined && next && spot.row !== at.row) onOpen(next.id)
    if (inGrid) box.current?.focus({ preventScroll: true })
    return true
  }
  switch (event.key) {
    case 'j':
      return go({ ...at, row: at.row + 1 })
    case 'k':
      return go({ ...at, row: at.row - 1 })
    case 'x':
      if (record) choice.toggle(at.row, false)
      return record !== undefined
    case 'X':
      if (record) choice.toggle(at.row, true)
      return record !== undefined
    case 'e':
      return record !== undefined && edit({ row: at.row, col: Math.max(0, at.col) })
    case 'Escape':
      if (openId !== undefined) onOpen(undefined)
      else if (choice.ids.size > 0 || choice.all) choice.clear()
      else cursor.leave()
      return true
  }
  if (!inGrid) return false
  const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 400) / 36) - 2)
  switch (event.key) {
    case 'ArrowDown':
      return go({ ...at, row: at.row + 1 })
    case 'ArrowUp':
      return go({ ...at, row: at.row - 1 })
    case 'ArrowRight':
      return go({ row: Math.max(0, at.row), col: at.col + 1 })
    case 'ArrowLeft':
      return go({ row: Math.max(0, at.row), col: at.col - 1 })
    case 'PageDown':
      return go({ ...at, row: at.row + page })
    case 'PageUp':
      return go({ ...at, row: at.row - page })
    case 'Home':
      return go({ ...at, row: 0 })
    case 'End':
      return go({ ...at, row: loaded.length - 1 })
    case ' ':
      if (record) choice.toggle(at.row, event.shiftKey)
      return record !== undefined
    case 'Enter':
      if (record && openId === record.id) onWhole(record.id)
      else if (record) onOpen(record.id)
      return record !== undefined
    case 'F2':
      return record !== undefined && edit({ row: at.row, col: Math.max(0, at.col) })
    case 'Process':
      // An input method begins: the cell opens first, so that the signs land in it.
      if (record && at.col >= 0) edit(at)
      return false
  }
  // Any other sign typed on a cell begins to replace it; j k e x c / ? are taken.
  if (record && at.col >= 0 && event.key.length === 1 && !'jkexc/?XC'.includes(event.key)) return edit(at, event.key)
  return false
}
