import type { ObjectShape, RecordJson } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { toast } from '../../../ui/toast.tsx'
import { complain, refreshAll } from '../../api/deeds.ts'
import { send } from '../../api/http.ts'
import { textOf } from '../textOf.ts'
import { words } from './words.ts'

export function DisableDialog({ object, user, onClose }: { object: ObjectShape; user: RecordJson; onClose: () => void }) {
  const t = words.use()
  const name = textOf(user.name)
  const disable = async () => {
    onClose()
    await send('POST', `/colleagues/${user.id}/disable`).then(() => toast({ text: t('disabledNow', { name }) }), complain)
    refreshAll(object)
  }
  return (
    <Dialog
      title={t('disable')}
      width={420}
      onClose={onClose}
      onAgree={() => void disable()}
      foot={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="danger" autoFocus onClick={() => void disable()}>
            {t('disable')}
          </Button>
        </>
      }
    >
      {t('disableSure', { name })}
    </Dialog>
  )
}
