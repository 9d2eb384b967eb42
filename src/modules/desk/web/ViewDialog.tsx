import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Combobox } from '../../../ui/Combobox.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Input, Place } from '../../../ui/Input.tsx'
import { Problem } from '../../../web/api/http.ts'
import { words } from './words.ts'

type Values = { name: string; shared?: string | null }
type Props = {
  title: string
  name: string
  shared: string | null
  mayShare: boolean
  placeholder: string
  onClose: () => void
  onSave: (values: Values) => Promise<void>
}

/** What a view is called, and who sees it. */
export function ViewDialog({ title, name, shared, mayShare, placeholder, onClose, onSave }: Props) {
  const t = words.use()
  const [text, setText] = useState(name)
  const [to, setTo] = useState(shared ?? '')
  const [wrong, setWrong] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const people = [
    { value: '', label: t('onlyMe') },
    { value: 'team', label: t('team') },
    { value: 'all', label: t('all') },
  ]
  const save = async () => {
    if (busy) return
    if (text.trim() === '') return setWrong(t('nameFirst'))
    setBusy(true)
    try {
      await onSave({ name: text.trim(), ...(mayShare ? { shared: to || null } : {}) })
    } catch (error) {
      setBusy(false)
      setWrong(error instanceof Problem ? error.message : String(error))
    }
  }
  return (
    <Dialog
      title={title}
      width={440}
      onClose={onClose}
      onAgree={() => void save()}
      foot={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={busy} onClick={() => void save()}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        className="view-form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Place id="view-name" label={t('nameOfView')} wrong={wrong}>
          <Input id="view-name" autoFocus value={text} onChange={setText} placeholder={placeholder} wrong={wrong !== undefined} />
        </Place>
        {mayShare && (
          <Place id="view-shared" label={t('shownTo')}>
            <Combobox
              id="view-shared"
              fixed
              options={people}
              value={people.filter((one) => one.value === to)}
              onChange={([next]) => setTo(next?.value ?? '')}
            />
          </Place>
        )}
      </form>
    </Dialog>
  )
}
