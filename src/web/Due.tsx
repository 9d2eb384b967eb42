import type { FieldShape } from '../lib/wire.ts'
import { daysLate, isLate, sayDate, sayDay, sayFully, sayMoment, today, type Clock } from '../lib/when.ts'
import { dayIn } from '../lib/zone.ts'
import { inBoth } from '../ui/i18n.ts'
import { useReader } from '../ui/reader.tsx'

export const words = inBoth('due', {
  zh: { late_other: '逾期 {count} 天', lateToday: '已过 {time}' },
  en: { late_one: '{count} day late', late_other: '{count} days late', lateToday: 'was {time}' },
})

/** The day on which something is to be done: the engine's own names for it, or a field that says so. */
export const isDue = (field: FieldShape): boolean => field.options.due === true || field.name === 'nextStepAt' || field.name === 'dueAt'

export function dueText(at: string, clock: Clock): { text: string; tone: 'late' | 'soon' | '' } {
  const days = daysLate(at, clock)
  if (days > 0) return { text: words.t('late', { count: days }), tone: 'late' }
  const day = at.length > 10 ? dayIn(clock.timeZone, at) : at
  const said = at.length > 10 ? sayMoment(at, clock) : sayDay(at, clock)
  if (isLate(at, clock)) return { text: words.t('lateToday', { time: said }), tone: 'late' }
  return { text: said, tone: day === today(clock) ? 'soon' : '' }
}

export function Due({ at }: { at: string }) {
  const reader = useReader()
  const { text, tone } = dueText(at, reader)
  return (
    <span
      className={`${tone} ${tone === 'late' ? 'strong' : ''}`}
      data-tip={at.length > 10 ? sayFully(at, reader) : sayDate(at, reader.language, true)}
    >
      {text}
    </span>
  )
}
