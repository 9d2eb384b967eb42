import { lazy } from 'react'
import { plug } from '../../../web/slots.tsx'

plug(
  'list.views',
  lazy(() => import('./SavedViews.tsx').then((file) => ({ default: file.SavedViews }))),
)
plug(
  'frame.bottom',
  lazy(() => import('./Favourites.tsx').then((file) => ({ default: file.Favourites }))),
)
plug(
  'record.head',
  lazy(() => import('./RecordStar.tsx').then((file) => ({ default: file.RecordStar }))),
)
