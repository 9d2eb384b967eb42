import { useQueries, useQuery } from '@tanstack/react-query'
import { useLanguage } from '../../../ui/i18n.ts'
import { Starred } from '../../../ui/icons.ts'
import { objectAt, recordQuery, useSchema } from '../../../web/api/queries.ts'
import { PageLink } from '../../../web/PageLink.tsx'
import { titleOf } from '../../../web/record/titles.ts'
import { type Favourite, favouritesQuery } from './kept.ts'
import { words } from './words.ts'
import './desk.css'

/** At the end of the navigation: what this person starred, oldest first, so that places stay. */
export function Favourites({ folded }: { folded: boolean }) {
  const t = words.use()
  useLanguage()
  const { data } = useQuery(favouritesQuery)
  const names = useNames(data ?? [])
  if (!data?.length) return null
  return (
    <section className="favourites" aria-label={t('favourites')}>
      {folded ? <div className="nav-gap" /> : <h2 className="favourites-title">{t('favourites')}</h2>}
      {data.map((each, i) => (
        <PageLink key={each.id} href={each.address} className="nav-link" aria-label={names[i]} data-tip={folded ? names[i] : undefined}>
          <Starred className="starred" />
          {!folded && <span className="cut grow">{names[i]}</span>}
        </PageLink>
      ))}
    </section>
  )
}

/** A record is called what it is called now; a list, and a record that is gone, as it was when it was starred. */
function useNames(favourites: Favourite[]): string[] {
  const schema = useSchema()
  const starred = favourites.map(({ address }) => {
    const [, path, id] = /^\/o\/([^/?]+)\/([0-9a-f-]{36})$/.exec(address) ?? []
    const object = path === undefined ? undefined : objectAt(schema, path)
    return object && id !== undefined ? { object, id } : null
  })
  const known = starred.filter((each) => each !== null)
  const found = useQueries({ queries: known.map(({ object, id }) => recordQuery(object, id)) })
  return favourites.map(({ name }, i) => {
    const one = starred[i]
    const record = one && found[known.indexOf(one)]?.data
    return one && record ? titleOf(one.object, record) : name
  })
}
