import { Link, useNavigate } from '@tanstack/react-router'
import type { ObjectShape } from '../../lib/wire.ts'
import { Import } from '../../ui/icons.ts'
import { manyIn } from '../named.ts'
import { useFileDrop } from './files.ts'
import { hand } from './handed.ts'
import { words } from './words.ts'
import './tasks-link.css'

/** 导入 in the head of a list; a file let go anywhere on the list opens the wizard with it. */
export function ListDrop({ object }: { object: ObjectShape }) {
  const t = words.use()
  if (!object.can.import || !object.can.create) return null
  return (
    <>
      <Link to="/import/$object" params={{ object: object.path }} className="button plain list-import" aria-label={t('import')}>
        <Import />
        <span className="cut">{t('import')}</span>
      </Link>
      <DropVeil object={object} />
    </>
  )
}

/** While a file is carried over the window: where it would go. */
export function DropVeil({ object }: { object: ObjectShape }) {
  const t = words.use()
  const navigate = useNavigate()
  const over = useFileDrop((file) => {
    hand(object.path, file)
    void navigate({ to: '/import/$object', params: { object: object.path } })
  })
  return over ? (
    <div className="list-drop" aria-hidden="true">
      <p>{t('letGo', { object: manyIn(object) })}</p>
    </div>
  ) : null
}
