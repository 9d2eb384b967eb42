import { createElement } from 'react'
import { faceOf } from '../../fields/web.ts'
import type { FieldShape, ObjectShape } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { Place } from '../../ui/Input.tsx'
import { TwinHint } from './TwinHint.tsx'

type Props = {
  form: string
  field: FieldShape
  object?: ObjectShape
  value: unknown
  onChange: (value: unknown) => void
  wrong?: string
  /** Inside a group, by path. */
  wrongs?: Record<string, string>
  start?: unknown
  required?: boolean
  autoFocus?: boolean
}

/** A field in a form: its name, its face, what is wrong, and who is like that already. */
export function FieldPlace({ form, field, object, value, onChange, wrong, wrongs, start, required, autoFocus }: Props) {
  const { Edit, named } = faceOf(field)
  if (!Edit) return null
  const id = `${form}-${field.name}`
  const edit = createElement(Edit, {
    id,
    field,
    value: value ?? null,
    onChange: (next: unknown) => onChange(next),
    wrong: wrong !== undefined,
    wrongs,
    start,
    Part: FieldPlace,
    autoFocus,
  })
  if (named) return edit
  return (
    <Place
      id={id}
      label={say(field.label)}
      required={required ?? field.required}
      wrong={wrong}
      hint={
        <>
          {field.help && wrong === undefined && <p className="place-help">{say(field.help)}</p>}
          {object && field.twin && <TwinHint object={object} field={field} value={value} />}
        </>
      }
    >
      {edit}
    </Place>
  )
}
