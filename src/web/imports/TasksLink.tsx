import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ImportJson } from '../../lib/wire.ts'
import { useLanguage } from '../../ui/i18n.ts'
import { Tasks } from '../../ui/icons.ts'
import { toast } from '../../ui/toast.tsx'
import { useSchema } from '../api/queries.ts'
import { listsOf } from '../api/rows.ts'
import { importsQuery, isBusy } from './calls.ts'
import { percentOf } from './Progress.tsx'
import { words } from './words.ts'
import './tasks-link.css'

/** 任务 in the frame, with how far the running one is; says when something finished while its person was elsewhere. */
export function TasksLink({ folded }: { folded: boolean }) {
  const t = words.use()
  useLanguage()
  const { objects } = useSchema()
  const may = objects.some((one) => one.can.import)
  const { data } = useQuery({ ...importsQuery, enabled: may })
  useFinished(data?.records)
  if (!may) return null
  const busy = data?.records.find(isBusy)
  const percent = busy && percentOf(busy)
  const said = busy && percent !== undefined ? t('going', { file: busy.file, percent }) : t('tasks')
  return (
    <Link
      to="/imports"
      className="nav-link tasks-link"
      aria-label={busy ? `${t('tasks')} · ${said}` : t('tasks')}
      data-tip={folded || busy ? said : undefined}
    >
      <Tasks />
      {!folded && <span className="cut grow">{t('tasks')}</span>}
      {!folded && percent !== undefined && <span className="nav-count">{percent}%</span>}
      {percent !== undefined && <i className="tasks-link-bar" style={{ width: `${percent}%` }} />}
    </Link>
  )
}

function useFinished(records: ImportJson[] | undefined): void {
  const t = words.use()
  const navigate = useNavigate()
  const here = useRouterState({ select: (state) => state.location.pathname })
  const before = useRef(new Map<string, ImportJson['state']>())
  useEffect(() => {
    for (const one of records ?? []) {
      const was = before.current.get(one.id)
      before.current.set(one.id, one.state)
      if ((was !== 'running' && was !== 'checking') || isBusy(one)) continue
      if (was === 'running') for (const rows of listsOf('*')) rows.refresh()
      if (here === `/imports/${one.id}`) continue
      // stopped: whoever did that knows
      if (one.stopped === 'asked' || one.state === 'uploaded' || (was === 'running' && one.state === 'checked')) continue
      const values = { file: one.file, created: one.created, updated: one.updated }
      toast({
        text: one.state === 'failed' ? t('broke', values) : one.state === 'done' ? t('finished', values) : t('checked', values),
        tone: one.state === 'failed' ? 'late' : 'plain',
        deed: { label: t('look'), onChoose: () => void navigate({ to: '/imports/$id', params: { id: one.id } }) },
      })
    }
  }, [records])
}
