import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useLanguage } from '../../../ui/i18n.ts'
import { Today } from '../../../ui/icons.ts'
import { Bell } from './Bell.tsx'
import { dayQuery, pressing } from './day.ts'
import { words } from './words.ts'
import './today-link.css'

/** First in the navigation, with how much is late or due today. */
export function TodayLink({ folded }: { folded: boolean }) {
  const t = words.use()
  useLanguage()
  const count = useDueCount()
  const name = count.value > 0 ? t('dueCount', { count: count.value, n: count.text }) : t('title')
  return (
    <>
      <Link to="/" className="nav-link today-link" activeOptions={{ exact: true }} aria-label={name} data-tip={folded ? name : undefined}>
        <Today />
        {!folded && <span className="cut grow">{t('title')}</span>}{' '}
        {count.value > 0 && <span className={folded ? 'today-dot' : 'nav-badge'}>{folded ? '' : count.text}</span>}
      </Link>
      <Bell folded={folded} />
      <div className="nav-gap" />
    </>
  )
}

export function TodayBarPlace() {
  const t = words.use()
  useLanguage()
  const count = useDueCount()
  return (
    <Link to="/" className="bar-place today-link" activeOptions={{ exact: true }} style={{ order: 0 }}>
      <Today />
      {t('title')}
      {count.value > 0 && <span className="nav-badge">{count.text}</span>}
    </Link>
  )
}

function useDueCount(): { value: number; text: string } {
  const { data } = useQuery(dayQuery)
  const value = pressing(data)
  return { value, text: value > 99 ? '99+' : String(value) }
}
