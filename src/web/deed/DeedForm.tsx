import { useState } from 'react'
import type { ActionShape, FieldShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { say } from '../../ui/i18n.ts'
import { Chip } from '../../ui/Tag.tsx'
import { Problem } from '../api/http.ts'
import { FieldPlace } from '../form/FieldPlace.tsx'
import { words } from '../form/words.ts'
import '../form/form.css'

export type Offered = Record<string, { id: string; title: string; subtitle?: string }[]>
type Props = {
  object: ObjectShape
  action: ActionShape
  record?: RecordJson
  offers?: Offered
  preset?: Record<string, unknown>
  onSend: (input: Record<string, unknown>) => Promise<void>
  onClose: () => void
}

/** What a deed asks: fields of the record, as they are now, and its own questions. */
export function DeedForm({ object, action, record, offers, preset, onSend, onClose }: Props) {
  const t = words.use()
  const asks = action.asks.flatMap(({ field, optional }) => {
    const shape = object.fields.find((one) => one.name === field)
    return shape ? [{ shape, required: !optional, own: false }] : []
  })
  const questions = [...asks, ...action.input.map((shape) => ({ shape, required: shape.required, own: true }))]
  const [values, setValues] = useState<Record<string, unknown>>(() => ({
    ...Object.fromEntries(asks.map(({ shape }) => [shape.name, record?.[shape.name] ?? null])),
    ...preset,
  }))
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [failed, setFailed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const put = (name: string, value: unknown) => {
    setValues((now) => ({ ...now, [name]: value }))
    if (wrong[name] !== undefined) setWrong(({ [name]: _, ...rest }) => rest)
  }
  const send = async () => {
    if (busy) return
    setBusy(true)
    setFailed(null)
    try {
      await onSend(
        Object.fromEntries(
          Object.entries(values).filter(([name, value]) => asks.some(({ shape }) => shape.name === name) || (value ?? null) !== null),
        ),
      )
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setWrong(error.byField())
      const known = new Set(questions.map(({ shape }) => shape.name))
      const elsewhere = error.errors.filter((one) => !known.has(one.field))
      if (error.errors.length === 0 || elsewhere.length > 0)
        setFailed(elsewhere.map((one) => `${labelOf(object, one.field)}${one.message}`).join(' ') || error.message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={say(action.label)}
      width={480}
      onClose={onClose}
      onAgree={() => void send()}
      foot={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={busy} keys="Ctrl ↵" autoFocus={questions.length === 0} onClick={() => void send()}>
            {say(action.label)}
          </Button>
        </>
      }
    >
      {failed !== null && (
        <p className="form-failed" role="alert">
          {failed}
        </p>
      )}
      <div className="form">
        {questions.map(({ shape, required }, index) => (
          <div key={shape.name}>
            <FieldPlace
              form={`deed-${action.name}`}
              field={shape}
              value={values[shape.name]}
              required={required}
              wrong={wrong[shape.name]}
              autoFocus={index === 0}
              onChange={(value) => put(shape.name, value)}
            />
            <Offers shape={shape} offered={offers?.[shape.name]} value={values[shape.name]} onChoose={(value) => put(shape.name, value)} />
          </div>
        ))}
        {questions.length === 0 && <p className="second">{t('noQuestions')}</p>}
      </div>
    </Dialog>
  )
}

/** What the deed has found that may be meant: customers like this lead. */
function Offers({
  offered,
  value,
  onChoose,
}: {
  shape: FieldShape
  offered: Offered[string] | undefined
  value: unknown
  onChoose: (value: unknown) => void
}) {
  const t = words.use()
  if (!Array.isArray(offered) || offered.length === 0) return null
  const now = typeof value === 'object' && value !== null && 'id' in value ? value.id : null
  return (
    <div className="offered">
      <span className="second">{t('offered')}</span>
      {offered.map((one) => (
        <Chip key={one.id} on={now === one.id} onChoose={() => onChoose(now === one.id ? null : { id: one.id, title: one.title })}>
          {one.title}
          {one.subtitle && <span className="second"> {one.subtitle}</span>}
        </Chip>
      ))}
    </div>
  )
}

const labelOf = (object: ObjectShape, name: string) => {
  const field = object.fields.find((one) => one.name === name)
  return field ? `${say(field.label)}：` : ''
}
