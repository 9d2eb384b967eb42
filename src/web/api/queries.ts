/** What is read, by name. Keys begin with what they are of, so that live events know what to read anew. */
import { QueryClient, queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { Me, ObjectShape, RecordJson, SchemaAnswer, TimelineAnswer } from '../../lib/wire.ts'
import { carry, get, Problem } from './http.ts'

export const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 30_000, gcTime: 10 * 60_000, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 5 * 60_000,
  queryFn: async () => {
    const me = await get<Me>('/me')
    carry(me.csrf)
    return me
  },
})

export const schemaQuery = queryOptions({ queryKey: ['schema'], staleTime: 5 * 60_000, queryFn: () => get<SchemaAnswer>('/schema') })

export const recordQuery = (object: ObjectShape, id: string) =>
  queryOptions({
    queryKey: ['record', object.name, id],
    queryFn: ({ signal }) => get<RecordJson>(`/${object.path}/${id}`, undefined, signal),
  })

export const timelineQuery = (object: ObjectShape, id: string, cursor?: string) =>
  queryOptions({
    queryKey: ['timeline', object.name, id, cursor ?? ''],
    queryFn: ({ signal }) => get<TimelineAnswer>(`/${object.path}/${id}/timeline`, { limit: 50, cursor }, signal),
  })

export const useMe = (): Me => useSuspenseQuery(meQuery).data
export const useSchema = (): SchemaAnswer => useSuspenseQuery(schemaQuery).data

export const objectAt = (schema: SchemaAnswer, path: string): ObjectShape | undefined => schema.objects.find((one) => one.path === path)
export const objectNamed = (schema: SchemaAnswer, name: string | undefined): ObjectShape | undefined =>
  schema.objects.find((one) => one.name === name)

export const gone = (error: unknown): boolean => error instanceof Problem && error.status === 404
