import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { ImportJson } from '../../lib/wire.ts'
import { Bones, Empty } from '../../ui/Empty.tsx'
import { Done } from '../../ui/icons.ts'
import { useNarrow } from '../../ui/narrow.ts'
import { Broken } from '../frame/Plain.tsx'
import { choose, type TwinChoice } from './calls.ts'
import type { Findings } from './findings.ts'
import { twinWays } from './How.tsx'
import { Pick } from './Pick.tsx'
import { sheetOf } from './sheet.ts'
import { TwinRow } from './TwinRow.tsx'
import { words as matching } from './words.ts'
import { words } from './words-check.ts'

const none: ReadonlySet<string> = new Set()

/** Rows that look like somebody we have, side by side with him; what becomes of each, or of all. */
export function Twins({ now, findings }: { now: ImportJson; findings: Findings }) {
  const t = words.use()
  const ways = twinWays(matching.use())
  const narrow = useNarrow()
  const sheet = sheetOf(now, none)
  const box = useRef<HTMLDivElement>(null)
  const { list, more } = findings
  const virtual = useVirtualizer({
    count: list.length,
    getScrollElement: () => box.current,
    getItemKey: (index) => list[index]?.row ?? index,
    estimateSize: () => (narrow ? 200 : 108),
    overscan: 6,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last + 30 > list.length) more()
  }, [more, last, list.length])

  if (findings.failed && list.length === 0) return <Broken error={findings.failed} />
  if (findings.first) return <Bones lines={5} />
  if (list.length === 0) return <Empty icon={<Done />} title={t('noTwins')} />
  const chosen = new Set(list.map((one) => one.choice ?? now.twins))
  const all = async (twins: TwinChoice) => {
    await choose(now, { twins })
    // Rows decided one by one follow, too: a person who says all means all.
    for (const one of await findings.again()) if (one.choice !== twins) await findings.mend(one, { twin: twins })
  }
  return (
    <>
      <div className="row import-hint">
        <p className="second grow">{t('twinsText')}</p>
        <span className="second">{t('forAll')}</span>
        <Pick
          name={t('forAll')}
          value={chosen.size === 1 ? ([...chosen][0] ?? null) : null}
          ways={ways}
          onChange={(twins) => void all(twins)}
        />
      </div>
      <div ref={box} className="import-sheet" style={sheet.style} role="group" aria-label={t('twins')}>
        {!narrow && (
          <div className="import-sheet-row head twin">
            <span />
            {sheet.columns.map((column) => (
              <span key={column} className="cut">
                {column}
              </span>
            ))}
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
                <TwinRow
                  now={now}
                  finding={finding}
                  columns={sheet.columns}
                  narrow={narrow}
                  ways={ways}
                  onChoose={(twin) => void findings.mend(finding, { twin })}
                />
              </div>
            )
          })}
        </div>
      </div>
    </>
  )
}
