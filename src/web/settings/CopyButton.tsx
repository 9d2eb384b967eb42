import { useEffect, useState } from 'react'
import { Button, type ButtonProps } from '../../ui/Button.tsx'
import { Check } from '../../ui/icons.ts'
import { complain } from '../api/deeds.ts'
import { copyText } from './copy.ts'
import { words } from './words.ts'

export function CopyButton({ text, onCopied, ...rest }: ButtonProps & { text: string; onCopied?: () => void }) {
  const t = words.use()
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 2000)
    return () => clearTimeout(timer)
  }, [done])
  const copy = async () => {
    try {
      await copyText(text)
      setDone(true)
      onCopied?.()
    } catch (error) {
      complain(error)
    }
  }
  return (
    <Button {...rest} icon={done ? <Check /> : undefined} onClick={() => void copy()}>
      <span aria-live="polite">{done ? t('copied') : t('copy')}</span>
    </Button>
  )
}
