import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { useLanguage } from '../../ui/i18n.ts'
import { useNarrow } from '../../ui/narrow.ts'
import { useSchema } from '../api/queries.ts'
import { importsQuery, isBusy } from './calls.ts'
import { percentOf } from './Progress.tsx'
import { words } from './words.ts'
import './tasks-link.css'

/** On a phone, where 任务 is behind 更多: what is going on, over the page. */
export function WorkBar() {
  const t = words.use()
  useLanguage()
  const narrow = useNarrow()
  const may = useSchema().objects.some((one) => one.can.import)
  const { data } = useQuery({ ...importsQuery, enabled: may && narrow })
  const here = useRouterState({ select: (state) => state.location.pathname })
  const busy = data?.records.find(isBusy)
  if (!narrow || !busy || here === '/imports' || here === `/imports/${busy.id}`) return null
  const percent = percentOf(busy)
  return (
    <Link to="/imports/$id" params={{ id: busy.id }} className="work-bar">
      <span className="cut grow">
        {t(`state_${busy.state}`)} · {busy.file}
      </span>
      <b>{percent}%</b>
      <i style={{ width: `${percent}%` }} />
    </Link>
  )
}
