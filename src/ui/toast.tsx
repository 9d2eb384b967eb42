/** Short words at the foot of the page: never in the way, gone by themselves, with one thing to do (撤销). */
import { useEffect, useSyncExternalStore } from 'react'
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
  return (
    <div className="toasts" role="status" aria-live="polite">
      {now.map((one) => (
        <One key={one.id} toast={one} onClose={() => change(shown.filter((other) => other.id !== one.id))} />
      ))}
    </div>
  )
}

function One({ toast: { text, tone, deed, stay }, onClose }: { toast: Shown; onClose: () => void }) {
  const t = words.use()
  useEffect(() => {
    if (stay) return
    const timer = setTimeout(onClose, deed || tone === 'late' ? 8000 : 4000)
    return () => clearTimeout(timer)
    // One toast lives once: its words do not change.
  }, [])
  return (
    <div className={`toast ${tone ?? ''}`}>
      <span className="grow">{text}</span>
      {deed && (
        <Button
          small
          look="quiet"
          className="toast-deed"
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
