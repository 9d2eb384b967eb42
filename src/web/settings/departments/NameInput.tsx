import { useState } from 'react'
import { Input } from '../../../ui/Input.tsx'

/** Enter saves, Esc gives up; leaving it saves what was changed. */
export function NameInput(props: { label: string; value: string; onSave: (name: string) => void; onCancel: () => void }) {
  const [text, setText] = useState(props.value)
  const end = () => (text.trim() === '' || text.trim() === props.value ? props.onCancel() : props.onSave(text.trim()))
  return (
    <Input
      autoFocus
      value={text}
      onChange={setText}
      aria-label={props.label}
      placeholder={props.label}
      maxLength={100}
      onBlur={end}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') props.onCancel()
      }}
    />
  )
}
