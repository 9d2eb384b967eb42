import { useLanguage } from '../../../ui/i18n.ts'
import { drawn } from '../../../web/icons.tsx'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import { Link } from '@tanstack/react-router'
import { words } from './words.ts'

/** Where there are deals, there is a page of them. */
export function OverviewLink({ folded }: { folded: boolean }) {
  const t = words.use()
  useLanguage()
  if (!objectNamed(useSchema(), 'opportunity')) return null
  return (
    <Link
      to="/p/$page"
      params={{ page: 'overview' }}
      className="nav-link"
      aria-label={t('title')}
      data-tip={folded ? t('title') : undefined}
    >
      {drawn('overview')}
      {!folded && <span className="cut grow">{t('title')}</span>}
    </Link>
  )
}
