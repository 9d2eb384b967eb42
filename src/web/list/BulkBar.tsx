import { lazy, Suspense, useState } from 'react'
import type { ActionShape, ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { say } from '../../ui/i18n.ts'
import { Close, Edit, Remove } from '../../ui/icons.ts'
import { useRows, type Rows } from '../api/rows.ts'
import { drawn } from '../icons.tsx'
import type { Choice } from './choice.ts'
import { countText } from './count.ts'
import { ExportMenu } from './ExportMenu.tsx'
import { words } from './words.ts'

const BulkEdit = lazy(() => import('./BulkEdit.tsx').then((file) => ({ default: file.BulkEdit })))
const BulkRemove = lazy(() => import('./BulkRemove.tsx').then((file) => ({ default: file.BulkRemove })))
const BulkDeed = lazy(() => import('./BulkDeed.tsx').then((file) => ({ default: file.BulkDeed })))

type Doing = { what: 'edit' } | { what: 'remove' } | { what: 'deed'; action: ActionShape }

/** What can be done with the chosen rows. */
export function BulkBar({ object, rows, choice, columns }: { object: ObjectShape; rows: Rows; choice: Choice; columns: string[] }) {
  const t = words.use()
  const { count, end, rows: loaded } = useRows(rows)
  const [doing, setDoing] = useState<Doing | null>(null)
  const total = count ?? { value: loaded.length, capped: !end }
  const size = choice.all ? total.value : choice.ids.size
  const close = () => setDoing(null)
  const props = { object, rows, choice, onClose: close }
  return (
    <div className="bulk" role="toolbar" aria-label={t('actions')}>
      <b>{choice.all ? t('chosenAll') : t('chosen', { count: size })}</b>
      {!choice.all && choice.ids.size >= Math.min(loaded.length, total.value) && (!end || loaded.length > choice.ids.size) && (
        <Button small look="quiet" onClick={choice.chooseAll}>
          {t('chooseAll', { count: countText(total) })}
        </Button>
      )}
      <span style={{ width: 8 }} />
      <Button small icon={<Edit />} onClick={() => setDoing({ what: 'edit' })}>
        {t('edit')}
      </Button>
      {object.actions.map((action) => (
        <Button
          key={action.name}
          small
          look={action.danger ? 'danger' : 'plain'}
          icon={drawn(action.icon ?? action.name)}
          onClick={() => setDoing({ what: 'deed', action })}
        >
          {say(action.label)}
        </Button>
      ))}
      {object.can.export && <ExportMenu small rows={rows} columns={columns} ids={choice.all ? undefined : [...choice.ids]} />}
      {object.can.remove && (
        <Button small look="danger" icon={<Remove />} onClick={() => setDoing({ what: 'remove' })}>
          {t('remove')}
        </Button>
      )}
      <span className="grow" />
      <Button small look="quiet" icon={<Close />} keys="Esc" onClick={choice.clear}>
        {t('unchoose')}
      </Button>
      <Suspense>
        {doing?.what === 'edit' && <BulkEdit {...props} />}
        {doing?.what === 'remove' && <BulkRemove {...props} />}
        {doing?.what === 'deed' && <BulkDeed {...props} action={doing.action} />}
      </Suspense>
    </div>
  )
}
