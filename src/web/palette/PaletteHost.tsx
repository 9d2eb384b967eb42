import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { gone, objectAt, queries, recordQuery, useMe, useSchema } from '../api/queries.ts'
import { useKeys } from '../frame/keys.ts'
import { registerPalette } from '../frame/palette.ts'
import { subtitleOf, titleOf } from '../record/titles.ts'
import { forget, remember } from './recent.ts'

const load = () => import('./Palette.tsx').then((file) => ({ default: file.Palette }))
const Palette = lazy(load)

/** Waits for Ctrl K, and keeps in mind which records were looked at. */
export function PaletteHost() {
  const [open, setOpen] = useState(false)
  useEffect(() => registerPalette(() => setOpen(true)), [])
  useKeys({ 'Ctrl k': () => setOpen(!open) })
  useSeenRecord()
  // Loaded while nobody waits, so that the first Ctrl K is as quick as the next.
  useEffect(() => {
    const timer = setTimeout(() => void load(), 1500)
    return () => clearTimeout(timer)
  }, [])
  return open ? (
    <Suspense>
      <Palette onClose={() => setOpen(false)} />
    </Suspense>
  ) : null
}

function useSeenRecord(): void {
  const schema = useSchema()
  const me = useMe()
  const { object: path, id } = useParams({ strict: false }) as { object?: string; id?: string }
  useEffect(() => {
    const object = path === undefined ? undefined : objectAt(schema, path)
    if (!object || id === undefined) return
    queries
      .fetchQuery(recordQuery(object, id))
      .then((record) =>
        remember(me.user.id, { object: object.name, id, title: titleOf(object, record), subtitle: subtitleOf(object, record) }),
      )
      .catch((error: unknown) => gone(error) && forget(me.user.id, id))
  }, [path, id, schema, me.user.id])
}
