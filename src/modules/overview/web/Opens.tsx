import type { ReactNode } from 'react'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import { PageLink } from '../../../web/PageLink.tsx'
import type { Figure } from './figures.ts'
import { words } from './words.ts'

/** `what` and `said`: its name, where what is written in it does not say it all. */
type Props = { figure: Figure; what?: string; said?: string; className?: string; children: ReactNode }

/** A figure is a way to its rows: the list with its very filter, and nothing else. */
export function Opens({ figure, what, said, className, children }: Props) {
  const t = words.use()
  const object = objectNamed(useSchema(), figure.object)
  if (!object) return <span className={className}>{children}</span>
  const all = object.views.tabs.find((tab) => tab.filter === undefined)
  const address = new URLSearchParams({ ...(all ? { tab: all.name } : {}), view: 'list', filter: JSON.stringify(figure.filter) })
  return (
    <PageLink
      className={className}
      href={`/o/${object.path}?${address}`}
      aria-label={what === undefined ? undefined : t('opens', { what, said: said ?? '' })}
    >
      {children}
    </PageLink>
  )
}
