/** What waits for the person, as the server has put it in order; and his own steps of the next days. Keys begin with `related`, which deeds and live events read anew. */
import { queryOptions } from '@tanstack/react-query'
import type { DayAnswer, DayEntry, ListAnswer, RecordJson } from '../../../lib/wire.ts'
import type { Filter } from '../../../web/api/filter.ts'
import { complain } from '../../../web/api/deeds.ts'
import { get, send } from '../../../web/api/http.ts'
import { queries } from '../../../web/api/queries.ts'

export type Reason = DayAnswer['reasons'][number]
/** The day, or a list of steps that are not due yet. */
export type Part = 'due' | 'next' | 'undated'

const key = (part: Part) => ['related', 'day', part]
/** Things fall due by themselves: asked anew every two minutes. */
const again = 2 * 60_000

export const dayQuery = queryOptions({
  queryKey: key('due'),
  staleTime: 0,
  refetchInterval: again,
  queryFn: ({ signal }) => get<DayAnswer>('/day', undefined, signal),
})

const mine: Filter[] = [
  { field: 'kind', op: 'eq', value: 'task' },
  { field: 'doneAt', op: 'empty', value: true },
  { field: 'owner', op: 'me', value: true },
]
const is = (op: string, value: unknown = true): Filter => ({ field: 'dueAt', op, value })
const parts = {
  next: { and: [...mine, is('nextDays', 8), { not: { or: [is('overdue'), is('today')] } }] },
  undated: { and: [...mine, is('empty')] },
} as const satisfies Record<string, Filter>

export const laterQuery = (part: 'next' | 'undated') =>
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
          limit: 50,
          expand: 'lead,account,contact',
          count: 'capped',
        },
        signal,
      ),
  })

/** A step that is not due yet, as one of the day. */
export const asEntry = (task: RecordJson): DayEntry => ({
  reason: 'step-today',
  object: 'activity',
  id: task.id,
  band: 'today',
  at: task.dueAt as string | null,
  record: task,
})

/** Late, or for today: what the badge counts. */
export const pressing = (answer: DayAnswer | undefined): number =>
  answer?.entries.filter(({ band }) => band === 'late' || band === 'today').length ?? 0

/** Shown at once: what is done or put off leaves the list it stood in. */
export function leave(id: string): void {
  queries.setQueryData<DayAnswer>(key('due'), (known) => known && { ...known, entries: known.entries.filter((entry) => entry.id !== id) })
  for (const part of ['next', 'undated'] as const)
    queries.setQueryData<ListAnswer>(key(part), (known) => {
      if (!known?.records.some((one) => one.id === id)) return known
      const count = known.count && { ...known.count, value: known.count.value - 1 }
      return { ...known, records: known.records.filter((one) => one.id !== id), ...(count ? { count } : {}) }
    })
}

export const readAnew = (): void => void queries.invalidateQueries({ queryKey: ['related', 'day'] })

/** `path`: of the object. Private: nobody else sees it, the record stays as it is. */
export const putOff = (path: string, id: string, until: string | null): Promise<null> =>
  send<null>('POST', '/day/snooze', { object: path, id, until })

export async function markSeen(): Promise<void> {
  try {
    const { seenAt } = await send<{ seenAt: string }>('POST', '/day/seen', {})
    queries.setQueryData<DayAnswer>(key('due'), (known) => known && { ...known, seenAt })
  } catch (error) {
    complain(error)
  }
}
