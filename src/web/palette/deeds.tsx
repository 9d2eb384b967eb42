/** What can be done from anywhere. Modules and pages add theirs: `plugDeeds((go) => [{ key, label, icon, onChoose }])`. */
import { useNavigate, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { say, speak, useLanguage } from '../../ui/i18n.ts'
import { History, Import, Language, Leave, Light, Plus, Settings, Today } from '../../ui/icons.ts'
import { useTheme, wear, type Theme } from '../../ui/theme.ts'
import { useMe, useSchema } from '../api/queries.ts'
import { startCreate } from '../form/creating.ts'
import { drawn } from '../icons.tsx'
import { signOut } from '../sign/session.ts'
import { manyIn, manyOf } from '../named.ts'
import { words } from './words.ts'

export type Deed = {
  key: string
  label: string
  icon: ReactNode
  /** More words by which it is found. */
  also?: string
  onChoose: () => void
}
/** Asked at each opening; `go` leads to an address of the app. */
export type DeedsOf = (go: (href: string) => void) => Deed[]

const plugged: DeedsOf[] = []
export const plugDeeds = (deeds: DeedsOf): void => void plugged.push(deeds)

export function useDeeds(): Deed[] {
  const t = words.use()
  const language = useLanguage()
  const theme = useTheme()
  const me = useMe()
  const { objects } = useSchema()
  const navigate = useNavigate()
  const router = useRouter()
  const go = (href: string) => void router.navigate({ href })
  const shown = objects.filter((object) => !object.quiet)
  const themes = (['system', 'light', 'dark'] as Theme[]).filter((one) => one !== theme)
  return [
    ...shown
      .filter((object) => object.can.create)
      .map((object): Deed => {
        const icon = <Plus />
        const also = `xinjian ${object.name} new create ${object.label.zh} ${object.label.en}`
        return {
          key: `create ${object.name}`,
          label: t('create', { object: say(object.label) }),
          icon,
          also,
          onChoose: () => startCreate({ object: object.name }),
        }
      }),
    { key: 'home', label: t('goTo', { place: t('home') }), icon: <Today />, also: 'today jinri home', onChoose: () => go('/') },
    ...shown.map((object): Deed => ({
      key: `go ${object.name}`,
      label: t('goTo', { place: manyOf(object) }),
      icon: drawn(object.icon ?? object.name),
      also: `go ${object.name} ${object.label.zh} ${object.label.en} ${object.labels.en}`,
      onChoose: () => go(`/o/${object.path}`),
    })),
    ...shown
      .filter((object) => object.can.import && object.can.create)
      .map((object): Deed => ({
        key: `import ${object.name}`,
        label: t('import', { object: manyIn(object) }),
        icon: <Import />,
        also: `import daoru excel csv ${object.name} ${object.label.zh} ${object.label.en} ${object.labels.en}`,
        onChoose: () => go(`/import/${object.path}`),
      })),
    ...plugged.flatMap((deeds) => deeds(go)),
    {
      key: 'changes',
      label: t('changes'),
      icon: <History />,
      also: 'changes undo biangeng chexiao 撤销 回收站',
      onChoose: () => go('/changes'),
    },
    { key: 'settings', label: t('settings'), icon: <Settings />, also: 'settings shezhi', onChoose: () => go('/settings/me') },
    { key: 'password', label: t('password'), icon: <Settings />, also: 'password mima 密码', onChoose: () => go('/settings/me') },
    { key: 'keys', label: t('keys'), icon: <Settings />, also: 'api key miyao 密钥', onChoose: () => go('/settings/keys') },
    ...(me.can.admin
      ? [{ key: 'users', label: t('users'), icon: <Settings />, also: 'users yonghu 用户 同事', onChoose: () => go('/settings/users') }]
      : []),
    {
      key: 'language',
      label: t('language'),
      icon: <Language />,
      also: 'language yuyan english chinese',
      onChoose: () => speak(language === 'zh' ? 'en' : 'zh'),
    },
    ...themes.map((one): Deed => ({
      key: one,
      label: t(one),
      icon: <Light />,
      also: `theme ${one} waiguan 深色 浅色`,
      onChoose: () => wear(one),
    })),
    {
      key: 'leave',
      label: t('leave'),
      icon: <Leave />,
      also: 'sign out logout tuichu',
      onChoose: () => void signOut().then(() => navigate({ to: '/sign-in' })),
    },
  ]
}

/** Every word typed must be found somewhere in a deed. */
export function fitting(deeds: Deed[], text: string): Deed[] {
  const sought = text.trim().toLowerCase().split(/\s+/)
  return deeds.filter(({ label, also }) => {
    const all = `${label} ${also ?? ''}`.toLowerCase()
    return sought.every((word) => all.includes(word))
  })
}

/** Those whose name begins with what was typed, and the others. */
export function calledSo(deeds: Deed[], text: string): [Deed[], Deed[]] {
  const so = ({ label }: Deed) => label.toLowerCase().startsWith(text.trim().toLowerCase())
  return [deeds.filter(so), deeds.filter((deed) => !so(deed))]
}
