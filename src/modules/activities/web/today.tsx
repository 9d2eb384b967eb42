import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { sayDate, today, weekdays } from '../../../lib/when.ts'
import { weekday } from '../../../lib/zone.ts'
import { Button } from '../../../ui/Button.tsx'
import { Bones, Empty } from '../../../ui/Empty.tsx'
import { say } from '../../../ui/i18n.ts'
import { Plus, Today as Sun, Warning } from '../../../ui/icons.ts'
import { useNarrow } from '../../../ui/narrow.ts'
import { useReader } from '../../../ui/reader.tsx'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import { startCreate } from '../../../web/form/creating.ts'
import { useKeys } from '../../../web/frame/keys.ts'
import { PageLink } from '../../../web/PageLink.tsx'
import { SidePanel } from '../../../web/record/SidePanel.tsx'
import { Slot } from '../../../web/slots.tsx'
import { manyIn } from '../../../web/named.ts'
import { Later } from './Later.tsx'
import { Bell } from './Bell.tsx'
import { dayQuery, pressing, type Reason } from './day.ts'
import { DayList } from './DayList.tsx'
import { words } from './words.ts'
import './today.css'

/** What waits for me, each with its reason, in the server's order. */
export function Today() {
  const t = words.use()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const schema = useSchema()
  const { data } = useQuery(dayQuery)
  const [beside, setBeside] = useState<{ object: string; id: string } | null>(null)
  const activity = objectNamed(schema, 'activity')
  const open = (object: string, id: string) => {
    const shape = objectNamed(schema, object)
    if (!shape) return
    if (narrow || beside?.id === id) void navigate({ to: '/o/$object/$id', params: { object: shape.path, id } })
    else setBeside({ object, id })
  }
  const create = () => activity?.can.create === true && startCreate({ object: activity.name })
  useKeys({ c: create, Escape: () => setBeside(null) })
  useEffect(() => {
    document.title = t('title')
  })
  const shown = beside && objectNamed(schema, beside.object)
  return (
    <div className="today">
      <div className="today-page">
        <Head onCreate={activity?.can.create === true && !narrow ? create : undefined} />
        <div className="today-columns">
          <div className="today-main">
            <Due onOpen={open} />
            <Later part="next" reasons={data?.reasons ?? []} onOpen={open} />
            <Later part="undated" reasons={data?.reasons ?? []} onOpen={open} />
          </div>
          <div className="today-side">
            <Slot name="home.side" />
          </div>
        </div>
      </div>
      {shown && (
        <SidePanel
          key={beside.id}
          object={shown}
          id={beside.id}
          onClose={() => setBeside(null)}
          onWhole={() => void navigate({ to: '/o/$object/$id', params: { object: shown.path, id: beside.id } })}
        />
      )}
    </div>
  )
}

function Head({ onCreate }: { onCreate: (() => void) | undefined }) {
  const t = words.use()
  const reader = useReader()
  const day = today(reader)
  const date = sayDate(day, reader.language, false)
  const name = weekdays[reader.language][weekday(day) - 1]
  const narrow = useNarrow()
  const { data } = useQuery(dayQuery)
  // as in the navigation; what is not of today is said apart
  const left = pressing(data)
  const besides = (data?.entries.length ?? 0) - left
  const said = [left > 0 && t('left', { count: left }), besides > 0 && t('besides', { count: besides })].filter(Boolean)
  return (
    <header className="today-head">
      <h1>{reader.language === 'zh' ? `${date} ${name}` : `${name} ${date}`}</h1>
      <span className="second grow" role="status">
        {said.slice(0, narrow ? 1 : 2).join(' · ')}
      </span>
      {narrow && <Bell bare />}
      {onCreate && (
        <Button look="primary" icon={<Plus />} keys="C" onClick={onCreate}>
          {t('follow')}
        </Button>
      )}
    </header>
  )
}

function Due({ onOpen }: { onOpen: (object: string, id: string) => void }) {
  const t = words.use()
  const { data, isPending, refetch } = useQuery(dayQuery)
  if (isPending)
    return (
      <section className="today-card today-wait">
        <Bones lines={5} />
      </section>
    )
  if (!data)
    return (
      <Empty icon={<Warning />} title={t('failed')}>
        <Button onClick={() => void refetch()}>{t('again')}</Button>
      </Empty>
    )
  if (data.entries.length === 0) return <Nothing />
  const more = data.reasons.filter((reason) => reason.more)
  return (
    <section className="today-card">
      <DayList entries={data.entries} reasons={data.reasons} label={t('list')} onOpen={onOpen} keys />
      {more.map((reason) => (
        <AllOf key={reason.name} reason={reason} />
      ))}
    </section>
  )
}

/** One reason may have more than a day holds: all of it is a list. */
function AllOf({ reason }: { reason: Reason }) {
  const t = words.use()
  const object = objectNamed(useSchema(), reason.object)
  const all = object?.views.tabs.find((tab) => tab.filter === undefined)?.name ?? ''
  return (
    object && (
      <PageLink className="today-more" href={`/o/${object.path}?tab=${all}&filter=${encodeURIComponent(JSON.stringify(reason.filter))}`}>
        {t('more', { reason: say(reason.label) })}
      </PageLink>
    )
  )
}

/** An empty day teaches how it fills. */
function Nothing() {
  const t = words.use()
  const { objects } = useSchema()
  const places = objects.filter(
    (object) => !object.quiet && object.fields.some((field) => field.name === 'nextStepAt' && field.access === 'write'),
  )
  return (
    <section className="today-card">
      <Empty icon={<Sun />} title={t('empty')} text={t('emptyText')}>
        {places
          .filter((object) => !object.timeline)
          .map((object) => (
            <PageLink key={object.name} className="button plain" href={`/o/${object.path}`}>
              {t('emptyTo', { object: manyIn(object) })}
            </PageLink>
          ))}
      </Empty>
    </section>
  )
}
