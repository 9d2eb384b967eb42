import { createElement, useEffect, useRef, useState } from 'react'
import { faceOf } from '../../fields/web.ts'
import type { FieldShape } from '../../lib/wire.ts'
import { useReader } from '../../ui/reader.tsx'

export type Step = 'next' | 'previous' | 'up' | 'down' | 'stay'
type Props = {
  field: FieldShape
  name: string
  value: unknown
  /** What was typed over the cell before it opened. */
  typed?: string
  wrong: boolean
  onSave: (value: unknown, step: Step) => void
  onLeave: (step: Step) => void
}

/** One cell being written: Enter and Tab go on, up and down change the row, Esc gives up. */
export function LineCell({ field, name, value, typed, wrong, onSave, onLeave }: Props) {
  const reader = useReader()
  const face = faceOf(field)
  const [draft, setDraft] = useState<unknown>(value)
  const now = useRef(draft)
  const over = useRef(false)
  const tabbed = useRef<Step | null>(null)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const input = box.current?.querySelector('input')
    if (!input) return
    input.setAttribute('aria-label', name)
    input.focus()
    if (typed === undefined) input.select()
    else if (!face.searches) write(input, typed)
  }, [])
  const save = (step: Step) => {
    if (over.current) return
    over.current = true
    // What was typed is read as what is pasted: 1,234.50 and ￥5 are numbers.
    const text = textOf(now.current)
    const read = text !== null && face.judge?.(now.current, field) ? face.fromPaste?.(text, field, reader, nowhere) : undefined
    onSave(read === undefined || read instanceof Promise ? now.current : read, step)
  }
  const leave = () => {
    if (over.current) return
    over.current = true
    onLeave(tabbed.current ?? 'stay')
  }
  if (!face.Edit) return null
  return (
    <div
      ref={box}
      className="lines-edit"
      onKeyDownCapture={(event) => {
        if (event.key === 'Tab') tabbed.current = event.shiftKey ? 'previous' : 'next'
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        const step = stepOf(event.key, event.shiftKey)
        if (event.key === 'Escape') {
          event.preventDefault()
          event.stopPropagation()
          leave()
        } else if (step && !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented) {
          event.preventDefault()
          event.stopPropagation()
          // A day that was typed is read when its box is left.
          ;(document.activeElement as HTMLElement | null)?.blur()
          save(step)
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save('stay')
        else event.stopPropagation()
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget) && event.relatedTarget !== null) save('stay')
      }}
    >
      {createElement(face.Edit, {
        id: `line-${field.name}`,
        field,
        value: draft,
        wrong,
        autoFocus: true,
        tight: true,
        typed,
        onLeave: leave,
        onChange: (next: unknown, done?: boolean) => {
          now.current = next
          setDraft(next)
          // A record made on the way comes after its list has closed.
          if (done && over.current) onSave(next, 'stay')
          else if (done) save(tabbed.current ?? 'next')
        },
      })}
    </div>
  )
}

/** As if it had been typed here: every face reads what is typed into its own box. */
function write(input: HTMLInputElement, text: string): void {
  if (input.type === 'checkbox') return input.click()
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, text)
  input.dispatchEvent(new Event('input', { bubbles: true }))
  input.setSelectionRange(text.length, text.length)
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'object' && value !== null && 'amount' in value ? String(value.amount) : null

const nowhere = { find: () => Promise.resolve([]), create: null, mayCreate: () => false, href: () => '#', open: () => undefined, upload: () => Promise.resolve([]), fileHref: () => '#' } // prettier-ignore

function stepOf(key: string, back: boolean): Step | undefined {
  if (key === 'Enter' || key === 'Tab') return back ? 'previous' : 'next'
  return key === 'ArrowUp' ? 'up' : key === 'ArrowDown' ? 'down' : undefined
}
