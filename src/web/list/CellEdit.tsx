import { useRef, useState } from 'react'
import { faceOf } from '../../fields/web.ts'
import type { FieldShape } from '../../lib/wire.ts'
import './Grid.css'

type Props = {
  field: FieldShape
  value: unknown
  /** The first key, where typing began the edit. */
  typed?: string
  wrong?: string
  onSave: (value: unknown, next: 'stay' | 'down' | 'right' | 'left') => void
  onLeave: () => void
}

/** A value edited where it stands: Enter saves, Tab saves and goes on, Esc gives up, leaving saves. */
export function CellEdit({ field, value, typed, wrong, onSave, onLeave }: Props) {
  const [draft, setDraft] = useState<unknown>(typed ?? value)
  const now = useRef(draft)
  const over = useRef(false)
  const { Edit } = faceOf(field)
  if (!Edit) return null
  const save = (next: Parameters<typeof onSave>[1]) => {
    if (over.current) return
    over.current = true
    onSave(now.current, next)
  }
  const leave = () => {
    if (over.current) return
    over.current = true
    onLeave()
  }
  return (
    <div
      className="cell-edit"
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Escape') leave()
        else if (event.key === 'Enter' && !event.shiftKey) {
          event.preventDefault()
          // A day that was typed is read when its box is left.
          ;(document.activeElement as HTMLElement | null)?.blur()
          save('down')
        } else if (event.key === 'Tab') {
          event.preventDefault()
          ;(document.activeElement as HTMLElement | null)?.blur()
          save(event.shiftKey ? 'left' : 'right')
        }
      }}
      onBlur={(event) => {
        const inside = event.currentTarget.contains(event.relatedTarget)
        if (!inside && event.relatedTarget !== null) save('stay')
      }}
    >
      <Edit
        id={`edit-${field.name}`}
        field={field}
        value={draft}
        wrong={wrong !== undefined}
        autoFocus
        tight
        onLeave={leave}
        onChange={(next, done) => {
          now.current = next
          setDraft(next)
          if (done) save('stay')
        }}
      />
      {wrong !== undefined && (
        <p className="cell-wrong" role="alert">
          {wrong}
        </p>
      )}
    </div>
  )
}
