import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { ImportJson } from '../../lib/wire.ts'
import { Bones, Empty } from '../../ui/Empty.tsx'
import { Done } from '../../ui/icons.ts'
import { useNarrow } from '../../ui/narrow.ts'
import { objectAt, useSchema } from '../api/queries.ts'
import { Broken } from '../frame/Plain.tsx'
import type { Finding, Findings } from './findings.ts'
import { ProblemCard } from './ProblemCard.tsx'
import { ProblemRow } from './ProblemRow.tsx'
import { sheetOf } from './sheet.ts'
import { words } from './words-check.ts'

/** Rows with something wrong, each mended where it stands. Only what is on the screen is drawn, however many there are. */
export function Problems({ now, findings }: { now: ImportJson; findings: Findings }) {
  const t = words.use()
  const narrow = useNarrow()
  const schema = useSchema()
  const titles = objectAt(schema, now.object)?.title ?? []
  const box = useRef<HTMLDivElement>(null)
  const { list, more } = findings
  const roomy = useRoomy(list)
  const { columns, mapping } = now
  const sheet = useMemo(() => sheetOf({ columns, mapping }, roomy), [columns, mapping, roomy])
  const virtual = useVirtualizer({
    count: list.length,
    getScrollElement: () => box.current,
    getItemKey: (index) => list[index]?.row ?? index,
    estimateSize: () => (narrow ? 150 : 66),
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last + 30 > list.length) more()
  }, [more, last, list.length])

  if (findings.failed && list.length === 0) return <Broken error={findings.failed} />
  if (findings.first) return <Bones lines={5} />
  if (list.length === 0) return <Empty icon={<Done />} title={t('noProblems')} />
  const Row = narrow ? ProblemCard : ProblemRow
  return (
    <>
      <p className="second import-hint">{t('mendText')}</p>
      <div ref={box} className="import-sheet" style={sheet.style} onKeyDown={walk} role="group" aria-label={t('fail')}>
        {!narrow && (
          <div className="import-sheet-row head">
            <span>{t('rowShort')}</span>
            {sheet.columns.map((column) => (
              <span key={column} className="cut">
                {column}
              </span>
            ))}
            <span />
          </div>
        )}
        <div className="import-sheet-body" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const finding = list[item.index]
            if (!finding) return null
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="import-sheet-place"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <Row now={now} finding={finding} columns={sheet.columns} titles={titles} onMend={findings.mend} />
              </div>
            )
          })}
        </div>
      </div>
    </>
  )
}

/** Columns that hold something wrong; one that did stays roomy, so that nothing jumps while rows are mended. */
function useRoomy(list: Finding[]): ReadonlySet<string> {
  const [roomy, setRoomy] = useState<ReadonlySet<string>>(new Set())
  const [seen, setSeen] = useState<Finding[]>([])
  if (seen === list) return roomy
  const fresh = list.flatMap((finding) => finding.problems.map((one) => one.column)).filter((column) => !roomy.has(column))
  setSeen(list)
  if (fresh.length > 0) setRoomy(new Set([...roomy, ...fresh]))
  return roomy
}

/** Up and down between rows in one column; the ends of a cell's text lead to its neighbours; Enter, once saved, to the next wrong cell. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const cell = event.target
  if (!(cell instanceof HTMLInputElement) || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  const all = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input[data-column]')]
  const column = all.filter((one) => one.dataset.column === cell.dataset.column)
  const begin = cell.selectionStart === 0 && cell.selectionEnd === 0
  const end = cell.selectionStart === cell.value.length
  const to =
    event.key === 'ArrowDown' ? column[column.indexOf(cell) + 1]
    : event.key === 'ArrowUp' ? column[column.indexOf(cell) - 1]
    : event.key === 'ArrowLeft' && begin ? all[all.indexOf(cell) - 1]
    : event.key === 'ArrowRight' && end ? all[all.indexOf(cell) + 1]
    : event.key === 'Enter' ? all.slice(all.indexOf(cell) + 1).find((one) => one.getAttribute('aria-invalid') === 'true')
    : undefined // prettier-ignore
  if (!to) return
  event.preventDefault()
  to.focus()
  to.select()
}
