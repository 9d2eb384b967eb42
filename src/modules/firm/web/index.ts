import { lazy } from 'react'
import { plugSettings } from '../../../web/settings/parts.tsx'
import { words } from './words.ts'

plugSettings({
  key: 'letterhead',
  label: () => words.t('title'),
  admin: true,
  Part: lazy(() => import('./Letterhead.tsx').then((file) => ({ default: file.Letterhead }))),
})

plugSettings({
  key: 'rates',
  label: () => words.t('rates'),
  admin: true,
  Part: lazy(() => import('./Rates.tsx').then((file) => ({ default: file.Rates }))),
})
