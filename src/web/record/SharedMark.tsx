import { useQuery } from '@tanstack/react-query'
import { Suspense, lazy, useState } from 'react'
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { drawn } from '../icons.tsx'
import { isShareable, sharesQuery, sharing } from './shares.ts'
import { words } from './words.ts'

export const SharingDialog = lazy(() => import('./SharingDialog.tsx').then((file) => ({ default: file.SharingDialog })))

/** Beside the title of a record that is shared: with how many; who they are, and what they may, behind it. */
export function SharedMark({ object, record }: { object: ObjectShape; record: RecordJson }) {
  const t = words.use()
  const [open, setOpen] = useState(false)
  const { data } = useQuery({ ...sharesQuery(object, record.id), enabled: isShareable(object) })
  const shares = data?.records ?? []
  if (shares.length === 0 && !open) return null
  return (
    <>
      <button
        type="button"
        className="shared-mark"
        aria-haspopup="dialog"
        data-tip={shares.map(({ user }) => user.title).join('、')}
        onClick={() => setOpen(true)}
      >
        <span aria-hidden="true">{drawn(sharing.share)}</span>
        {t('sharedWith', { count: shares.length })}
      </button>
      <Suspense>{open && <SharingDialog object={object} record={record} onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}
