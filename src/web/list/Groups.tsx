import type { ReactNode } from 'react'
import type { FieldShape } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { Down, Right } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { type GroupKey, type Groups as All, sayTotals } from './grouping.ts'
import { words } from './words.ts'
import './groups.css'

type Props = {
  groups: All
  sums: FieldShape[]
  open: GroupKey | undefined
  onOpen: (key: GroupKey | undefined) => void
  /** How high a row is, and how many rows stand before they scroll. */
  row: number
  most: number
  children: ReactNode
}

/** One line a group, its rows under it once it is opened; one at a time. */
export function Groups({ groups, sums, open, onOpen, row, most, children }: Props) {
  const t = words.use()
  const reader = useReader()
  return (
    <div className="groups">
      {groups.all.map((group) => {
        const on = open === group.key
        const id = `group-${String(group.key)}`
        return (
          <section key={String(group.key)}>
            <button
              type="button"
              className="group-head"
              aria-expanded={on}
              aria-controls={on ? id : undefined}
              onClick={() => onOpen(on ? undefined : group.key)}
              onKeyDown={(event) => {
                const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
                if (step === 0) return
                event.preventDefault()
                const heads = [...document.querySelectorAll<HTMLElement>('.group-head')]
                heads[heads.indexOf(event.currentTarget) + step]?.focus()
              }}
            >
              {on ? <Down aria-hidden="true" aria-label={undefined} /> : <Right aria-hidden="true" aria-label={undefined} />}
              <b className="cut">{group.label}</b>
              <span className="second">{group.count.toLocaleString('en-US')}</span>
              <span className="grow" />
              {sayTotals(sums, group.sums, reader).map(({ field, text }) => (
                <span key={field.name} className="group-sum">
                  <span className="second">{say(field.label)}</span> {text}
                </span>
              ))}
            </button>
            {on && (
              <div id={id} className="group-rows" style={{ height: (Math.min(group.count, most) + 1) * row + 18 }}>
                {children}
              </div>
            )}
          </section>
        )
      })}
      {groups.cut && <p className="second group-cut">{t('groupCut', { count: groups.all.length })}</p>}
    </div>
  )
}
