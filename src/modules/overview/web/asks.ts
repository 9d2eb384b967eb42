/** What the overview asks of the server: groups of records, with the rights of who asks. Nothing is computed from anything else. */
import type { AggregateAnswer } from '../../../lib/wire.ts'
import { addDays, firstOfMonth, firstOfWeek } from '../../../lib/zone.ts'
import type { Filter } from '../../../web/api/filter.ts'

export type Ask = {
  object: string
  /** What all that is answered has in common, told as if it were grouped by it. */
  of?: Record<string, unknown>
  body: { filter: Filter; groupBy: { field: string; by?: string }[]; measures: object[]; sort?: string; limit: number }
}
export type Groups = AggregateAnswer['groups']

const most = 5000
export const weeks = 8
export const months = 12
export const worst = 8

const is = (field: string, op: string, value: unknown = true): Filter => ({ field, op, value })
const all = (...and: Filter[]): Filter => ({ and })
const count = { as: 'count', fn: 'count' }
const sum = (field: string, as = 'sum') => ({ as, fn: 'sum', field })

export const isOpen = is('stage', 'phase', ['open'])
export const isWon = is('stage', 'phase', ['won'])
export const isOwing = all(is('status', 'eq', 'confirmed'), is('unpaid', 'gt', '0'))
export const isOrdered = is('status', 'eq', 'confirmed')
export const isReceived = is('status', 'eq', 'recorded')
export const isLate = is('dueOn', 'overdue')

/** The first days of what is looked back on. */
export const mondays = (today: string) => Array.from({ length: weeks }, (_, i) => addDays(firstOfWeek(today), 7 * (i + 1 - weeks)))
export const firstMonth = (today: string) => firstOfMonth(today, 1 - months)

export const asks = {
  /** By state and by owner in one: both are added up from the same groups. */
  pipeline: (): Ask => ({
    object: 'opportunity',
    body: {
      filter: isOpen,
      groupBy: [{ field: 'stage' }, { field: 'owner' }],
      measures: [count, sum('amount'), sum('weighted', 'second')],
      limit: most,
    },
  }),
  won: (today: string): Ask => ({
    object: 'opportunity',
    body: {
      filter: all(isWon, is('closedOn', 'ge', firstOfMonth(today, -1))),
      groupBy: [{ field: 'closedOn' }],
      measures: [count, sum('amount')],
      limit: most,
    },
  }),
  due: (): Ask => ({
    object: 'order',
    body: { filter: isOwing, groupBy: [{ field: 'dueOn' }], measures: [count, sum('unpaid')], limit: most },
  }),
  debtors: (): Ask => ({
    object: 'order',
    body: { filter: all(isOwing, isLate), groupBy: [{ field: 'account' }], measures: [count, sum('unpaid')], sort: '-sum', limit: worst },
  }),
  /** A question for each week: one for all, grouped by week, took half as long again, and they are answered side by side. */
  followUps: (today: string): Ask[] =>
    mondays(today).map((monday) => ({
      object: 'activity',
      of: { doneAt: monday },
      body: {
        filter: all(is('doneAt', 'ge', monday), is('doneAt', 'lt', addDays(monday, 7))),
        groupBy: [{ field: 'owner' }],
        measures: [count],
        limit: most,
      },
    })),
  /** By day: to ask of each row what month it is in costs more than all the rest, and 365 days are soon added. */
  orders: (today: string): Ask => ({
    object: 'order',
    body: {
      filter: all(isOrdered, is('orderedOn', 'between', [firstMonth(today), addDays(firstOfMonth(today, 1), -1)])),
      groupBy: [{ field: 'orderedOn' }],
      measures: [count, sum('total')],
      limit: most,
    },
  }),
  payments: (today: string): Ask => ({
    object: 'payment',
    body: {
      filter: all(isReceived, is('receivedOn', 'between', [firstMonth(today), addDays(firstOfMonth(today, 1), -1)])),
      groupBy: [{ field: 'receivedOn' }],
      measures: [count, sum('amount')],
      limit: most,
    },
  }),
} satisfies Record<string, (today: string) => Ask | Ask[]>
export type Part = keyof typeof asks

export const asked = (part: Part, today: string): Ask[] => [asks[part](today)].flat()

export const answered = ({ of }: Ask, { groups }: AggregateAnswer): Groups =>
  of ? groups.map(({ key, values }) => ({ key: { ...key, ...of }, values })) : groups
