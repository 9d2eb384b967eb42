import { useState } from 'react'
import type { RecordJson } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { complain } from '../../api/deeds.ts'
import { send } from '../../api/http.ts'
import { textOf } from '../textOf.ts'
import { Made } from './Made.tsx'
import { firstPassword } from './passwords.ts'
import { words } from './words.ts'

/** A new first password for somebody who forgot his, shown this once. */
export function ResetPassword({ user, onClose }: { user: RecordJson; onClose: () => void }) {
  const t = words.use()
  const [password, setPassword] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [name, email] = [textOf(user.name), textOf(user.email)]
  const reset = async () => {
    if (busy) return
    setBusy(true)
    const next = firstPassword()
    try {
      await send('POST', `/colleagues/${user.id}/password`, { password: next })
      setPassword(next)
    } catch (error) {
      complain(error)
      onClose()
    }
  }
  if (password !== null)
    return <Made people={[{ name, email, password }]} onClose={onClose} title={t('resetTitle')} text={t('resetText')} />
  return (
    <Dialog
      title={t('resetDo')}
      width={420}
      onClose={onClose}
      onAgree={() => void reset()}
      foot={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" autoFocus busy={busy} onClick={() => void reset()}>
            {t('resetDo')}
          </Button>
        </>
      }
    >
      {t('resetSure', { name })}
    </Dialog>
  )
}
