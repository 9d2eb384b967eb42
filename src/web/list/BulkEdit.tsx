import { createElement, useState } from 'react'
import { faceOf } from '../../fields/web.ts'
import type { ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { say } from '../../ui/i18n.ts'
import { Place } from '../../ui/Input.tsx'
import { offerUndo } from '../api/deeds.ts'
import { Problem } from '../api/http.ts'
import { useRows, type Rows } from '../api/rows.ts'
import { chosenIds, inParts, mostAtOnce } from './bulk.ts'
import type { Choice } from './choice.ts'
import { words } from './words.ts'

/** One field of many records. */
export function BulkEdit({ object, rows, choice, onClose }: { object: ObjectShape; rows: Rows; choice: Choice; onClose: () => void }) {
  const t = words.use()
  const { count } = useRows(rows)
  const [name, setName] = useState<string | null>(null)
  const [value, setValue] = useState<unknown>(null)
  const [wrong, setWrong] = useState<string | undefined>()
  const [done, setDone] = useState<{ done: number; total: number } | null>(null)
  const fields = object.fields.filter(
    (field) => field.access === 'write' && field.kind !== 'system' && faceOf(field).Edit && !faceOf(field).alone,
  )
  const field = fields.find((one) => one.name === name)
  const size = choice.all ? (count?.value ?? 0) : choice.ids.size
  const save = async () => {
    if (!field || done) return
    setWrong(undefined)
    setDone({ done: 0, total: size })
    try {
      const ids = await chosenIds(rows, choice)
      if (ids.length > mostAtOnce) {
        setDone(null)
        return setWrong(t('tooMany', { max: mostAtOnce.toLocaleString('en-US') }))
      }
      const plain = typeof value === 'object' && value !== null && 'id' in value ? value.id : value
      let last = ''
      await inParts(
        object,
        ids,
        (part) => ({ update: part.map((id) => ({ id, [field.name]: plain })) }),
        (finished, changeset) => {
          last = changeset
          setDone({ done: finished, total: ids.length })
        },
      )
      onClose()
      offerUndo(t('changed', { count: ids.length }), ids.length <= 1000 ? last : undefined)
    } catch (error) {
      setDone(null)
      setWrong(error instanceof Problem ? (error.errors[0]?.message ?? error.message) : String(error))
    }
  }
  return (
    <Dialog
      title={t('changeMany', { count: size })}
      width={440}
      onClose={onClose}
      onAgree={() => void save()}
      foot={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" because={field ? undefined : t('whichField')} busy={done !== null} onClick={() => void save()}>
            {t('changeMany', { count: size })}
          </Button>
        </>
      }
    >
      <div className="bulk-form">
        <Place id="bulk-field" label={t('whichField')}>
          <Combobox
            id="bulk-field"
            fixed
            autoFocus
            options={fields.map((one) => ({ value: one.name, label: say(one.label) }))}
            value={field ? [{ value: field.name, label: say(field.label) }] : []}
            onChange={([next]) => {
              setName(next?.value ?? null)
              setValue(null)
              setWrong(undefined)
            }}
          />
        </Place>
        {field && (
          <Place id="bulk-value" label={t('newValue')} wrong={wrong}>
            {createElement(faceOf(field).Edit!, {
              key: field.name,
              id: 'bulk-value',
              field,
              value,
              onChange: setValue,
              wrong: wrong !== undefined,
            })}
          </Place>
        )}
        {done && <Progress {...done} />}
      </div>
    </Dialog>
  )
}

export function Progress({ done, total }: { done: number; total: number }) {
  const t = words.use()
  return (
    <div role="status">
      <p className="second">{t('working', { done: done.toLocaleString('en-US'), total: total.toLocaleString('en-US') })}</p>
      <div className="progress">
        <i style={{ width: `${(done / Math.max(1, total)) * 100}%` }} />
      </div>
    </div>
  )
}
