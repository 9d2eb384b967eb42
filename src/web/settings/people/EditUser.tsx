import { useState } from 'react'
import type { ObjectShape, RecordJson } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { change, complain } from '../../api/deeds.ts'
import { Problem } from '../../api/http.ts'
import { meQuery, queries, schemaQuery, useMe } from '../../api/queries.ts'
import { FieldPlace } from '../../form/FieldPlace.tsx'
import { fieldOf } from '../../record/titles.ts'
import { textOf } from '../textOf.ts'
import { words } from './words.ts'

const names = ['name', 'mobile', 'department', 'roles']

export function EditUser({ object, user, onClose }: { object: ObjectShape; user: RecordJson; onClose: () => void }) {
  const t = words.use()
  const me = useMe()
  const [values, setValues] = useState<Record<string, unknown>>(() => Object.fromEntries(names.map((name) => [name, user[name]])))
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const save = async () => {
    const changes = Object.fromEntries(names.filter((name) => values[name] !== user[name]).map((name) => [name, values[name]]))
    if (Object.keys(changes).length === 0) return onClose()
    setBusy(true)
    try {
      await change(object, user, changes)
      onClose()
      if (user.id === me.user.id)
        await Promise.all([
          queries.invalidateQueries({ queryKey: meQuery.queryKey }),
          queries.invalidateQueries({ queryKey: schemaQuery.queryKey }),
        ])
    } catch (error) {
      if (error instanceof Problem && error.errors.length > 0) setWrong(error.byField())
      else complain(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={textOf(user.name)}
      width={420}
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
      <div className="form">
        <p className="second">{textOf(user.email)}</p>
        {names.map((name, index) => {
          const field = fieldOf(object, name)
          return (
            field && (
              <FieldPlace
                key={name}
                form="user"
                field={field}
                value={values[name]}
                wrong={wrong[name]}
                autoFocus={index === 0}
                onChange={(value) => setValues((now) => ({ ...now, [name]: value }))}
              />
            )
          )
        })}
      </div>
    </Dialog>
  )
}
