import { lazy } from 'react'
import { plug } from '../../../web/slots.tsx'
import { TodayBarPlace, TodayLink } from './TodayLink.tsx'

plug(
  'home',
  lazy(() => import('./today.tsx').then((file) => ({ default: file.Today }))),
)
plug('frame.top', TodayLink)
plug('bar.first', TodayBarPlace)
