import { lazy } from 'react'
import { plug, plugPage } from '../../../web/slots.tsx'
import { OverviewLink } from './OverviewLink.tsx'

plug('frame.top', OverviewLink)
plug('sheet.top', OverviewLink)
plugPage(
  'overview',
  lazy(() => import('./Overview.tsx').then((file) => ({ default: file.Overview }))),
)
