import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ImportJson } from '../../lib/wire.ts'
import { objectNamed, useSchema } from '../api/queries.ts'
import type { TwinChoice } from './calls.ts'
import type { Finding } from './findings.ts'
import { Pick, type Way } from './Pick.tsx'
import { alike } from './sheet.ts'
import { useTwinCells } from './twin-cells.ts'
import { words } from './words-check.ts'

type Props = {
  now: ImportJson
  finding: Finding
  columns: string[]
  narrow: boolean
  ways: Way<TwinChoice>[]
  onChoose: (choice: TwinChoice) => void
}

/** A row and the one it resembles, one under the other; what differs is marked. */
export function TwinRow({ now, finding, columns, narrow, ways, onChoose }: Props) {
  const t = words.use()
  const { row, cells, twin } = finding
  const theirs = useTwinCells(now, twin)
  if (!twin) return null
  const name = 'row' in twin ? t('likeRow', { row: twin.row }) : t('likeOurs')
  const differs = (column: string) => theirs !== null && !alike(cells[column], theirs[column])
  const choice = <Pick name={t('choiceOf', { row })} value={finding.choice ?? now.twins} ways={ways} onChange={onChoose} />
  const blank = <span className="second">—</span>
  if (narrow) {
    const shown = theirs ? columns.filter(differs) : []
    return (
      <div className="import-card-row" role="group" aria-label={t('row', { row })}>
        <p>
          <b>{t('row', { row })}</b> <span className="second">{name}</span> <Theirs twin={twin} />
        </p>
        {shown.map((column) => (
          <div key={column} className="import-card-cell">
            <span className="second">{column}</span>
            <span>
              <mark>{cells[column] || blank}</mark>
              <br />
              <span className="second">{theirs?.[column] || blank}</span>
            </span>
          </div>
        ))}
        {theirs && <p className="second">{t('same', { count: columns.length - shown.length })}</p>}
        {choice}
      </div>
    )
  }
  const line = (of: Record<string, string>, mark: (text: ReactNode) => ReactNode) =>
    columns.map((column) => (
      <span key={column} className={differs(column) ? 'differs' : ''}>
        {differs(column) ? mark(of[column] || blank) : of[column] || blank}
      </span>
    ))
  return (
    <div className="import-twin" role="group" aria-label={t('row', { row })}>
      <div className="import-sheet-row twin">
        <b className="import-twin-name">{t('row', { row })}</b>
        {line(cells, (text) => (
          <mark>{text}</mark>
        ))}
      </div>
      <div className="import-sheet-row twin theirs">
        <span className="second import-twin-name">{name}</span>
        {theirs ? (
          line(theirs, (text) => <mark>{text}</mark>)
        ) : (
          <span className="import-twin-one">
            <Theirs twin={twin} />
          </span>
        )}
      </div>
      <div className="row import-twin-choice">
        {choice}
        {theirs && 'id' in twin && <Theirs twin={twin} />}
      </div>
    </div>
  )
}

/** Whom it resembles, by name; a record can be opened beside. */
function Theirs({ twin }: { twin: NonNullable<Finding['twin']> }) {
  const schema = useSchema()
  if ('row' in twin) return <span>{twin.title}</span>
  const object = objectNamed(schema, twin.object)
  const text = [twin.title, twin.subtitle].filter(Boolean).join(' · ')
  if (!object || !twin.id) return <span>{text}</span>
  return (
    <Link to="/o/$object/$id" params={{ object: object.path, id: twin.id }} target="_blank">
      {text}
    </Link>
  )
}
