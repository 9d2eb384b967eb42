import { lazy } from 'react'
import { plugKeys } from '../../../web/frame/keys.ts'
import { plug } from '../../../web/slots.tsx'
import { TodayBarPlace, TodayLink } from './TodayLink.tsx'
import { words } from './words.ts'

plug(
  'home',
  lazy(() => import('./today.tsx').then((file) => ({ default: file.Today }))),
)
plug('frame.top', TodayLink)
plug('bar.first', TodayBarPlace)
plugKeys(
  { names: ['x', 'd'], text: () => words.t('keyDone') },
  { names: ['s'], text: () => words.t('keyMove') },
  { names: ['t'], text: () => words.t('keyCall') },
)
