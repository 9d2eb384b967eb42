import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { MendCell } from './MendCell.tsx'
import { RowEnd, type RowProps } from './ProblemRow.tsx'
import { whoIs } from './sheet.ts'
import { words } from './words-check.ts'

/** The same row on a phone: who it is, the wrong cells under each other, the rest when asked for. */
export function ProblemCard({ now, finding, columns, titles, onMend }: RowProps) {
  const t = words.use()
  const [whole, setWhole] = useState(false)
  // A cell that was wrong stays in sight when it is mended.
  const [first] = useState(() => new Set(finding.problems.map((one) => one.column)))
  const { row, cells, problems, state } = finding
  const wrong = new Map(problems.map((one) => [one.column, one.message]))
  const ofRow = problems.filter((one) => !columns.includes(one.column))
  const shown = columns.filter((column) => whole || first.has(column) || wrong.has(column))
  return (
    <div className={`import-card-row ${state}`} role="group" aria-label={t('row', { row })}>
      <div className="row">
        <span className="grow cut">
          <b>{t('row', { row })}</b> <span className="second">{whoIs(now, titles, cells)}</span>
        </span>
        <RowEnd finding={finding} onMend={onMend} />
      </div>
      {ofRow.length > 0 && <p className="late">{ofRow.map((one) => one.message).join(' · ')}</p>}
      {state !== 'skipped' &&
        shown.map((column) => {
          const id = `card-${row}-${columns.indexOf(column)}`
          const message = wrong.get(column)
          return (
            <div key={column} className="import-card-cell">
              <label htmlFor={id} className="second">
                {column}
              </label>
              <div>
                <MendCell
                  id={id}
                  name={t('cell', { row, column })}
                  column={column}
                  value={cells[column] ?? ''}
                  wrong={message}
                  tabbable
                  onSave={(text) => void onMend(finding, { values: { [column]: text } })}
                />
                {message !== undefined && (
                  <p id={`${id}-wrong`} className="late">
                    {message}
                  </p>
                )}
              </div>
            </div>
          )
        })}
      {state !== 'skipped' && (
        <Button small look="quiet" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? t('lessRow') : t('wholeRow')}
        </Button>
      )}
    </div>
  )
}
