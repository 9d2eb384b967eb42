import { memo } from 'react'
import type { ImportJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Check } from '../../ui/icons.ts'
import type { Mend } from './calls.ts'
import type { Finding } from './findings.ts'
import { MendCell } from './MendCell.tsx'
import { words } from './words-check.ts'

export type RowProps = {
  now: ImportJson
  finding: Finding
  columns: string[]
  titles: string[]
  onMend: (finding: Finding, how: Mend) => Promise<Finding | null>
}

/** A row of the file with its wrong cells marked and the sentence under each. Drawn anew only when it changed: there are thousands. */
export const ProblemRow = memo(function ProblemRow({ finding, columns, onMend }: RowProps) {
  const t = words.use()
  const { row, cells, problems, state } = finding
  const wrong = new Map(problems.map((one) => [one.column, one.message]))
  const ofRow = problems.filter((one) => !columns.includes(one.column))
  const skipped = state === 'skipped'
  return (
    <div className={`import-sheet-row ${state}`} role="group" aria-label={t('row', { row })}>
      <span className="import-row-number">{state === 'good' ? <Check aria-label={t('mended')} /> : row}</span>
      {columns.map((column, index) => {
        const message = skipped ? undefined : wrong.get(column)
        const id = `cell-${row}-${index}`
        const free = !wrong.has(columns[index + 1] ?? '') && !wrong.has(columns[index + 2] ?? '')
        return (
          <div key={column} className="import-place">
            <MendCell
              id={id}
              name={t('cell', { row, column })}
              column={column}
              value={cells[column] ?? ''}
              wrong={message}
              tabbable={message !== undefined}
              onSave={(text) => void onMend(finding, { values: { [column]: text } })}
            />
            {message !== undefined && (
              <p id={`${id}-wrong`} className={`late ${free ? 'free' : ''}`}>
                {message}
              </p>
            )}
          </div>
        )
      })}
      <RowEnd finding={finding} onMend={onMend} />
      {!skipped && ofRow.length > 0 && <p className="late import-row-wrong">{ofRow.map((one) => one.message).join(' · ')}</p>}
    </div>
  )
})

export function RowEnd({ finding, onMend }: Pick<RowProps, 'finding' | 'onMend'>) {
  const t = words.use()
  if (finding.state === 'skipped')
    return (
      <span className="import-row-end row">
        <span className="second">{t('skipped')}</span>
        <Button small look="quiet" onClick={() => void onMend(finding, { skip: false })}>
          {t('takeIn')}
        </Button>
      </span>
    )
  return (
    <span className="import-row-end row">
      {finding.state === 'good' && (
        <span className={finding.twin ? 'soon' : 'good'} data-tip={finding.twin ? t('nowTwinText') : undefined}>
          {finding.twin ? t('nowTwin') : t('mended')}
        </span>
      )}
      <Button small look="quiet" aria-label={t('skipThis', { row: finding.row })} onClick={() => void onMend(finding, { skip: true })}>
        {t('skipRow')}
      </Button>
    </span>
  )
}
