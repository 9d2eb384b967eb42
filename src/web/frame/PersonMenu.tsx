import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { speak, useLanguage } from '../../ui/i18n.ts'
import { Check, Language, Leave, Light, Swap } from '../../ui/icons.ts'
import { MenuList, type MenuEntry } from '../../ui/Menu.tsx'
import { useTheme, wear, type Theme } from '../../ui/theme.ts'
import { useMe } from '../api/queries.ts'
import { words } from '../words.ts'
import { signOut, switchTo } from '../sign/session.ts'

/** Who I am, in which firm, in which language and light; and out. */
export function PersonMenu({ children }: { children: (open: () => void) => ReactNode }) {
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLDivElement>(null)
  const entries = usePersonEntries()
  return (
    <div ref={anchor}>
      {children(() => setOpen(!open))}
      {open && <MenuList anchor={anchor} entries={entries} onClose={() => setOpen(false)} />}
    </div>
  )
}

export function usePersonEntries(): MenuEntry[] {
  const t = words.use()
  const me = useMe()
  const theme = useTheme()
  const language = useLanguage()
  const navigate = useNavigate()
  const themes: Theme[] = ['system', 'light', 'dark']
  const others = me.workspaces.filter((one) => one.id !== me.workspace?.id)
  return [
    { title: `${me.user.name} · ${me.user.email}`, key: 'who' },
    ...others.map((one): MenuEntry => ({
      key: one.id,
      label: `${t('switchTo')} ${one.name}`,
      icon: <Swap />,
      onChoose: () => void switchTo(one.id),
    })),
    { line: true, key: 'line' },
    {
      key: 'language',
      label: language === 'zh' ? 'English' : '中文',
      icon: <Language />,
      onChoose: () => speak(language === 'zh' ? 'en' : 'zh'),
    },
    { title: t('theme'), key: 'theme' },
    ...themes.map((one): MenuEntry => ({
      key: one,
      label: t(one),
      icon: <Light />,
      mark: one === theme ? <Check /> : undefined,
      onChoose: () => wear(one),
      stay: true,
    })),
    { line: true, key: 'line2' },
    { key: 'leave', label: t('leave'), icon: <Leave />, onChoose: () => void signOut().then(() => navigate({ to: '/sign-in' })) },
  ]
}
