import { useInfiniteQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { sayAgo, sayFully } from '../../lib/when.ts'
import type { ChangesetAbout } from '../../lib/wire-log.ts'
import { Button } from '../../ui/Button.tsx'
import { Bones, Empty } from '../../ui/Empty.tsx'
import { useLanguage } from '../../ui/i18n.ts'
import { History } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { Avatar } from '../../ui/Tag.tsx'
import { objectNamed, useSchema } from '../api/queries.ts'
import { useKeys } from '../frame/keys.ts'
import { drawnOr } from '../icons.tsx'
import { Counts } from './Counts.tsx'
import { deedName } from './deedName.ts'
import { changesetsQuery } from './queries.ts'
import { StateTag } from './StateTag.tsx'
import { words } from './words.ts'

/** Deeds, newest first. */
export function Changesets({ by, openId, onOpen }: { by: string | undefined; openId: string | undefined; onOpen: (id: string) => void }) {
  const t = words.use()
  useLanguage()
  const { data, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(changesetsQuery(by))
  const list = useRef<HTMLUListElement>(null)
  useKeys({ j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1) })
  // Said before anything returns: a key may be pressed while they are still on their way.
  const records = data?.pages.flatMap((page) => page.records) ?? []
  if (isPending) return <Bones lines={8} />
  if (records.length === 0) return <Empty icon={<History />} title={t('none')} text={t('noneText')} />

  function step(by: number) {
    const at = records.findIndex((one) => one.id === openId)
    const next = records[Math.min(records.length - 1, Math.max(0, at + by))]
    if (!next) return
    onOpen(next.id)
    list.current?.querySelectorAll('li > button')[records.indexOf(next)]?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <>
      <ul ref={list} className="changesets">
        {records.map((one) => (
          <li key={one.id}>
            <button type="button" aria-current={one.id === openId || undefined} onClick={() => onOpen(one.id)}>
              <Line changeset={one} />
            </button>
          </li>
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

function Line({ changeset }: { changeset: ChangesetAbout }) {
  const reader = useReader()
  const object = objectNamed(useSchema(), changeset.about?.object ?? changeset.objects[0])
  const several = changeset.counts.subjects > 1
  return (
    <>
      <span className="changed-icon">{drawnOr(object?.icon ?? object?.name, <History />)}</span>
      <span className="changesets-what">
        <b className={`cut ${changeset.undoneBy ? 'second' : ''}`}>{deedName(changeset)}</b>
        {changeset.about?.title && <span className="cut">{changeset.about.title}</span>}
        {(several || !changeset.about) && (
          <span className="second changesets-counts">
            <Counts counts={changeset.counts} />
          </span>
        )}
        <StateTag changeset={changeset} />
      </span>
      <span className="changesets-who">
        <Avatar name={changeset.by?.title ?? ''} />
        <span className="cut">{changeset.by?.title}</span>
      </span>
      <time className="second" dateTime={changeset.at} data-tip={sayFully(changeset.at, reader)}>
        {sayAgo(changeset.at, reader)}
      </time>
    </>
  )
}
