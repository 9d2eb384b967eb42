import { useQuery } from '@tanstack/react-query'
import type { ChangesetJson } from '../../lib/wire.ts'
import { get } from '../api/http.ts'
import type { ChangesetsAnswer } from './queries.ts'
import { words } from './words.ts'

/** An undo under way is itself a changeset that grows: how far it is can be read there. */
export function UndoProgress({ id, counts }: Pick<ChangesetJson, 'id' | 'counts'>) {
  const t = words.use()
  const total = sum(counts)
  const { data: done } = useQuery({
    queryKey: ['undoing', id],
    gcTime: 0,
    refetchInterval: 700,
    queryFn: async ({ signal }) => {
      const { records } = await get<ChangesetsAnswer>('/changesets', { limit: 5 }, signal)
      const mine = records.find((one) => one.undoOf === id && one.state === 'open')
      return mine ? sum(mine.counts) : 0
    },
  })
  const percent = Math.min(100, Math.round(((done ?? 0) / total) * 100))
  return (
    <div
      className="undo-progress"
      role="progressbar"
      aria-label={t('undoing')}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <span className="second">
        {t('undoneSoFar', { done: (done ?? 0).toLocaleString('en-US'), total: total.toLocaleString('en-US') })}
      </span>
      <span className="undo-bar">
        <i style={{ width: `${percent}%` }} />
      </span>
    </div>
  )
}

const sum = ({ created, changed, removed }: ChangesetJson['counts']) => created + changed + removed
