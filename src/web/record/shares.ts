/** With whom a record is shared: who has it, and how a change of it is said. */
import { queryOptions } from '@tanstack/react-query'
import type { ObjectShape, ShareChange, ShareLevel, SharesAnswer } from '../../lib/wire.ts'
import { get } from '../api/http.ts'
import { words } from './words.ts'

/** Both have one dialog of their own: who has it now, and whoever is added. */
export const sharing = { share: 'share', unshare: 'unshare' }

export const isShareable = (object: ObjectShape) => object.actions.some((action) => action.name === sharing.share)

export const sharesQuery = (object: ObjectShape, id: string) =>
  queryOptions({
    queryKey: ['shares', object.name, id],
    queryFn: ({ signal }) => get<SharesAnswer>(`/${object.path}/${id}/shares`, undefined, signal),
  })

export const levelSaid = (level: ShareLevel) => words.t(level === 'read' ? 'mayView' : 'mayEdit')

export function shareSaid({ user, before, after }: ShareChange): string {
  const person = user.title ?? words.t('system')
  if (after === null) return words.t('unshared', { person })
  return words.t(before === null ? 'shared' : 'sharedOtherwise', { person, level: levelSaid(after) })
}
