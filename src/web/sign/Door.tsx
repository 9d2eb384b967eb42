import type { ReactNode } from 'react'
import { Button } from '../../ui/Button.tsx'
import { speak, useLanguage } from '../../ui/i18n.ts'
import { Language } from '../../ui/icons.ts'
import { words as app } from '../words.ts'
import { words } from './words.ts'
import './sign.css'

/** The page before one is in. */
export function Door({ title, text, children, wide }: { title: string; text?: string; children: ReactNode; wide?: boolean }) {
  const t = words.use()
  const language = useLanguage()
  return (
    <main className="door">
      <div className="door-top">
        <Button look="quiet" small icon={<Language />} onClick={() => speak(language === 'zh' ? 'en' : 'zh')}>
          {language === 'zh' ? 'English' : '中文'}
        </Button>
      </div>
      <div className={`door-card ${wide ? 'wide' : ''}`}>
        <div className="row door-brand">
          <img src="/icon.svg" alt="" width="36" height="36" />
          <span>
            <b>{app.t('name')}</b>
            <span className="second">{t('slogan')}</span>
          </span>
        </div>
        <h1>{title}</h1>
        {text !== undefined && <p className="second">{text}</p>}
        {children}
      </div>
    </main>
  )
}
