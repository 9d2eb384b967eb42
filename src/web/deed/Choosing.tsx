import { createElement, useState } from 'react'
import { faceOf } from '../../fields/web.ts'
import type { FieldShape, Offer } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { Place } from '../../ui/Input.tsx'
import { objectNamed, useSchema } from '../api/queries.ts'
import { words } from '../form/words.ts'
import { idOf } from './choices.ts'

type Props = {
  form: string
  field: FieldShape
  offered: Offer[]
  /** What happens where none is chosen. */
  otherwise: string
  value: unknown
  wrong?: string
  first: boolean
  onChoose: (value: unknown) => void
}

/** Who is meant: those that were found, with the reason; any other; or what is made where nobody is. */
export function Choosing({ form, field, offered, otherwise, value, wrong, first, onChoose }: Props) {
  const t = words.use()
  const schema = useSchema()
  const now = idOf(value)
  const [another, setAnother] = useState(false)
  const id = `${form}-${field.name}`
  const among = offered.some((one) => one.id === now)
  const elsewhere = another || (now !== null && !among)
  const { Edit } = faceOf(field)
  const one = (key: string, on: boolean, choose: () => void, says: React.ReactNode) => (
    <label key={key} className={`choosing-one ${on ? 'on' : ''}`}>
      <input type="radio" name={id} checked={on} data-first={(first && on) || undefined} onChange={choose} />
      <span>{says}</span>
    </label>
  )
  return (
    <Place id={id} label={say(field.label)} required={field.required} wrong={wrong}>
      <div id={id} role="radiogroup" aria-labelledby={`${id}-label`} className="choosing">
        {offered.map((offer) =>
          one(
            offer.id,
            !elsewhere && offer.id === now,
            () => {
              setAnother(false)
              onChoose({ id: offer.id, title: offer.title })
            },
            <>
              <b>{offer.title}</b>
              {offer.subtitle && <span className="second">{offer.subtitle}</span>}
              <span className={`choosing-why ${offer.sure ? 'sure' : ''}`}>{offer.reason}</span>
            </>,
          ),
        )}
        {one(
          'otherwise',
          !elsewhere && now === null,
          () => {
            setAnother(false)
            onChoose(null)
          },
          otherwise,
        )}
        {one(
          'another',
          elsewhere,
          () => {
            setAnother(true)
            onChoose(null)
          },
          t('another', { object: say(objectNamed(schema, field.target ?? '')?.label ?? field.label).toLowerCase() }),
        )}
        {elsewhere &&
          Edit &&
          createElement(Edit, {
            id: `${id}-another`,
            field,
            value: among ? null : (value ?? null),
            onChange: onChoose,
            wrong: wrong !== undefined,
          })}
      </div>
    </Place>
  )
}
