import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ObjectShape, RecordJson, TimelineAnswer, TimelineEntry } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Bones } from '../../ui/Empty.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { get } from '../api/http.ts'
import { useSchema } from '../api/queries.ts'
import { followUpOf, useOpenTask } from './followUp.ts'
import { TimelineItem } from './TimelineItem.tsx'
import { words } from './words.ts'

type Props = { object: ObjectShape; record: RecordJson; short?: boolean }
type Kind = 'all' | 'followUps' | 'business' | 'changes'

/** Everything that happened, newest first. */
export function Timeline({ object, record, short }: Props) {
  const t = words.use()
  const [kind, setKind] = useState<Kind>('all')
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage, isPending } = useInfiniteQuery({
    queryKey: ['timeline', object.name, record.id],
    initialPageParam: '',
    getNextPageParam: (last: TimelineAnswer) => last.next,
    queryFn: ({ pageParam, signal }) =>
      get<TimelineAnswer>(`/${object.path}/${record.id}/timeline`, { limit: short ? 20 : 50, cursor: pageParam || undefined }, signal),
  })
  // The next step stands over the timeline already.
  const next = useOpenTask(object, record)
  const writes = followUpOf(useSchema(), object)?.object.can.create === true
  const entries = (data?.pages ?? [])
    .flatMap((page) => page.records)
    .filter((entry) => entry.record === undefined || entry.record.id !== next?.task.id)
  const shown = entries.filter((entry) => kind === 'all' || kindOf(entry) === kind)
  const kinds = (['all', 'followUps', 'business', 'changes'] as const).filter(
    (one) => one === 'all' || one === 'changes' || (one === 'followUps' && writes) || entries.some((entry) => kindOf(entry) === one),
  )
  return (
    <section className="timeline">
      <Tabs
        small
        name={t('recent')}
        value={kind}
        onChange={(next) => setKind(next as Kind)}
        tabs={kinds.map((key) => ({ key, label: t(key) }))}
      />
      {isPending && <Bones lines={4} />}
      <ol>
        {shown.map((entry) => (
          <TimelineItem key={keyOf(entry)} object={object} entry={entry} />
        ))}
      </ol>
      {writes && !isPending && shown.every((entry) => entry.kind !== 'activity') && kind !== 'changes' && !short && (
        <p className="second timeline-none">{t('nothingYet')}</p>
      )}
      {hasNextPage && (
        <Button small look="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('older')}
        </Button>
      )}
    </section>
  )
}

const kindOf = ({ kind }: TimelineEntry): Kind => (kind === 'activity' ? 'followUps' : kind === 'related' ? 'business' : 'changes')
const keyOf = (entry: TimelineEntry) => entry.record?.id ?? `${entry.changeset}.${entry.about?.id}.${entry.at}.${entry.deed}`
