import type { ImportJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useTakeBack } from '../changesets/undoing.ts'
import { words } from './words-check.ts'

/** Asks once, saying what will happen; the only question of the wizard, because others may have worked on the records. */
export function TakeBack({ now, onClose }: { now: ImportJson; onClose: () => void }) {
  const t = words.use()
  const [busy, takeBack] = useTakeBack()
  const go = async () => {
    if (busy || now.changeset === null) return
    await takeBack(now.changeset)
    onClose()
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
