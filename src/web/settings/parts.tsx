/** The pages of settings. A module adds its own: `plugSettings({ key, label, admin, Part })`. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import { words } from './words.ts'

export type SettingsPart = {
  key: string
  label: () => string
  /** Shown to administrators only. */
  admin: boolean
  Part: LazyExoticComponent<ComponentType>
}

const parts: SettingsPart[] = [
  { key: 'me', label: () => words.t('me'), admin: false, Part: lazy(() => import('./Me.tsx').then((file) => ({ default: file.MePart }))) },
  {
    key: 'keys',
    label: () => words.t('keys'),
    admin: false,
    Part: lazy(() => import('./Keys.tsx').then((file) => ({ default: file.KeysPart }))),
  },
  {
    key: 'users',
    label: () => words.t('users'),
    admin: true,
    Part: lazy(() => import('./people/Users.tsx').then((file) => ({ default: file.UsersPart }))),
  },
  {
    key: 'departments',
    label: () => words.t('departments'),
    admin: true,
    Part: lazy(() => import('./departments/Departments.tsx').then((file) => ({ default: file.DepartmentsPart }))),
  },
  {
    key: 'firm',
    label: () => words.t('firm'),
    admin: true,
    Part: lazy(() => import('./Firm.tsx').then((file) => ({ default: file.FirmPart }))),
  },
]

export const plugSettings = (part: SettingsPart): void => void parts.push(part)
export const settingsParts = (admin: boolean): SettingsPart[] => parts.filter((part) => admin || !part.admin)
