/** Numbers of a board, all from the server: how many and how much in each column, and what is expected when. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { added } from '../../lib/decimal.ts'
import type { AggregateAnswer, BoardShape, ObjectShape } from '../../lib/wire.ts'
import { firstOfMonth, addDays } from '../../lib/zone.ts'
import { allOf, type Filter } from '../api/filter.ts'
import { send } from '../api/http.ts'
import { type Asked, cardsAsked } from './columns.ts'

export type Figures = { count: number; sum: string | null; second: string | null }
const none: Figures = { count: 0, sum: null, second: null }

/** One question for all columns; by the state's id. */
export const columnFigures = (object: ObjectShape, board: BoardShape, asked: Asked) =>
  queryOptions({
    queryKey: ['board', object.name, 'columns', asked],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { groups } = await measure(object, board, { ...asked, filter: cardsAsked(board, asked) }, [{ field: board.by }], signal)
      return new Map(groups.map((group) => [String(group.key[board.by]), figuresOf(group)]))
    },
  })

export const figuresIn = (all: Map<string, Figures> | undefined, state: string): Figures | undefined => all && (all.get(state) ?? none)

/** A stretch of days: what is expected in it, and the filter that finds it. */
export type Stretch = Figures & { name: 'late' | 'month' | 'later' | 'none'; from?: string; filter: Filter }

/** Months that stand for themselves; what comes after them is one figure. */
const months = 5

/** One question for all days, added up to months here: the columns' index answers it without reading a record. */
export const forecast = (object: ObjectShape, board: BoardShape, asked: Asked, day: string, today: string) =>
  queryOptions({
    queryKey: ['board', object.name, 'forecast', asked, today],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const open: Filter = { field: board.by, op: 'phase', value: ['open'] }
      const filter = allOf([cardsAsked(board, asked), open])
      const { groups } = await measure(object, board, { ...asked, filter }, [{ field: day }], signal)
      return stretches(day, today, groups)
    },
  })

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

const figuresOf = ({ values }: AggregateAnswer['groups'][number]): Figures => ({
  count: Number(values.count),
  sum: values.sum ?? null,
  second: values.second ?? null,
})

function measure(
  { path }: ObjectShape,
  board: BoardShape,
  { filter, search }: Pick<Asked, 'filter' | 'search'>,
  groupBy: object[],
  signal: AbortSignal,
): Promise<AggregateAnswer> {
  const sums = (['sum', 'second'] as const).flatMap((as) => (board[as] ? { as, fn: 'sum', field: board[as] } : []))
  const body = { filter, search, groupBy, measures: [{ as: 'count', fn: 'count' }, ...sums], limit: 5000 }
  return send<AggregateAnswer>('POST', `/${path}/aggregate`, JSON.parse(JSON.stringify(body)), { signal })
}
