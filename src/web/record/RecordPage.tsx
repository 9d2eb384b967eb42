import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Suspense, lazy, useEffect, useState } from 'react'
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Bones } from '../../ui/Empty.tsx'
import { say, useLanguage } from '../../ui/i18n.ts'
import { useNarrow } from '../../ui/narrow.ts'
import { Tabs } from '../../ui/Tabs.tsx'
import { gone, objectAt, recordQuery, useSchema } from '../api/queries.ts'
import { listsOf } from '../api/rows.ts'
import { useKeys } from '../frame/keys.ts'
import { Broken, Missing } from '../frame/Plain.tsx'
import { linesFields } from '../lines/shape.ts'
import { Slot } from '../slots.tsx'
import { manyOf } from '../named.ts'
import { Alarms } from './Alarms.tsx'
import { Composer } from './Composer.tsx'
import { Deeds } from './Deeds.tsx'
import { Facts } from './Facts.tsx'
import { NextStep } from './NextStep.tsx'
import { Related } from './Related.tsx'
import { SharedMark } from './SharedMark.tsx'
import { StatePath } from './StatePath.tsx'
import { Timeline } from './Timeline.tsx'
import { subtitleOf, titleOf } from './titles.ts'
import { words } from './words.ts'
import './Record.css'

const LinesBlocks = lazy(() => import('../lines/LinesBlock.tsx').then((file) => ({ default: file.LinesBlocks })))

export function RecordPage() {
  const { object: path, id } = useParams({ from: '/frame/o/$object/$id' })
  const object = objectAt(useSchema(), path)
  return object ? <Whole key={id} object={object} id={id} /> : <Missing />
}

function Whole({ object, id }: { object: ObjectShape; id: string }) {
  useLanguage()
  const { data: record, error, refetch } = useQuery({ ...recordQuery(object, id), placeholderData: () => fromList(object, id) })
  const navigate = useNavigate()
  useKeys({ Escape: () => void navigate({ to: '/o/$object', params: { object: object.path }, search: {} }) })
  useEffect(() => {
    if (record) document.title = `${titleOf(object, record)} · ${say(object.label)}`
  })
  if (gone(error)) return <Missing />
  if (error && !record) return <Broken error={error} reset={() => void refetch()} />
  if (!record)
    return (
      <div className="record-opening">
        <Bones lines={6} />
      </div>
    )
  return <Drawn object={object} record={record} />
}

function Drawn({ object, record }: { object: ObjectShape; record: RecordJson }) {
  const t = words.use()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const document = linesFields(object).length > 0
  const [part, setPart] = useState<'timeline' | 'facts' | 'related'>(document ? 'facts' : 'timeline')
  // its state stands in the path below
  const subtitle = subtitleOf(object, record, object.state)
  const middle = (
    <>
      <NextStep object={object} record={record} />
      <Composer object={object} record={record} />
      <Timeline object={object} record={record} />
    </>
  )
  const lines = document && (
    <Suspense fallback={<Bones lines={4} />}>
      <LinesBlocks object={object} record={record} />
    </Suspense>
  )
  return (
    <article className="record">
      <header className="record-head">
        <div className="record-title">
          <nav className="crumb" aria-label={manyOf(object)}>
            <Link to="/o/$object" params={{ object: object.path }} search={{}}>
              {manyOf(object)}
            </Link>
            <span aria-hidden="true"> ›</span>
          </nav>
          <h1 className="cut">{titleOf(object, record)}</h1>
          <Slot name="record.head" object={object} record={record} />
          <SharedMark object={object} record={record} />
          {subtitle && <span className="second cut">{subtitle}</span>}
          <span className="grow" />
          <Slot name="record.deeds" object={object} record={record} />
          <Deeds
            object={object}
            record={record}
            onRemoved={() => void navigate({ to: '/o/$object', params: { object: object.path }, search: {}, replace: true })}
          />
        </div>
        <StatePath object={object} record={record} />
        <Alarms object={object} record={record} />
      </header>
      {narrow ? (
        <div className="record-narrow">
          <Tabs
            name={t('facts')}
            value={part}
            onChange={(next) => setPart(next as typeof part)}
            tabs={[
              { key: 'timeline', label: t('followUps') },
              { key: 'facts', label: t('facts') },
              { key: 'related', label: t('related') },
            ]}
          />
          <div className="record-part">
            {part === 'timeline' && middle}
            {part === 'facts' && lines}
            {part === 'facts' && <Facts object={object} record={record} />}
            {part === 'related' && <Related object={object} record={record} />}
          </div>
        </div>
      ) : (
        <div className={`record-body ${document ? 'document' : ''}`}>
          {document ? (
            <section className="record-middle">
              <Facts object={object} record={record} />
              {lines}
              {middle}
            </section>
          ) : (
            <>
              <aside className="record-facts" aria-label={t('facts')}>
                <Facts object={object} record={record} />
              </aside>
              <section className="record-middle">{middle}</section>
            </>
          )}
          <aside className="record-side" aria-label={t('related')}>
            <Slot name="record.side" object={object} record={record} />
            <Related object={object} record={record} />
          </aside>
        </div>
      )}
    </article>
  )
}

/** The row of the list stands there at once; what the list did not read follows. */
export function fromList(object: ObjectShape, id: string): RecordJson | undefined {
  for (const rows of listsOf(object.name)) {
    const at = rows.find(id)
    if (at >= 0) return rows.read().rows[at]
  }
  return undefined
}
