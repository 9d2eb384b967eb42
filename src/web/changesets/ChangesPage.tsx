import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useLanguage } from '../../ui/i18n.ts'
import { History } from '../../ui/icons.ts'
import { useNarrow } from '../../ui/narrow.ts'
import { Tabs } from '../../ui/Tabs.tsx'
import { useMe } from '../api/queries.ts'
import { useKeys } from '../frame/keys.ts'
import type { ChangesAddress } from './address.ts'
import { Bin } from './Bin.tsx'
import { ChangesetDetail } from './ChangesetDetail.tsx'
import { Changesets } from './Changesets.tsx'
import { words } from './words.ts'
import './changesets.css'

/** Everything that was done, and taking it back. */
export function ChangesPage() {
  const t = words.use()
  useLanguage()
  const me = useMe()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const address = useSearch({ from: '/frame/changes' })
  const go = (search: ChangesAddress) => void navigate({ to: '/changes', search })
  const open = (id: string | undefined) => go({ ...address, open: id })
  useKeys({ Escape: () => open(undefined) })
  useEffect(() => {
    document.title = t('title')
  })

  const others = me.can.undoOthers || me.can.admin
  const tabs = [...(others ? [{ key: 'all', label: t('all') }] : []), { key: 'mine', label: t('mine') }, { key: 'bin', label: t('bin') }]
  const tab = address.tab ?? (others ? 'all' : 'mine')
  const detail = address.open && <ChangesetDetail id={address.open} onClose={() => open(undefined)} onOpen={open} />
  if (narrow && detail)
    return (
      <div className="changes-detail">
        <h1 className="unseen">{t('title')}</h1>
        {detail}
      </div>
    )
  return (
    <div className="changes">
      <div className="changes-main">
        <header className="changes-head">
          <div className="row">
            <h1>{t('title')}</h1>
            {!narrow && <span className="second cut">{t('about')}</span>}
          </div>
          <Tabs name={t('title')} tabs={tabs} value={tab} onChange={(key) => go(key === 'all' ? {} : { tab: key as 'mine' | 'bin' })} />
        </header>
        <div className="changes-body">
          {tab === 'bin' ? (
            <Bin onOpen={open} />
          ) : (
            <Changesets by={tab === 'mine' ? me.user.id : undefined} openId={address.open} onOpen={open} />
          )}
        </div>
      </div>
      {!narrow && (
        <aside className="changes-detail" aria-label={t('records')}>
          {detail ?? (
            <p className="changes-none second">
              <History />
              {t('chooseOne')}
            </p>
          )}
        </aside>
      )}
    </div>
  )
}
