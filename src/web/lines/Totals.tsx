import type { ObjectShape } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { withTotals } from './counting.ts'
import type { Line } from './line.ts'
import { Shown } from './Shown.tsx'
import type { LinesShape } from './shape.ts'
import { totalsOf } from './totals.ts'

type Props = { document: ObjectShape; shape: LinesShape; values: Line; counted: Line[]; filledOnly?: boolean }

export function Totals({ document, shape, values, counted: lines, filledOnly }: Props) {
  const counted = withTotals(document, values, shape, lines)
  const isEmpty = (name: string) => counted[name] === null || counted[name] === undefined
  const fields = totalsOf(document, shape.field.name).filter(({ name }) => !filledOnly || !isEmpty(name))
  if (fields.length === 0) return null
  return (
    <dl className="lines-totals" aria-live="off">
      {fields.map((field) => (
        <div key={field.name} data-total={field.name}>
          <dt>{say(field.label)}</dt>
          <dd>{isEmpty(field.name) ? '—' : <Shown field={field} value={counted[field.name]} />}</dd>
        </div>
      ))}
    </dl>
  )
}
