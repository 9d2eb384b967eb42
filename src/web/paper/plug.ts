/** A module whose records have a paper says so: `plugPaper('quote')`; then the record has a button to print it. */
import { lazy } from 'react'
import { plug } from '../slots.tsx'

const printed = new Set<string>()

export const plugPaper = (object: string): void => void printed.add(object)
export const isPrinted = (object: string): boolean => printed.has(object)

plug(
  'record.deeds',
  lazy(() => import('./PaperMenu.tsx').then((file) => ({ default: file.PaperMenu }))),
)
