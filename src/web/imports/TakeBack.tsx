import { useState } from 'react'
import type { ImportJson, UndoAnswer } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { complain } from '../api/deeds.ts'
import { takeBack } from './calls.ts'
import { words } from './words-check.ts'

/** Asks once, saying what will happen; the only question of the wizard, because others may have worked on the records. */
export function TakeBack({ now, onClose, onDone }: { now: ImportJson; onClose: () => void; onDone: (answer: UndoAnswer) => void }) {
  const t = words.use()
  const [busy, setBusy] = useState(false)
  const go = async () => {
    if (busy || now.changeset === null) return
    setBusy(true)
    try {
      onDone(await takeBack(now.changeset))
    } catch (error) {
      complain(error)
      onClose()
    }
  }
  return (
    <Dialog
      title={t('backTitle')}
      width={440}
      onClose={onClose}
      onAgree={() => void go()}
      foot={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={busy} autoFocus onClick={() => void go()}>
            {busy ? t('backDoing') : t('backDo')}
          </Button>
        </>
      }
    >
      <div className="import-ask">
        {now.created > 0 && <p>{t('backCreated', { count: now.created })}</p>}
        {now.updated > 0 && <p>{t('backUpdated', { count: now.updated })}</p>}
        <p className="second">{t('backText')}</p>
      </div>
    </Dialog>
  )
}
