/** A person's views and favourites: read once, written through the engine like everything else. */
import { queryOptions } from '@tanstack/react-query'
import { isPage } from '../../../lib/page-address.ts'
import type { ListAnswer, RecordJson, Ref } from '../../../lib/wire.ts'
import { get, send } from '../../../web/api/http.ts'
import { queries } from '../../../web/api/queries.ts'

export type SavedView = RecordJson & { name: string; of: string; look: string; shared: string | null; owner: Ref | null }
export type Favourite = RecordJson & { name: string; address: string }

const all = async <T>(path: string, signal: AbortSignal, filter?: object) =>
  (await get<ListAnswer>(path, { limit: 200, sort: 'createdAt', filter: filter && JSON.stringify(filter) }, signal))
    .records as unknown as T[]

// The keys begin with the object's name: what changes elsewhere is read anew.
export const viewsOf = (object: string) =>
  queryOptions({
    queryKey: ['savedView', object],
    queryFn: ({ signal }) => all<SavedView>('/saved-views', signal, { field: 'of', op: 'eq', value: object }),
  })

/** Of before an address had to be one of ours, there may be others: they lead nowhere. */
export const favouritesQuery = queryOptions({
  queryKey: ['favourite'],
  queryFn: async ({ signal }) => (await all<Favourite>('/favourites', signal)).filter(({ address }) => isPage(address)),
})

export async function keepView(id: string | null, values: Partial<Pick<SavedView, 'name' | 'of' | 'look' | 'shared'>>): Promise<SavedView> {
  const view = await (id
    ? send<SavedView>('PATCH', `/saved-views/${id}`, values)
    : send<SavedView>('POST', '/saved-views', values, { once: true }))
  await queries.invalidateQueries({ queryKey: ['savedView'] })
  return view
}

export async function removeView(id: string): Promise<void> {
  await send('DELETE', `/saved-views/${id}`)
  await queries.invalidateQueries({ queryKey: ['savedView'] })
}

/** Puts an address among the favourites, or takes it away. */
export async function star(known: Favourite | undefined, name: string, address: string): Promise<void> {
  await (known
    ? send('DELETE', `/favourites/${known.id}`)
    : send('POST', '/favourites', { name: name.slice(0, 200), address }, { once: true }))
  await queries.invalidateQueries({ queryKey: ['favourite'] })
}
