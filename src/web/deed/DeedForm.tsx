import { useState } from 'react'
import type { ActionShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { say } from '../../ui/i18n.ts'
import { Problem } from '../api/http.ts'
import { FieldPlace } from '../form/FieldPlace.tsx'
import { inside } from '../form/inside.ts'
import { words } from '../form/words.ts'
import { Choosing } from './Choosing.tsx'
import { type Offered, chosenAtFirst, choose } from './choices.ts'
import '../form/form.css'

/** What the deed found out before it asks. */
export type Offers = { offers: Offered; otherwise: Record<string, string>; starts: Record<string, unknown> }
type Props = {
  object: ObjectShape
  action: ActionShape
  record?: RecordJson
  known?: Offers
  preset?: Record<string, unknown>
  onSend: (input: Record<string, unknown>) => Promise<void>
  onClose: () => void
}

/** What a deed asks: fields of the record, as they are now, and its own questions. */
export function DeedForm({ object, action, record, known, preset, onSend, onClose }: Props) {
  const t = words.use()
  const asks = action.asks.flatMap(({ field, optional, label }) => {
    const shape = object.fields.find((one) => one.name === field)
    return shape ? [{ shape: label ? { ...shape, label } : shape, required: !optional, own: false }] : []
  })
  // Of many at once only that is asked which makes sense for all of them.
  const own = action.input.filter((shape) => record !== undefined || !shape.single)
  const questions = [...asks, ...own.map((shape) => ({ shape, required: shape.required, own: true }))]
  const offered = known?.offers ?? {}
  const [values, setValues] = useState<Record<string, unknown>>(() => ({
    ...Object.fromEntries(asks.map(({ shape }) => [shape.name, record?.[shape.name] ?? null])),
    ...Object.fromEntries(own.flatMap(({ name, default: start }) => (typeof start === 'string' ? [[name, start]] : []))),
    ...Object.fromEntries(
      // A group that need not be answered stays closed, and starts with this when it is opened.
      own.flatMap(({ name, parts, required }) =>
        known?.starts[name] !== undefined && (!parts || parts.many || required) ? [[name, known.starts[name]]] : [],
      ),
    ),
    ...chosenAtFirst(offered),
    ...preset,
  }))
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [failed, setFailed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const put = (name: string, value: unknown) => {
    setValues((now) => choose(offered, now, name, value))
    setWrong((now) => Object.fromEntries(Object.entries(now).filter(([path]) => path !== name && !path.startsWith(`${name}.`))))
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
      const asked = new Set(questions.map(({ shape }) => shape.name))
      const elsewhere = error.errors.filter((one) => !asked.has(one.field.split('.')[0]!))
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
          {/* beside “Cancel order” a “Cancel” could be either */}
          <Button onClick={onClose}>{t(action.danger ? 'goBack' : 'cancel')}</Button>
          <Button
            look={action.danger ? 'danger' : 'primary'}
            busy={busy}
            keys="Ctrl ↵"
            autoFocus={questions.length === 0}
            onClick={() => void send()}
          >
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
      {action.danger && <p className="form-danger">{say(action.danger)}</p>}
      <div className="form">
        {questions.map(({ shape, required }, index) => {
          const form = `deed-${action.name}`
          const place = { form, field: shape, value: values[shape.name], wrong: wrong[shape.name] }
          const otherwise = known?.otherwise[shape.name]
          if (otherwise !== undefined)
            return (
              <Choosing
                key={shape.name}
                {...place}
                offered={offered[shape.name] ?? []}
                otherwise={otherwise}
                first={index === 0}
                onChoose={(value) => put(shape.name, value)}
              />
            )
          return (
            <FieldPlace
              key={shape.name}
              {...place}
              wrongs={inside(wrong, shape.name)}
              start={known?.starts[shape.name]}
              required={required}
              autoFocus={index === 0}
              onChange={(value) => put(shape.name, value)}
            />
          )
        })}
        {questions.length === 0 && !action.danger && <p className="second">{t('noQuestions')}</p>}
      </div>
    </Dialog>
  )
}

const labelOf = (object: ObjectShape, name: string) => {
  const field = object.fields.find((one) => one.name === name)
  return field ? `${say(field.label)}：` : ''
}
