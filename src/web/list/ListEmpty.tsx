import { useQuery } from '@tanstack/react-query'
import type { ListAnswer, ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { say } from '../../ui/i18n.ts'
import { Import, Plus, Search } from '../../ui/icons.ts'
import { get } from '../api/http.ts'
import { drawn } from '../icons.tsx'
import { PageLink } from '../PageLink.tsx'
import { Slot } from '../slots.tsx'
import { words as common } from '../words.ts'
import { manyIn, manyOf } from '../named.ts'
import { words } from './words.ts'

/** Nothing at all: what belongs here and the two ways to fill it; or nothing found: the way back to all. */
export function ListEmpty({
  object,
  asked,
  onClear,
  onCreate,
}: {
  object: ObjectShape
  asked: boolean
  onClear: () => void
  onCreate: () => void
}) {
  const t = words.use()
  const app = common.use()
  const name = say(object.label)
  const { data } = useQuery({
    queryKey: ['count', object.name, 'any'],
    queryFn: ({ signal }) => get<ListAnswer>(`/${object.path}`, { limit: 1, fields: object.title[0] }, signal),
  })
  if (!data) return <div className="grow" />
  if (asked && data.records.length > 0)
    return (
      <Empty icon={<Search />} title={t('noneTitle', { object: manyIn(object) })} text={t('noneText')}>
        <Button onClick={onClear}>{t('clearFilter')}</Button>
      </Empty>
    )
  return (
    <Empty icon={drawn(object.icon ?? object.name)} title={t('emptyTitle', { object: manyOf(object) })} text={t('emptyText')}>
      {object.can.create && (
        <Button look="primary" icon={<Plus />} onClick={onCreate}>
          {app('createA', { object: name })}
        </Button>
      )}
      {object.can.import && (
        <PageLink className="button plain" href={`/import/${object.path}`}>
          <Import />
          {t('import')}
        </PageLink>
      )}
      <Slot name="list.empty" object={object} />
    </Empty>
  )
}
