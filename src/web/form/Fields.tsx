import { Suspense, lazy, useMemo, useState } from 'react'
import { faceOf } from '../../fields/web.ts'
import type { FieldShape, ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Bones } from '../../ui/Empty.tsx'
import { Down, Up } from '../../ui/icons.ts'
import { FieldPlace } from './FieldPlace.tsx'
import { inside } from './inside.ts'
import { formLines, type Line } from './layout.ts'
import { words } from './words.ts'

const LinesPlace = lazy(() => import('../lines/LinesPlace.tsx').then((file) => ({ default: file.LinesPlace })))

type Props = {
  form: string
  object: ObjectShape
  values: Record<string, unknown>
  wrong: Record<string, string>
  onChange: (name: string, value: unknown) => void
}

/** The fields of a form in their lines; rare ones unfold, and by themselves when one of them is wrong or filled. */
export function Fields({ form, object, values, wrong, onChange }: Props) {
  const t = words.use()
  const { main, folded } = useMemo(() => formLines(object), [object])
  const hidden = folded.flat()
  const [open, setOpen] = useState(hidden.some((field) => isFilled(field, values[field.name])))
  const unfolded = open || hidden.some((field) => wrong[field.name] !== undefined)
  const first = main[0]?.[0]
  const line = (fields: Line) => (
    <div
      key={fields.map((field) => field.name).join()}
      className={`form-line ${fields.some((field) => faceOf(field).wide) ? 'wide' : ''}`}
      style={{ gridTemplateColumns: `repeat(${fields.length}, minmax(0, 1fr))` }}
    >
      {fields.map((field) => {
        const place = { field, value: values[field.name], wrong: wrong[field.name], wrongs: inside(wrong, field.name) }
        const put = (value: unknown) => onChange(field.name, value)
        if (faceOf(field).rows)
          return (
            <Suspense key={field.name} fallback={<Bones lines={3} />}>
              <LinesPlace {...place} id={`${form}-${field.name}`} document={object} values={values} onChange={put} />
            </Suspense>
          )
        return <FieldPlace key={field.name} {...place} form={form} object={object} autoFocus={field === first} onChange={put} />
      })}
    </div>
  )
  return (
    <div className="form">
      {main.map(line)}
      {unfolded && folded.map(line)}
      {hidden.length > 0 && (
        <Button
          look="quiet"
          small
          className="form-more"
          icon={unfolded ? <Up /> : <Down />}
          aria-expanded={unfolded}
          onClick={() => setOpen(!unfolded)}
        >
          {unfolded ? t('less') : t('more', { count: hidden.length })}
        </Button>
      )}
    </div>
  )
}

/** By somebody: what every new record starts with unfolds nothing. */
const isFilled = ({ default: start }: FieldShape, value: unknown) =>
  (value ?? null) !== null && start !== 'me' && JSON.stringify(value) !== JSON.stringify(start)
