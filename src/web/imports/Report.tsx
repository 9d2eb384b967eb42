import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sayAgo, sayFully } from '../../lib/when.ts'
import type { ChangesetJson, ImportJson, ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Done, Export, Undo, Warning } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { allOf, type Filter } from '../api/filter.ts'
import { get } from '../api/http.ts'
import { useMe } from '../api/queries.ts'
import { UndoReport } from '../changesets/UndoReport.tsx'
import { useAnswer } from '../changesets/undoing.ts'
import { manyIn } from '../named.ts'
import { failedHref } from './calls.ts'
import { TakeBack } from './TakeBack.tsx'
import { words as matching } from './words.ts'
import { words } from './words-check.ts'
import '../changesets/changesets.css'

/** What came of it: numbers, where the records are, the rows left out, and the way back. */
export function Report({ now, object }: { now: ImportJson; object: ObjectShape | undefined }) {
  const t = words.use()
  const m = matching.use()
  const reader = useReader()
  const me = useMe()
  const [asking, setAsking] = useState(false)
  const answer = useAnswer(now.changeset ?? '')
  const { data: changeset } = useQuery({
    queryKey: ['changeset', now.changeset],
    enabled: now.changeset !== null,
    queryFn: ({ signal }) => get<ChangesetJson>(`/changesets/${now.changeset}`, undefined, signal),
  })
  const written = now.created + now.updated
  const broke = now.state === 'failed'
  const undone = answer !== undefined || (changeset?.undoneBy ?? null) !== null
  const name = object ? manyIn(object) : ''
  return (
    <div className="import-body">
      <div className="import-report">
        <h2 className={`row ${broke ? 'late' : ''}`}>
          {broke ? <Warning /> : <Done className="good" />}
          {now.stopped ? t('stoppedTitle') : broke ? t('failedTitle') : written > 0 ? t('doneTitle') : t('doneNothing')}
          {now.startedAt && (
            <span className="second" data-tip={sayFully(now.startedAt, reader)}>
              {sayAgo(now.startedAt, reader)}
            </span>
          )}
        </h2>
        {broke && (
          <p className="import-warning late">
            {now.error} {now.stopped && t('stoppedAt', { done: now.done.toLocaleString(), total: now.total.toLocaleString() })}{' '}
            {written > 0 && t('failedText')}
          </p>
        )}
        <dl className="import-counts report">
          <Count name={t('created')} count={now.created} tone="good" />
          <Count name={t('updated')} count={now.updated} tone="good" />
          <Count name={t('skippedRows')} count={now.skipped} tone="" />
          <Count name={t('failed')} count={now.failed} tone="late" />
        </dl>
        <div className="row import-report-deeds">
          {object && written > 0 && (!undone || (answer?.refused.length ?? 1) > 0) && (
            <Link to="/o/$object" params={{ object: object.path }} search={newest(now, object, me.user.id)} className="button primary">
              {t('seeThem', { object: name })}
            </Link>
          )}
          {object && (
            <Link to="/import/$object" params={{ object: object.path }} className="button plain">
              {t('another')}
            </Link>
          )}
          {now.changeset !== null && written > 0 && !undone && changeset?.canUndo !== false && (
            <Button look="danger" icon={<Undo />} onClick={() => setAsking(true)}>
              {t('back')}
            </Button>
          )}
        </div>
        {now.failed > 0 && (
          <section className="import-left-out">
            <a className="button plain" href={failedHref(now.id)} download>
              <Export />
              {t('download', { count: now.failed })}
            </a>
            <p className="second">{t('downloadText')}</p>
          </section>
        )}
        {answer ? <UndoReport answer={answer} /> : undone && <p className="import-warning">{t('takenBack')}</p>}
        {!broke && written === 0 && now.error && <p className="import-warning late">{now.error}</p>}
        <p>
          <Link to="/imports">{m('allTasks')}</Link>
        </p>
      </div>
      {asking && <TakeBack now={now} onClose={() => setAsking(false)} />}
    </div>
  )
}

const Count = ({ name, count, tone }: { name: string; count: number; tone: string }) => (
  <div className={count === 0 ? 'none' : ''}>
    <dt>{name}</dt>
    <dd className={count === 0 ? '' : tone}>{count.toLocaleString()}</dd>
  </div>
)

/** The list of what this import made: by me, since it began, newest first. */
function newest(now: ImportJson, object: ObjectShape, me: string): { tab?: string; sort?: string; filter?: Filter } {
  const can = (name: string, op: string) => object.fields.some((field) => field.name === name && op in field.operators)
  const filter = allOf([
    now.startedAt !== null && can('createdAt', 'ge') ? { field: 'createdAt', op: 'ge', value: now.startedAt } : undefined,
    can('createdBy', 'eq') ? { field: 'createdBy', op: 'eq', value: me } : undefined,
  ])
  const all = object.views.tabs.find((tab) => tab.filter === undefined)
  return { tab: all?.name, sort: '-createdAt', ...(now.created > 0 && filter ? { filter } : {}) }
}
