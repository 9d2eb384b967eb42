import { lazy } from 'react'
import { plugPaper } from '../../../web/paper/plug.ts'
import { plug } from '../../../web/slots.tsx'

plugPaper('order')
plug(
  'lines.under',
  lazy(() => import('./Allocate.tsx').then((file) => ({ default: file.Allocate }))),
)
