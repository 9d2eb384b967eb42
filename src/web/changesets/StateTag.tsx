import type { ChangesetJson } from '../../lib/wire.ts'
import { Tag } from '../../ui/Tag.tsx'
import { words } from './words.ts'

export function StateTag({ changeset }: { changeset: ChangesetJson }) {
  const t = words.use()
  if (changeset.state === 'open') return <Tag tone="soon">{t('running')}</Tag>
  return changeset.undoneBy ? <Tag>{t('undone')}</Tag> : null
}
