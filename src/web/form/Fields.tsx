import { useMemo, useState } from 'react'
import { faceOf } from '../../fields/web.ts'
import type { ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Down, Up } from '../../ui/icons.ts'
import { FieldPlace } from './FieldPlace.tsx'
import { formLines, type Line } from './layout.ts'
import { words } from './words.ts'

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
  const [open, setOpen] = useState(hidden.some((field) => (values[field.name] ?? null) !== null))
  const unfolded = open || hidden.some((field) => wrong[field.name] !== undefined)
  const first = main[0]?.[0]
  const line = (fields: Line) => (
    <div
      key={fields.map((field) => field.name).join()}
      className={`form-line ${fields.some((field) => faceOf(field).wide) ? 'wide' : ''}`}
      style={{ gridTemplateColumns: `repeat(${fields.length}, minmax(0, 1fr))` }}
    >
      {fields.map((field) => (
        <FieldPlace
          key={field.name}
          form={form}
          field={field}
          object={object}
          value={values[field.name]}
          wrong={wrong[field.name]}
          autoFocus={field === first}
          onChange={(value) => onChange(field.name, value)}
        />
      ))}
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
