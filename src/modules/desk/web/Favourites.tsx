import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '../../../ui/i18n.ts'
import { Starred } from '../../../ui/icons.ts'
import { PageLink } from '../../../web/PageLink.tsx'
import { favouritesQuery } from './kept.ts'
import { words } from './words.ts'
import './desk.css'

/** At the end of the navigation: what this person starred, oldest first, so that places stay. */
export function Favourites({ folded }: { folded: boolean }) {
  const t = words.use()
  useLanguage()
  const { data } = useQuery(favouritesQuery)
  if (!data?.length) return null
  return (
    <section className="favourites" aria-label={t('favourites')}>
      {folded ? <div className="nav-gap" /> : <h2 className="favourites-title">{t('favourites')}</h2>}
      {data.map((each) => (
        <PageLink key={each.id} href={each.address} className="nav-link" aria-label={each.name} data-tip={folded ? each.name : undefined}>
          <Starred className="starred" />
          {!folded && <span className="cut grow">{each.name}</span>}
        </PageLink>
      ))}
    </section>
  )
}
