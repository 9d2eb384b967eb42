import { queryOptions, useQuery } from '@tanstack/react-query'
import { today } from '../../../lib/when.ts'
import type { AggregateAnswer } from '../../../lib/wire.ts'
import { useReader } from '../../../ui/reader.tsx'
import { send } from '../../../web/api/http.ts'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import { type Part, asks } from './asks.ts'

/** One question of the page; read anew as others work. */
export function useGroups(part: Part) {
  const now = today(useReader())
  const ask = asks[part](now)
  const object = objectNamed(useSchema(), ask.object)
  const query = useQuery(
    queryOptions({
      queryKey: ['related', ask.object, 'overview', part, now],
      enabled: object !== undefined,
      queryFn: async ({ signal }) => (await send<AggregateAnswer>('POST', `/${object?.path}/aggregate`, ask.body, { signal })).groups,
    }),
  )
  return { groups: query.data, failed: query.isError, again: () => void query.refetch(), today: now, object }
}
