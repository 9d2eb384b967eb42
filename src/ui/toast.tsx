/** Short words at the foot of the page: never in the way, gone by themselves, with one thing to do (撤销), by Alt Z as well. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Button, IconButton } from './Button.tsx'
import { Close } from './icons.ts'
import { words } from './words.ts'
import './toast.css'

export type Toast = { text: string; tone?: 'plain' | 'late'; deed?: { label: string; onChoose: () => void }; stay?: boolean }
type Shown = Toast & { id: number }

let shown: Shown[] = []
let last = 0
const listeners = new Set<() => void>()

export function toast(next: Toast): () => void {
  const id = ++last
  // The same words again replace the first: after ten saved cells one line stands there, with the last undo.
  change([...shown.filter((one) => one.text !== next.text).slice(-2), { ...next, id }])
  return () => change(shown.filter((one) => one.id !== id))
}

export function Toasts() {
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
  )
  const before = useRef<Element | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const last = now.findLast((one) => one.deed)
  const close = ({ id }: Shown) => {
    // Whoever came by key goes on where he was.
    if (box.current?.contains(document.activeElement) && before.current instanceof HTMLElement) before.current.focus()
    change(shown.filter((other) => other.id !== id))
  }
  useEffect(() => {
    if (!last) return
    const press = (event: KeyboardEvent) => {
      if (!isMeant(event)) return
      event.preventDefault()
      close(last)
      last.deed!.onChoose()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [last])
  return (
    <div
      ref={box}
      className="toasts"
      role="status"
      aria-live="polite"
      onFocus={({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget)) before.current = relatedTarget
      }}
    >
      {now.map((one) => (
        <One key={one.id} toast={one} keyed={one === last} onClose={() => close(one)} />
      ))}
    </div>
  )
}

/** Alt Z anywhere on the page, by its place on the keyboard (on a Mac Option Z writes Ω); Ctrl Z where it does not take back what was typed. */
function isMeant(event: KeyboardEvent): boolean {
  if (event.code !== 'KeyZ' || event.shiftKey || event.isComposing || event.defaultPrevented) return false
  if (document.querySelector('dialog[open]')) return false
  const typing = event.target instanceof HTMLElement && event.target.closest('input:not([type=checkbox]), textarea, [contenteditable]')
  return event.altKey ? !event.ctrlKey && !event.metaKey : (event.ctrlKey || event.metaKey) && !typing
}

function One({ toast: { text, tone, deed, stay }, keyed, onClose }: { toast: Shown; keyed: boolean; onClose: () => void }) {
  const t = words.use()
  // It does not go away under the hand that reaches for it.
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (stay || held) return
    const timer = setTimeout(onClose, deed || tone === 'late' ? 8000 : 4000)
    return () => clearTimeout(timer)
    // One toast lives once: its words do not change.
  }, [held])
  return (
    <div
      className={`toast ${tone ?? ''}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="grow">{text}</span>
      {deed && (
        <Button
          small
          look="quiet"
          className="toast-deed"
          keys={keyed ? 'Alt Z' : undefined}
          aria-keyshortcuts={keyed ? 'Alt+Z' : undefined}
          onClick={() => {
            onClose()
            deed.onChoose()
          }}
        >
          {deed.label}
        </Button>
      )}
      <IconButton small name={t('close')} icon={<Close />} onClick={onClose} />
    </div>
  )
}

function change(next: Shown[]): void {
  shown = next
  for (const listener of listeners) listener()
}
