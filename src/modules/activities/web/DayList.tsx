import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { DayEntry } from '../../../lib/wire.ts'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import { useKeys } from '../../../web/frame/keys.ts'
import type { Reason } from './day.ts'
import { DayRow } from './DayRow.tsx'
import { contactsQuery, whoseOf } from './whose.ts'

type Props = { entries: DayEntry[]; reasons: Reason[]; label: string; onOpen: (object: string, id: string) => void; keys?: boolean }

/** `keys`: j and k walk this list, Enter opens, x is done, s is later, t calls. */
export function DayList({ entries, reasons, label, onOpen, keys }: Props) {
  const schema = useSchema()
  const { data: contacts } = useQuery(contactsQuery(entries.map((entry) => entry.record)))
  const [at, setAt] = useState<string | null>(null)
  const [asked, setAsked] = useState<{ id: string; what: 'done' | 'later' } | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const focus = (id: string | undefined) => list.current?.querySelector<HTMLElement>(`[data-id="${id}"] .task-open`)?.focus()
  const step = (by: number) => {
    const index = entries.findIndex(({ id }) => id === at)
    const next = entries[index < 0 ? (by > 0 ? 0 : entries.length - 1) : Math.min(entries.length - 1, Math.max(0, index + by))]
    if (!next) return
    setAt(next.id)
    focus(next.id)
  }
  const begin = (what: 'done' | 'later') => at !== null && setAsked({ id: at, what })
  const walk = {
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    x: () => begin('done'),
    d: () => begin('done'),
    s: () => begin('later'),
    r: () => begin('later'),
    t: () => list.current?.querySelector<HTMLElement>(`[data-id="${at}"] a[href^="tel:"]`)?.click(),
  }
  useKeys(keys ? walk : {})
  /** After one has gone, the hand stands on the one that took its place. */
  const gone = (entry: DayEntry) => {
    const index = entries.indexOf(entry)
    const next = entries[index + 1] ?? entries[index - 1]
    setAsked(null)
    setAt(next?.id ?? null)
    requestAnimationFrame(() => focus(next?.id))
  }
  return (
    <ol ref={list} className="tasks" aria-label={label}>
      {entries.map((entry) => {
        const object = objectNamed(schema, entry.object)
        const whose = whoseOf(entry.object, entry.record, contacts ?? new Map())
        return (
          object && (
            <DayRow
              key={entry.id}
              entry={entry}
              reason={reasons.find((each) => each.name === entry.reason)}
              object={object}
              whose={whose}
              here={entry.id === at}
              asked={asked?.id === entry.id ? asked.what : null}
              onHere={() => setAt(entry.id)}
              onAsked={(what) => setAsked(what && { id: entry.id, what })}
              onOpen={() => (whose && entry.object === 'activity' ? onOpen(whose.object, whose.id) : onOpen(entry.object, entry.id))}
              onGone={() => gone(entry)}
            />
          )
        )
      })}
    </ol>
  )
}
