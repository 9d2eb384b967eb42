import { useInfiniteQuery } from '@tanstack/react-query'
import { sayAgo, sayFully } from '../../lib/when.ts'
import type { RemovedRecord } from '../../lib/wire-log.ts'
import { Button } from '../../ui/Button.tsx'
import { Bones, Empty } from '../../ui/Empty.tsx'
import { say, useLanguage } from '../../ui/i18n.ts'
import { Remove, Undo } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { toast } from '../../ui/toast.tsx'
import { undo } from '../api/deeds.ts'
import { objectNamed, useSchema } from '../api/queries.ts'
import { drawn } from '../icons.tsx'
import { words as app } from '../words.ts'
import { removedQuery } from './queries.ts'
import { useTakeBack } from './undoing.ts'
import { words } from './words.ts'

/** What was removed and can come back. Records that went together come back together and stand in one line. */
export function Bin({ onOpen }: { onOpen: (changeset: string) => void }) {
  const t = words.use()
  useLanguage()
  const { data, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(removedQuery)
  if (isPending) return <Bones lines={6} />
  const groups = [...Map.groupBy(data?.pages.flatMap((page) => page.records) ?? [], (one) => `${one.changeset} ${one.subject}`).values()]
  if (groups.length === 0) return <Empty icon={<Remove />} title={t('binEmpty')} text={t('binEmptyText')} />
  return (
    <>
      <ul className="changesets">
        {groups.map((group) => (
          <Removed key={`${group[0]!.changeset} ${group[0]!.subject}`} group={group} onOpen={onOpen} />
        ))}
      </ul>
      {hasNextPage && (
        <Button className="changesets-more" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}

function Removed({ group, onOpen }: { group: RemovedRecord[]; onOpen: (changeset: string) => void }) {
  const t = words.use()
  const schema = useSchema()
  const reader = useReader()
  const [busy, takeBack] = useTakeBack()
  const main = group.find((one) => one.deed.startsWith(`${one.object}.`)) ?? group[0]!
  const object = objectNamed(schema, main.object)
  const restore = async () => {
    const answer = await takeBack(main.changeset, [main.subject])
    if (!answer) return
    if (answer.refused.length > 0) onOpen(main.changeset)
    else toast({ text: t('restored'), deed: { label: app.t('undo'), onChoose: () => void undo(answer.changeset) } })
  }
  return (
    <li className="bin-line">
      <button type="button" onClick={() => onOpen(main.changeset)}>
        <span className="changed-icon">{drawn(object?.icon ?? object?.name)}</span>
        <span className="changesets-what">
          <b className="cut">{main.title || (object ? say(object.label) : '')}</b>
          <span className="second cut">
            {object && say(object.label)}
            {group.length > 1 && ` ${t('binAnd', { count: group.length - 1 })}`}
          </span>
        </span>
        <span className="changesets-who cut">{main.by?.title}</span>
        <time className="second" dateTime={main.at} data-tip={sayFully(main.at, reader)}>
          {sayAgo(main.at, reader)}
        </time>
      </button>
      <Button small icon={<Undo />} busy={busy} because={main.canUndo ? undefined : t('notYours')} onClick={() => void restore()}>
        {t('restore')}
      </Button>
    </li>
  )
}
