import { useParams } from '@tanstack/react-router'
import { Missing } from './frame/Plain.tsx'
import { pageNamed } from './slots.tsx'

/** A page that a module brings, at /p/ and its name. */
export function PluggedPage() {
  const { page } = useParams({ from: '/frame/p/$page' })
  return pageNamed(page) ?? <Missing />
}
