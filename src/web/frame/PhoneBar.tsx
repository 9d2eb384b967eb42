import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog } from '../../ui/Dialog.tsx'
import { say, useLanguage } from '../../ui/i18n.ts'
import { Plus, Search, Settings, Tasks } from '../../ui/icons.ts'
import { useMe, useSchema } from '../api/queries.ts'
import { startCreate } from '../form/creating.ts'
import { drawn } from '../icons.tsx'
import { PageLink } from '../PageLink.tsx'
import { Slot } from '../slots.tsx'
import { words } from '../words.ts'
import { manyOf } from '../named.ts'
import { openPalette } from './palette.ts'
import { usePersonEntries } from './PersonMenu.tsx'

/** The phone's own shell: what a thumb reaches. */
export function PhoneBar() {
  const t = words.use()
  useLanguage()
  const { objects } = useSchema()
  const [sheet, setSheet] = useState<'new' | 'all' | null>(null)
  const shown = objects.filter((object) => !object.quiet)
  return (
    <nav className="bar" aria-label={t('menu')}>
      <Slot name="bar.first" />
      {shown.slice(0, 2).map((object, index) => (
        <Link
          key={object.name}
          to="/o/$object"
          params={{ object: object.path }}
          search={{}}
          activeOptions={{ includeSearch: false }}
          className="bar-place"
          style={{ order: index === 0 ? 1 : 3 }}
        >
          {drawn(object.icon ?? object.name)}
          {manyOf(object)}
        </Link>
      ))}
      <button type="button" className="bar-place" style={{ order: 2 }} aria-label={t('create')} onClick={() => setSheet('new')}>
        <span className="bar-plus">
          <Plus />
        </span>
      </button>
      <button type="button" className="bar-place" style={{ order: 4 }} onClick={() => setSheet('all')}>
        <Tasks />
        {t('more')}
      </button>
      {sheet === 'new' && (
        <Dialog title={t('create')} onClose={() => setSheet(null)}>
          <div className="sheet-list">
            {shown
              .filter((object) => object.can.create)
              .map((object) => (
                <button
                  key={object.name}
                  type="button"
                  className="nav-link"
                  onClick={() => {
                    setSheet(null)
                    startCreate({ object: object.name })
                  }}
                >
                  {drawn(object.icon ?? object.name)}
                  {say(object.label)}
                </button>
              ))}
          </div>
        </Dialog>
      )}
      {sheet === 'all' && <Everything onClose={() => setSheet(null)} />}
    </nav>
  )
}

function Everything({ onClose }: { onClose: () => void }) {
  const t = words.use()
  const me = useMe()
  const { objects, workspace } = useSchema()
  const entries = usePersonEntries()
  return (
    <Dialog title={workspace.name} onClose={onClose}>
      <div className="sheet-list" onClick={onClose}>
        <button type="button" className="nav-link" onClick={openPalette}>
          <Search />
          {t('find')}
        </button>
        <Slot name="sheet.top" folded={false} />
        {objects
          .filter((object) => !object.quiet)
          .map((object) => (
            <Link key={object.name} to="/o/$object" params={{ object: object.path }} search={{}} className="nav-link">
              {drawn(object.icon ?? object.name)}
              {manyOf(object)}
            </Link>
          ))}
        <Slot name="frame.bottom" folded={false} />
        <PageLink className="nav-link" href="/settings">
          <Settings />
          {t('settings')}
        </PageLink>
        <p className="menu-title">{me.user.email}</p>
        {entries.map((entry) =>
          'label' in entry ? (
            <button key={entry.key} type="button" className="nav-link" onClick={entry.onChoose}>
              {entry.icon}
              <span className="grow">{entry.label}</span>
              {entry.mark}
            </button>
          ) : null,
        )}
      </div>
    </Dialog>
  )
}
