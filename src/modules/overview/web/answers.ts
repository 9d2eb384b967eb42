import { useQueries } from '@tanstack/react-query'
import { today } from '../../../lib/when.ts'
import type { AggregateAnswer } from '../../../lib/wire.ts'
import { useReader } from '../../../ui/reader.tsx'
import { send } from '../../../web/api/http.ts'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import { type Part, answered, asked } from './asks.ts'

/** What one part of the page asks; read anew as others work. */
export function useGroups(part: Part) {
  const now = today(useReader())
  const asks = asked(part, now)
  const object = objectNamed(useSchema(), asks[0]!.object)
  const answers = useQueries({
    queries: asks.map((ask, i) => ({
      queryKey: ['related', ask.object, 'overview', part, now, i],
      enabled: object !== undefined,
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        answered(ask, await send<AggregateAnswer>('POST', `/${object?.path}/aggregate`, ask.body, { signal })),
    })),
  })
  const whole = answers.every(({ data }) => data !== undefined)
  return {
    groups: whole ? answers.flatMap(({ data }) => data!) : undefined,
    failed: answers.some(({ isError }) => isError),
    again: () => void Promise.all(answers.filter(({ isError }) => isError).map(({ refetch }) => refetch())),
    today: now,
    object,
  }
}
