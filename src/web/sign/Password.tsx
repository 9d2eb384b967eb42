import { useState } from 'react'
import { Input } from '../../ui/Input.tsx'
import { Hidden, Visible } from '../../ui/icons.ts'
import { words } from './words.ts'

export function Password(props: {
  id: string
  value: string
  onChange: (text: string) => void
  wrong?: boolean
  fresh?: boolean
  placeholder?: string
}) {
  const t = words.use()
  const [shown, setShown] = useState(false)
  const { fresh, ...rest } = props
  return (
    <Input
      {...rest}
      type={shown ? 'text' : 'password'}
      autoComplete={fresh ? 'new-password' : 'current-password'}
      trail={
        <button
          type="button"
          className="day-icon"
          aria-label={shown ? t('hide') : t('show')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? <Visible /> : <Hidden />}
        </button>
      }
    />
  )
}
