/** What the overview asks of the server: groups of records, with the rights of who asks. Nothing is computed from anything else. */
import type { AggregateAnswer } from '../../../lib/wire.ts'
import { addDays, firstOfMonth, firstOfWeek } from '../../../lib/zone.ts'
import type { Filter } from '../../../web/api/filter.ts'

export type Ask = {
  object: string
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
export const firstWeek = (today: string) => addDays(firstOfWeek(today), -7 * (weeks - 1))
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
  followUps: (today: string): Ask => ({
    object: 'activity',
    body: {
      filter: all(is('doneAt', 'ge', firstWeek(today)), is('doneAt', 'lt', addDays(firstOfWeek(today), 7))),
      groupBy: [{ field: 'owner' }, { field: 'doneAt', by: 'week' }],
      measures: [count],
      limit: most,
    },
  }),
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
} satisfies Record<string, (today: string) => Ask>
export type Part = keyof typeof asks
