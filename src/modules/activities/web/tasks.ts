/** The open tasks of the person: late and due today; the next days; without a day. Keys begin with `related`, which deeds and live events read anew. */
import { queryOptions } from '@tanstack/react-query'
import type { Clock } from '../../../lib/when.ts'
import { isLate, today } from '../../../lib/when.ts'
import type { ListAnswer, RecordJson } from '../../../lib/wire.ts'
import { dayIn } from '../../../lib/zone.ts'
import type { Filter } from '../../../web/api/filter.ts'
import { get } from '../../../web/api/http.ts'
import { queries } from '../../../web/api/queries.ts'

const mine: Filter[] = [
  { field: 'kind', op: 'eq', value: 'task' },
  { field: 'doneAt', op: 'empty', value: true },
  { field: 'owner', op: 'me', value: true },
]
const is = (op: string, value: unknown = true): Filter => ({ field: 'dueAt', op, value })
const due: Filter = { or: [is('overdue'), is('today')] }

const parts = {
  due: { and: [...mine, due] },
  next: { and: [...mine, is('nextDays', 8), { not: due }] },
  undated: { and: [...mine, is('empty')] },
} as const satisfies Record<string, Filter>
export type Part = keyof typeof parts

const key = (part: string) => ['related', 'activity', 'today', part]
const most = 200
/** Things fall due by themselves: asked anew every five minutes. */
const again = 5 * 60_000

export const tasksQuery = (part: Part) =>
  queryOptions({
    queryKey: key(part),
    staleTime: 0,
    refetchInterval: again,
    queryFn: ({ signal }) =>
      get<ListAnswer>(
        '/activities',
        {
          filter: JSON.stringify(parts[part]),
          sort: part === 'undated' ? '-createdAt' : 'dueAt',
          limit: part === 'due' ? most : 50,
          expand: 'lead,account,contact',
          count: 'capped',
        },
        signal,
      ),
  })

export const dueCountQuery = queryOptions({
  queryKey: key('count'),
  refetchInterval: again,
  queryFn: ({ signal }) =>
    get<ListAnswer>('/activities', { filter: JSON.stringify(parts.due), limit: 1, fields: 'dueAt', count: 'capped' }, signal),
})

/** Late ones first, then today's by the clock, then those of today without a time. */
export function inOrder(tasks: RecordJson[], clock: Clock): RecordJson[] {
  const rank = (task: RecordJson) => {
    const at = String(task.dueAt)
    return isLate(at, clock) ? 0 : at.length > 10 ? 1 : 2
  }
  return tasks.toSorted((a, b) => rank(a) - rank(b) || compare(String(a.dueAt), String(b.dueAt), clock))
}

/** A day without a time stands before the times of that day. */
function compare(a: string, b: string, clock: Clock): number {
  const [left, right] = [a, b].map((at) => (at.length > 10 ? `${dayIn(clock.timeZone, at)} ${at}` : at)) as [string, string]
  return left < right ? -1 : left > right ? 1 : 0
}

/** Shown at once: a task that is done or was moved leaves the part it stood in, and the count. */
export function leave(task: RecordJson, clock: Clock, to?: string): void {
  for (const part of Object.keys(parts) as Part[]) {
    queries.setQueryData<ListAnswer>(key(part), (known) => {
      if (!known?.records.some((one) => one.id === task.id)) return known
      const records = known.records.filter((one) => one.id !== task.id)
      if (part === 'due') queries.setQueryData<ListAnswer>(key('count'), (answer) => fewer(answer))
      return fewer({ ...known, records })
    })
  }
  if (to === undefined) return
  const part: Part = (to.length > 10 ? dayIn(clock.timeZone, to) : to) <= today(clock) ? 'due' : 'next'
  queries.setQueryData<ListAnswer>(key(part), (known) => known && { ...known, records: [...known.records, { ...task, dueAt: to }] })
}

const fewer = (answer: ListAnswer | undefined): ListAnswer | undefined =>
  answer?.count ? { ...answer, count: { ...answer.count, value: Math.max(0, answer.count.value - 1) } } : answer

export const readAnew = (): void => void queries.invalidateQueries({ queryKey: ['related', 'activity', 'today'] })
