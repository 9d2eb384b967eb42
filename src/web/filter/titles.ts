import { useQuery } from '@tanstack/react-query'
import { knownTitles } from '../../fields/web.ts'
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { get } from '../api/http.ts'
import { isCondition, type Filter } from '../api/filter.ts'
import { objectNamed, useSchema } from '../api/queries.ts'
import { titleOf } from '../record/titles.ts'
import { askableAt } from './operators.ts'

/** A filter from an address names records by id: reads what they are called. */
export function useTitles(filter: Filter | undefined, object: ObjectShape): void {
  const schema = useSchema()
  const wanted = conditionsOf(filter).flatMap(({ field, value }) => {
    const target = objectNamed(schema, askableAt(object, schema, field)?.field.target)
    const ids = (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string' && !knownTitles.has(id))
    return target ? ids.map((id) => ({ target, id })) : []
  })
  useQuery({
    queryKey: ['titles', wanted.map(({ id }) => id).join()],
    enabled: wanted.length > 0,
    queryFn: async () => {
      for (const { target, id } of wanted) {
        const record = await get<RecordJson>(`/${target.path}/${id}`).catch(() => null)
        knownTitles.set(id, record ? titleOf(target, record) : '•••')
      }
      return wanted.length
    },
  })
}

function conditionsOf(filter: Filter | undefined): Extract<Filter, { field: string }>[] {
  if (!filter) return []
  if (isCondition(filter)) return [filter]
  if ('and' in filter) return filter.and.flatMap(conditionsOf)
  if ('or' in filter) return filter.or.flatMap(conditionsOf)
  return conditionsOf(filter.not)
}
