import { lazy } from 'react'
import { plugPaper } from '../../../web/paper/plug.ts'
import { plug } from '../../../web/slots.tsx'

plugPaper('order')
plug(
  'record.deeds',
  lazy(() => import('./BookPayment.tsx').then((file) => ({ default: file.BookPayment }))),
)
plug(
  'lines.under',
  lazy(() => import('./Allocate.tsx').then((file) => ({ default: file.Allocate }))),
)
