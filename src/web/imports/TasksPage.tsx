import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ImportJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Bones, Empty } from '../../ui/Empty.tsx'
import { useLanguage } from '../../ui/i18n.ts'
import { Import, Tasks } from '../../ui/icons.ts'
import { complain } from '../api/deeds.ts'
import { useSchema } from '../api/queries.ts'
import { Broken } from '../frame/Plain.tsx'
import { manyOf } from '../named.ts'
import { importsQuery, moreImports } from './calls.ts'
import { TaskRow } from './TaskRow.tsx'
import { words } from './words.ts'
import './imports.css'

/** Long work, running and past: left here and found again. */
export function TasksPage() {
  const t = words.use()
  useLanguage()
  const { objects } = useSchema()
  const { data, error, refetch } = useQuery(importsQuery)
  const [older, setOlder] = useState<{ records: ImportJson[]; next: string | null } | null>(null)
  const first = objects.find((one) => one.can.import && one.can.create && !one.quiet && !one.timeline)
  const next = older ? older.next : (data?.next ?? null)
  const more = (cursor: string) =>
    moreImports(cursor)
      .then((page) => setOlder({ records: [...(older?.records ?? []), ...page.records], next: page.next }))
      .catch(complain)
  const shown = new Map([...(older?.records ?? []), ...(data?.records ?? [])].map((one) => [one.id, one]))
  // Newest first; what is new at the top pushes down what was read before.
  const list = [...(data?.records ?? []), ...(older?.records ?? [])].filter((one) => shown.get(one.id) === one)
  return (
    <>
      <header className="import-head">
        <div className="row import-title">
          <h1>{t('tasks')}</h1>
          <span className="second grow cut">{t('tasksText')}</span>
          {first && (
            <Link className="button plain" to="/import/$object" params={{ object: first.path }}>
              <Import />
              {t('import')}
            </Link>
          )}
        </div>
      </header>
      <div className="import-body">
        {error && !data ? (
          <Broken error={error} reset={() => void refetch()} />
        ) : !data ? (
          <Bones lines={6} />
        ) : list.length === 0 ? (
          <Empty icon={<Tasks />} title={t('tasksNone')} text={t('tasksNoneText', { object: first ? manyOf(first) : '' })} />
        ) : (
          <ul className="import-tasks page-tasks">
            {list.map((one) => (
              <TaskRow key={one.id} one={one} />
            ))}
          </ul>
        )}
        {next !== null && list.length > 0 && <Button onClick={() => void more(next)}>{t('more')}</Button>}
      </div>
    </>
  )
}
