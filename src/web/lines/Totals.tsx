import { restingOn } from '../../fields/derived/web.ts'
import type { FieldShape, ObjectShape } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { countedDocument } from './counting.ts'
import type { Line } from './line.ts'
import { Shown } from './Shown.tsx'
import type { LinesShape } from './shape.ts'

/** What the lines come to, as the document's form names it. */
export const totalsOf = (document: ObjectShape, lines: string): FieldShape[] => {
  const named = document.views.form.flat()
  return restingOn(document, lines)
    .filter((field) => named.includes(field.name))
    .toSorted((a, b) => named.indexOf(a.name) - named.indexOf(b.name))
}

type Props = { document: ObjectShape; shape: LinesShape; values: Line; lines: Line[] }

export function Totals({ document, shape, values, lines }: Props) {
  const fields = totalsOf(document, shape.field.name)
  if (fields.length === 0) return null
  const counted = countedDocument(document, values, shape, lines)
  return (
    <dl className="lines-totals" aria-live="off">
      {fields.map((field) => (
        <div key={field.name} data-total={field.name}>
          <dt>{say(field.label)}</dt>
          <dd>
            {counted[field.name] === null || counted[field.name] === undefined ? '—' : <Shown field={field} value={counted[field.name]} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
