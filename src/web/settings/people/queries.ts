import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { ListAnswer, ObjectShape, RecordJson } from '../../../lib/wire.ts'
import { get } from '../../api/http.ts'

/** Users by a few letters of their name; keys begin with `related`, which deeds and live events read anew. */
export const usersQuery = (object: ObjectShape, search: string) =>
  infiniteQueryOptions({
    queryKey: ['related', object.name, 'users', search],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      get<ListAnswer>(`/${object.path}`, { sort: '-active,name', search, limit: 200, count: 'exact', cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next,
  })

/** All records of a small object: departments, or every e-mail in use. */
export const allQuery = (object: ObjectShape, fields: string[]) =>
  queryOptions({
    queryKey: ['related', object.name, 'all', fields.join()],
    queryFn: async ({ signal }) => {
      const records: RecordJson[] = []
      let cursor: string | null | undefined
      do {
        const page: ListAnswer = await get<ListAnswer>(`/${object.path}`, { fields: fields.join(), limit: 200, cursor }, signal)
        records.push(...page.records)
        cursor = page.next
      } while (cursor)
      return records
    },
  })
