/** Answers → figures. Each knows the rows it stands for: the list with `filter` has as many and adds up to as much. */
import { added } from '../../../lib/decimal.ts'
import { addDays, firstOfMonth } from '../../../lib/zone.ts'
import { allOf, type Filter } from '../../../web/api/filter.ts'
import { type Groups, isLate, isOpen, isOrdered, isOwing, isReceived, isWon, mondays, months } from './asks.ts'

export type Figure = {
  /** What it is of: a state, a person, a month … */
  key: string
  count: number
  /** Sums by the field they add up. */
  sums: Record<string, string>
  object: string
  filter: Filter
}
export type Named = { id: string; title: string | null } | null

type Summed = Record<string, string>
const of = (groups: Groups, fields: Summed): Pick<Figure, 'count' | 'sums'> => ({
  count: groups.reduce((sum, { values }) => sum + Number(values.count), 0),
  sums: Object.fromEntries(
    Object.entries(fields).map(([field, as]) => [field, added(groups.flatMap(({ values }) => values[as] ?? []).concat('0'))]),
  ),
})
const is = (field: string, op: string, value: unknown = true): Filter => ({ field, op, value })
const both = (...parts: Filter[]): Filter => allOf(parts)!

const deal: Summed = { amount: 'sum', weighted: 'second' }

export const byStage = (groups: Groups, stages: string[]): Figure[] =>
  stages.map((stage) => ({
    key: stage,
    object: 'opportunity',
    filter: is('stage', 'eq', stage),
    ...of(
      groups.filter(({ key }) => key.stage === stage),
      deal,
    ),
  }))

export const pipelineTotal = (groups: Groups): Figure => ({ key: 'all', object: 'opportunity', filter: isOpen, ...of(groups, deal) })

/** The largest first; what belongs to nobody is somebody's as well. */
export function byOwner(groups: Groups): (Figure & { owner: Named })[] {
  const owners = Map.groupBy(groups, ({ key }) => (key.owner as Named)?.id ?? '')
  return [...owners]
    .map(([id, theirs]) => ({
      key: id,
      owner: theirs[0]!.key.owner as Named,
      object: 'opportunity',
      filter: both(isOpen, id === '' ? is('owner', 'empty') : is('owner', 'eq', id)),
      ...of(theirs, deal),
    }))
    .toSorted((a, b) => Number(b.sums.amount) - Number(a.sums.amount))
}

/** This month so far, last month up to the same day, last month whole. */
export function won(groups: Groups, today: string): Figure[] {
  const first = firstOfMonth(today)
  const before = firstOfMonth(today, -1)
  const end = addDays(first, -1)
  const same = addDays(before, Number(today.slice(8)) - 1)
  const stretch = (key: string, from: string, to: string): Figure => ({
    key,
    object: 'opportunity',
    filter: both(isWon, is('closedOn', 'between', [from, to])),
    ...of(
      groups.filter(({ key: { closedOn } }) => typeof closedOn === 'string' && closedOn >= from && closedOn <= to),
      { amount: 'sum' },
    ),
  })
  return [
    stretch('thisMonth', first, addDays(firstOfMonth(today, 1), -1)),
    stretch('sameDays', before, same < end ? same : end),
    stretch('lastMonth', before, end),
  ]
}

/** Past its day by so many days; the last has no end. */
const ages = [
  [1, 30],
  [31, 60],
  [61, 90],
  [91, null],
] as const

export function due(groups: Groups, today: string): Figure[] {
  const figure = (key: string, filter: Filter, holds: (dueOn: string | null) => boolean): Figure => ({
    key,
    object: 'order',
    filter: both(isOwing, filter),
    ...of(
      groups.filter(({ key: { dueOn } }) => holds(dueOn as string | null)),
      { unpaid: 'sum' },
    ),
  })
  return [
    figure('noDay', is('dueOn', 'empty'), (dueOn) => dueOn === null),
    figure('notDue', is('dueOn', 'ge', today), (dueOn) => dueOn !== null && dueOn >= today),
    ...ages.map(([least, most]) => {
      const last = addDays(today, -least)
      const first = most === null ? null : addDays(today, -most)
      return figure(
        most === null ? `${least - 1}+` : `${least}–${most}`,
        is('dueOn', 'between', [first, last]),
        (dueOn) => dueOn !== null && dueOn <= last && (first === null || dueOn >= first),
      )
    }),
  ]
}

export const late = (groups: Groups, today: string): Figure => ({
  key: 'late',
  object: 'order',
  filter: both(isOwing, isLate),
  ...of(
    groups.filter(({ key: { dueOn } }) => typeof dueOn === 'string' && dueOn < today),
    { unpaid: 'sum' },
  ),
})

export const owing = (groups: Groups): Figure => ({ key: 'owing', object: 'order', filter: isOwing, ...of(groups, { unpaid: 'sum' }) })

export const debtors = (groups: Groups): (Figure & { account: Named })[] =>
  groups.map((group) => {
    const account = group.key.account as Named
    return {
      key: account?.id ?? '',
      account,
      object: 'order',
      filter: both(isOwing, isLate, account ? is('account', 'eq', account.id) : is('account', 'empty')),
      ...of([group], { unpaid: 'sum' }),
    }
  })

export type Person = { owner: Named; weeks: Figure[]; all: Figure }

/** Who did how much in each of the last weeks, the busiest first. */
export function followUps(groups: Groups, today: string): Person[] {
  const begins = mondays(today)
  const within = (from: string, to: string, whose: Filter) => both(whose, is('doneAt', 'ge', from), is('doneAt', 'lt', addDays(to, 7)))
  return [...Map.groupBy(groups, ({ key }) => (key.owner as Named)?.id ?? '')]
    .map(([id, theirs]): Person => {
      const whose = id === '' ? is('owner', 'empty') : is('owner', 'eq', id)
      const figure = (key: string, from: string, to: string, part: Groups): Figure => ({
        key,
        object: 'activity',
        filter: within(from, to, whose),
        ...of(part, {}),
      })
      return {
        owner: theirs[0]!.key.owner as Named,
        weeks: begins.map((monday) =>
          figure(
            monday,
            monday,
            monday,
            theirs.filter(({ key }) => key.doneAt === monday),
          ),
        ),
        all: figure(id, begins[0]!, begins.at(-1)!, theirs),
      }
    })
    .toSorted((a, b) => b.all.count - a.all.count)
}

export function byMonth(groups: Groups, today: string, object: 'order' | 'payment'): Figure[] {
  const [day, field, which] =
    object === 'order' ? (['orderedOn', 'total', isOrdered] as const) : (['receivedOn', 'amount', isReceived] as const)
  return Array.from({ length: months }, (_, i) => {
    const first = firstOfMonth(today, i + 1 - months)
    return {
      key: first,
      object,
      filter: both(which, is(day, 'between', [first, addDays(firstOfMonth(first, 1), -1)])),
      ...of(
        groups.filter(({ key }) => firstOfMonth(String(key[day])) === first),
        { [field]: 'sum' },
      ),
    }
  })
}
