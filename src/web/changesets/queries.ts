/** Keys begin with `related`, which every deed and every live event reads anew. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { ChangesAnswer, ChangesetAbout, RemovedAnswer } from '../../lib/wire-log.ts'
import { get } from '../api/http.ts'

export type ChangesetsAnswer = { records: ChangesetAbout[]; next: string | null }

export const changesetsQuery = (by: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['related', 'changesets', by ?? ''],
    staleTime: 0,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => get<ChangesetsAnswer>('/changesets', { by, limit: 50, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next,
  })

export const changesetQuery = (id: string) =>
  queryOptions({
    queryKey: ['related', 'changeset', id],
    staleTime: 0,
    queryFn: ({ signal }) => get<ChangesetAbout>(`/changesets/${id}`, undefined, signal),
  })

export const changesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['related', 'changes', id],
    staleTime: 0,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => get<ChangesAnswer>(`/changesets/${id}/changes`, { limit: 100, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next,
  })

export const removedQuery = infiniteQueryOptions({
  queryKey: ['related', 'removed'],
  staleTime: 0,
  initialPageParam: '',
  queryFn: ({ pageParam, signal }) => get<RemovedAnswer>('/removed', { limit: 100, cursor: pageParam }, signal),
  getNextPageParam: (page) => page.next,
})
