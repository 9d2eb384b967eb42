import { sayAgo, sayDate, sayDay, sayFully } from '../../../lib/when.ts'
import type { DayEntry } from '../../../lib/wire.ts'
import { localIn } from '../../../lib/zone.ts'
import { useReader } from '../../../ui/reader.tsx'
import { dueText } from '../../../web/Due.tsx'
import { words } from './words.ts'

/** For when it is; of what has no day, since when nobody minded it. */
export function When({ entry: { at, band } }: { entry: Pick<DayEntry, 'at' | 'band'> }) {
  const t = words.use()
  const reader = useReader()
  if (at === null) return <span className="task-when second">{t(band === 'idle' ? 'never' : 'noDay')}</span>
  const timed = at.length > 10
  const tip = timed ? sayFully(at, reader) : sayDate(at, reader.language, true)
  if (band === 'idle' || (band === 'soon' && timed))
    return (
      <time dateTime={at} className="task-when second" data-tip={tip}>
        {sayAgo(at, reader)}
      </time>
    )
  const { text, tone } = dueText(at, reader)
  const local = timed ? localIn(reader.timeZone, at) : at
  // Today's own times need no "today" before them.
  const near = tone === 'soon' ? (timed ? local.slice(11, 16) : sayDay(local, reader)) : text
  const colour = tone === 'soon' && !timed ? '' : tone
  return (
    <time dateTime={at} className={`task-when ${colour}`} data-tip={tip}>
      {near}
    </time>
  )
}
