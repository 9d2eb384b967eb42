import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import { Bones } from '../../ui/Empty.tsx'
import { useLanguage } from '../../ui/i18n.ts'
import { useNarrow } from '../../ui/narrow.ts'
import { Tabs } from '../../ui/Tabs.tsx'
import { useMe } from '../api/queries.ts'
import { Missing } from '../frame/Plain.tsx'
import { settingsParts, type SettingsPart } from './parts.tsx'
import { words } from './words.ts'
import '../form/form.css'
import './settings.css'

export function SettingsPage() {
  const t = words.use()
  useLanguage()
  const me = useMe()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const { part: key } = useParams({ from: '/frame/settings/$part' })
  const parts = settingsParts(me.can.admin)
  const part = parts.find((one) => one.key === key)
  useEffect(() => {
    document.title = t('title')
  })
  return (
    <div className="settings">
      {narrow ? (
        <header className="settings-head">
          <h1>{t('title')}</h1>
          <Tabs
            name={t('title')}
            value={key}
            tabs={parts.map((one) => ({ key: one.key, label: one.label() }))}
            onChange={(next) => void navigate({ to: '/settings/$part', params: { part: next } })}
          />
        </header>
      ) : (
        <nav className="settings-nav" aria-label={t('title')}>
          <h1>{t('title')}</h1>
          <Group name={t('personal')} parts={parts.filter((one) => !one.admin)} />
          <Group name={t('firmPart')} parts={parts.filter((one) => one.admin)} />
        </nav>
      )}
      <div className="settings-body">
        {part ? (
          <Suspense fallback={<Bones lines={4} />}>
            <part.Part />
          </Suspense>
        ) : (
          <Missing />
        )}
      </div>
    </div>
  )
}

function Group({ name, parts }: { name: string; parts: SettingsPart[] }) {
  if (parts.length === 0) return null
  return (
    <>
      <h2 className="menu-title">{name}</h2>
      {parts.map((one) => (
        <Link key={one.key} to="/settings/$part" params={{ part: one.key }} className="nav-link">
          {one.label()}
        </Link>
      ))}
    </>
  )
}
