import { faceOf } from '../../fields/web.ts'
import type { FieldShape } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { Shown } from './Shown.tsx'

type CardProps = { columns: FieldShape[]; title: string; titles: string[]; line: Record<string, unknown> }

/** What it is, how much of it, and what it comes to. */
export function CardFace({ columns, title, titles, line }: CardProps) {
  const figures = columns.filter((field) => faceOf(field).end)
  const sum = figures.filter((field) => field.kind === 'computed')[0] ?? figures.at(-1)
  const rest = columns.filter((field) => field !== sum && !titles.includes(field.name) && (line[field.name] ?? null) !== null)
  return (
    <>
      <span className="row">
        <b className="grow cut">{title}</b>
        {sum && (
          <b className="figure">
            <Shown field={sum} value={line[sum.name]} />
          </b>
        )}
      </span>
      <span className="lines-card-facts second">
        {rest.map((field) => (
          <span key={field.name}>
            {say(field.label)} <Shown field={field} value={line[field.name]} />
          </span>
        ))}
      </span>
    </>
  )
}
