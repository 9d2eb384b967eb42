import { useId, useState } from 'react'
import type { ObjectShape } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Input, Place } from '../../../ui/Input.tsx'
import { FieldPlace } from '../../form/FieldPlace.tsx'
import { fieldOf } from '../../record/titles.ts'
import type { Adding } from './AddPeople.tsx'
import { textOf } from '../textOf.ts'
import { words } from './words.ts'

export function OnePerson({ object, onAdd, onClose }: { object: ObjectShape; onAdd: Adding; onClose: () => void }) {
  const t = words.use()
  const id = useId()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [values, setValues] = useState<Record<string, unknown>>({ mobile: null, department: null, roles: ['salesperson'] })
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const save = async () => {
    if (busy) return
    setBusy(true)
    const department = values.department as { id: string } | null
    const problems = await onAdd([
      {
        name,
        email,
        mobile: textOf(values.mobile),
        department: department?.id ?? null,
        roles: (values.roles as string[] | null) ?? [],
      },
    ])
    setBusy(false)
    setWrong(Object.fromEntries(Object.entries(problems).map(([field, text]) => [field.replace(/^(0\.)?(values\.)?/, ''), text])))
  }
  return (
    <Dialog
      title={t('addTitle')}
      width={420}
      onClose={onClose}
      onAgree={() => void save()}
      foot={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={busy} keys="Ctrl ↵" onClick={() => void save()}>
            {t('add')}
          </Button>
        </>
      }
    >
      <div className="form">
        <Place id={`${id}-name`} label={t('name')} required wrong={wrong.name}>
          <Input id={`${id}-name`} value={name} onChange={setName} wrong={wrong.name !== undefined} autoFocus />
        </Place>
        <Place id={`${id}-email`} label={t('email')} required wrong={wrong.email}>
          <Input id={`${id}-email`} value={email} onChange={setEmail} wrong={wrong.email !== undefined} type="email" inputMode="email" />
        </Place>
        {['mobile', 'department', 'roles'].map((field) => {
          const shape = fieldOf(object, field)
          return (
            shape && (
              <FieldPlace
                key={field}
                form="new-user"
                field={shape}
                value={values[field]}
                wrong={wrong[field]}
                onChange={(value) => setValues((now) => ({ ...now, [field]: value }))}
              />
            )
          )
        })}
      </div>
    </Dialog>
  )
}
