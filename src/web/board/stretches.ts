/** Days added up to what people plan by: what is past its day, each of the next months, what comes later, what has no day. */
import { added } from '../../lib/decimal.ts'
import type { AggregateAnswer } from '../../lib/wire.ts'
import { addDays, firstOfMonth } from '../../lib/zone.ts'
import type { Filter } from '../api/filter.ts'

export type Figures = { count: number; sum: string | null; second: string | null }
export const none: Figures = { count: 0, sum: null, second: null }

/** A stretch of days: what is expected in it, and the filter that finds it. */
export type Stretch = Figures & { name: 'late' | 'month' | 'later' | 'none'; from?: string; filter: Filter }

/** Months that stand for themselves; what comes after them is one figure. */
const months = 5

export function stretches(day: string, today: string, groups: AggregateAnswer['groups']): Stretch[] {
  const of = (holds: (on: string) => boolean) => sumOf(groups.filter(({ key }) => typeof key[day] === 'string' && holds(key[day])))
  const within = (i: number): Stretch => {
    const first = firstOfMonth(today, i)
    const [from, to] = [i ? first : today, addDays(firstOfMonth(today, i + 1), -1)]
    return { name: 'month', from: first, filter: { field: day, op: 'between', value: [from, to] }, ...of((on) => on >= from && on <= to) }
  }
  const end = firstOfMonth(today, months)
  return [
    { name: 'late', filter: { field: day, op: 'overdue', value: true }, ...of((on) => on < today) },
    ...Array.from({ length: months }, (_, i) => within(i)),
    { name: 'later', filter: { field: day, op: 'ge', value: end }, ...of((on) => on >= end) },
    { name: 'none', filter: { field: day, op: 'empty', value: true }, ...sumOf(groups.filter(({ key }) => key[day] === null)) },
  ]
}

function sumOf(groups: AggregateAnswer['groups']): Figures {
  const all = groups.map(figuresOf)
  const total = (name: 'sum' | 'second') => {
    const known = all.flatMap((each) => each[name] ?? [])
    return known.length ? added(known) : null
  }
  return { count: all.reduce((sum, each) => sum + each.count, 0), sum: total('sum'), second: total('second') }
}

export const figuresOf = ({ values }: AggregateAnswer['groups'][number]): Figures => ({
  count: Number(values.count),
  sum: values.sum ?? null,
  second: values.second ?? null,
})
