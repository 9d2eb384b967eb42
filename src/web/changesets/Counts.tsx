import type { ChangesetJson } from '../../lib/wire.ts'
import { words } from './words.ts'

/** 新建 40 · 修改 2 */
export function Counts({ counts: { created, changed, removed } }: Pick<ChangesetJson, 'counts'>) {
  const t = words.use()
  const parts = [
    created > 0 && t('created', { n: said(created) }),
    changed > 0 && t('changed', { n: said(changed) }),
    removed > 0 && t('removed', { n: said(removed) }),
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : t('nothingChanged')
}

/** With thousands: 50,000. */
export const said = (count: number): string => count.toLocaleString('en-US')
