import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useLanguage } from '../../ui/i18n.ts'
import { useNarrow } from '../../ui/narrow.ts'
import { ReaderIn } from '../../ui/reader.tsx'
import { useMe, useSchema } from '../api/queries.ts'
import { useKeys } from './keys.ts'
import { Host } from './Host.tsx'
import { Nav } from './Nav.tsx'
import { OfflineBar } from './OfflineBar.tsx'
import { PhoneBar } from './PhoneBar.tsx'
import { listenLive } from '../live/live.ts'
import { useCreating } from '../form/creating.ts'
import { PaletteHost } from '../palette/PaletteHost.tsx'
import { Slot } from '../slots.tsx'
import { words } from '../words.ts'
import './Frame.css'

const CreateDialogs = lazy(() => import('../form/CreateDialog.tsx').then((file) => ({ default: file.CreateDialogs })))
const KeysDialog = lazy(() => import('./KeysDialog.tsx').then((file) => ({ default: file.KeysDialog })))

/** Everything around a page: navigation, live updates, dialogs that open over any page. */
export function Frame() {
  const t = words.use()
  const { workspace } = useSchema()
  const me = useMe()
  const narrow = useNarrow()
  const creating = useCreating()
  const [help, setHelp] = useState(false)
  useEffect(() => listenLive(), [me.user.id, workspace.id])
  useKeys({ '?': () => setHelp(true) })
  useTitle(workspace.name)
  return (
    <ReaderIn timeZone={workspace.timeZone} currency={workspace.currency}>
      <Host>
        <a className="skip" href="#page">
          {t('skip')}
        </a>
        <div className="frame">
          {!narrow && <Nav onHelp={() => setHelp(true)} />}
          <main id="page" className="page" tabIndex={-1}>
            <OfflineBar />
            <Slot name="page.top" />
            <Outlet />
          </main>
          {narrow && <PhoneBar />}
        </div>
        <PaletteHost />
        <Suspense>
          {creating.length > 0 && <CreateDialogs />}
          {help && <KeysDialog onClose={() => setHelp(false)} />}
        </Suspense>
      </Host>
    </ReaderIn>
  )
}

/** The window's title follows the page's heading. */
function useTitle(workspace: string): void {
  const path = useRouterState({ select: (state) => state.location.pathname })
  useLanguage()
  useEffect(() => {
    document.title = `${workspace} · ${words.t('name')}`
  }, [path, workspace])
}
