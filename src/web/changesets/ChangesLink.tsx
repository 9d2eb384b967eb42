import { Link } from '@tanstack/react-router'
import { History } from '../../ui/icons.ts'
import { words } from './words.ts'

/** In the navigation, under the objects. */
export function ChangesLink({ folded }: { folded: boolean }) {
  const t = words.use()
  return (
    <Link to="/changes" search={{}} className="nav-link" aria-label={t('title')} data-tip={folded ? t('title') : undefined}>
      <History />
      {!folded && <span className="cut grow">{t('title')}</span>}
    </Link>
  )
}
