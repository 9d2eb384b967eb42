import { useEffect, useState } from 'react'

type Props = {
  id?: string
  name: string
  column: string
  value: string
  wrong?: string
  tabbable: boolean
  onSave: (text: string) => void
}

/** One cell of a row to be mended: looks like text until it is wrong or being written in. Enter and leaving save, Esc gives up. */
export function MendCell({ id, name, column, value, wrong, tabbable, onSave }: Props) {
  const [draft, setDraft] = useState<string | null>(null)
  useEffect(() => setDraft(null), [value])
  const save = () => {
    if (draft !== null && draft !== value) onSave(draft)
    else setDraft(null)
  }
  return (
    <input
      id={id}
      className={`import-cell ${wrong === undefined ? '' : 'wrong'}`}
      data-column={column}
      aria-label={name}
      aria-invalid={wrong === undefined ? undefined : true}
      aria-describedby={wrong === undefined || id === undefined ? undefined : `${id}-wrong`}
      autoComplete="off"
      spellCheck={false}
      tabIndex={tabbable ? 0 : -1}
      title={value.length > 16 && draft === null ? value : undefined}
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) save()
        if (event.key === 'Escape' && draft !== null) {
          event.stopPropagation()
          setDraft(null)
        }
      }}
    />
  )
}
