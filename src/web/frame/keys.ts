import { useEffect, useRef } from 'react'

export type Keys = Record<string, (event: KeyboardEvent) => void>

/** Single keys anywhere on the page; not while somebody types or a dialog is open. `{ c: create, 'Ctrl k': find }` */
export function useKeys(keys: Keys): void {
  const now = useRef(keys)
  now.current = keys
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const chord = event.ctrlKey || event.metaKey
      const deed = now.current[chord ? `Ctrl ${event.key.toLowerCase()}` : event.key]
      if (!deed || event.altKey || event.isComposing || event.defaultPrevented) return
      if (!chord && (isTyping(event.target) || document.querySelector('dialog[open], [popover]:popover-open:not([role=tooltip])'))) return
      event.preventDefault()
      deed(event)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

/** Keys of a screen that the table of keys tells as well; plugged in by the screen. */
export type KeyLine = { names: string[]; text: () => string }
export const keyLines: KeyLine[] = []
export const plugKeys = (...lines: KeyLine[]): void => void keyLines.push(...lines)

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName) && (target as HTMLInputElement).type !== 'checkbox') // prettier-ignore
}
