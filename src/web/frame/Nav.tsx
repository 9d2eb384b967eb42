import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ObjectShape } from '../../lib/wire.ts'
import { useLanguage } from '../../ui/i18n.ts'
import { Down, Fold, Help, Search, Settings, Unfold } from '../../ui/icons.ts'
import { IconButton } from '../../ui/Button.tsx'
import { useSchema } from '../api/queries.ts'
import { drawn } from '../icons.tsx'
import { Slot } from '../slots.tsx'
import { words } from '../words.ts'
import { manyOf } from '../named.ts'
import { PersonMenu } from './PersonMenu.tsx'
import { openPalette } from './palette.ts'

const stored = 'guanxi.folded'

export function Nav({ onHelp }: { onHelp: () => void }) {
  const t = words.use()
  useLanguage()
  const { objects, workspace } = useSchema()
  const [folded, setFolded] = useState(localStorage.getItem(stored) === 'yes')
  const fold = () => {
    localStorage.setItem(stored, folded ? 'no' : 'yes')
    setFolded(!folded)
  }
  const shown = objects.filter((object) => !object.quiet)
  const shipped = shown.filter((object) => !object.own)
  const own = shown.filter((object) => object.own)
  return (
    <nav className={`nav ${folded ? 'folded' : ''}`} aria-label={t('menu')}>
      <PersonMenu>
        {(open) => (
          <button type="button" className="nav-firm" onClick={open} aria-haspopup="menu" data-tip={folded ? workspace.name : undefined}>
            <img src="/icon.svg" alt="" />
            {!folded && <span className="cut grow">{workspace.name}</span>}
            {!folded && <Down />}
          </button>
        )}
      </PersonMenu>
      <button
        type="button"
        className="nav-find"
        onClick={openPalette}
        aria-label={folded ? t('find') : undefined}
        data-tip={folded ? t('find') : undefined}
      >
        <Search />
        {!folded && <span className="grow cut">{t('find')}</span>}
        {!folded && <kbd>Ctrl K</kbd>}
      </button>
      <div className="nav-list">
        <Slot name="frame.top" folded={folded} />
        {shipped.map((object) => (
          <ObjectLink key={object.name} object={object} folded={folded} />
        ))}
        {own.length > 0 && <div className="nav-gap" />}
        {own.map((object) => (
          <ObjectLink key={object.name} object={object} folded={folded} />
        ))}
        <Slot name="frame.bottom" folded={folded} />
      </div>
      <div className="nav-foot">
        <Link to="/settings" className="nav-link" aria-label={t('settings')} data-tip={folded ? t('settings') : undefined}>
          <Settings />
          {!folded && <span className="cut grow">{t('settings')}</span>}
        </Link>
        <div className="row" style={{ justifyContent: folded ? 'center' : 'space-between', flexWrap: 'wrap' }}>
          <IconButton small name={folded ? t('unfold') : t('fold')} icon={folded ? <Unfold /> : <Fold />} onClick={fold} />
          <IconButton small name={t('keys')} icon={<Help />} onClick={onHelp} />
        </div>
      </div>
    </nav>
  )
}

function ObjectLink({ object, folded }: { object: ObjectShape; folded: boolean }) {
  const name = manyOf(object)
  return (
    <Link
      to="/o/$object"
      params={{ object: object.path }}
      search={{}}
      className="nav-link"
      activeOptions={{ exact: false, includeSearch: false }}
      aria-label={name}
      data-tip={folded ? name : undefined}
    >
      {drawn(object.icon ?? object.name)}
      {!folded && <span className="cut grow">{name}</span>}
    </Link>
  )
}
