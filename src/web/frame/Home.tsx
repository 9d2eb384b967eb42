import { Navigate } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { Inbox } from '../../ui/icons.ts'
import { useSchema } from '../api/queries.ts'
import { isPlugged, Slot } from '../slots.tsx'
import { words } from '../words.ts'

export function Home() {
  const t = words.use()
  const { objects } = useSchema()
  if (isPlugged('home')) return <Slot name="home" />
  const first = objects.find((object) => !object.quiet)
  if (first) return <Navigate to="/o/$object" params={{ object: first.path }} search={{}} replace />
  return <Empty icon={<Inbox />} title={t('nothingHere')} text={t('nothingHereText')} />
}
