import { useEffect, useRef, useState } from 'react'
import type { ObjectShape } from '../../lib/wire.ts'
import { Close, Search } from '../../ui/icons.ts'
import { Input } from '../../ui/Input.tsx'
import { manyIn } from '../named.ts'
import { words } from './words.ts'

/** Finds within this list while typing. */
export function QuickSearch({ object, value, onChange }: { object: ObjectShape; value: string; onChange: (text: string) => void }) {
  const t = words.use()
  const [text, setText] = useState(value)
  const sent = useRef(value)
  useEffect(() => {
    if (value !== sent.current) setText(value)
    sent.current = value
  }, [value])
  useEffect(() => {
    if (text.trim() === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text.trim()
      onChange(text.trim())
    }, 200)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <Input
      className="list-search"
      type="search"
      lead={<Search />}
      value={text}
      onChange={setText}
      placeholder={t('search', { object: manyIn(object) })}
      aria-label={t('search', { object: manyIn(object) })}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          setText('')
          event.currentTarget.blur()
        }
      }}
      trail={
        text && (
          <button type="button" className="day-icon" aria-label={t('clearFilter')} onClick={() => setText('')}>
            <Close />
          </button>
        )
      }
    />
  )
}
