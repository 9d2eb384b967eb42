import { lazy } from 'react'
import { plug } from '../../../web/slots.tsx'

plug(
  'home.side',
  lazy(() => import('./NewLeads.tsx').then((file) => ({ default: file.NewLeads }))),
)
