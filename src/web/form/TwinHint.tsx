import { Link } from '@tanstack/react-router'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { sayDate } from '../../lib/when.ts'
import type { FieldShape, ObjectShape } from '../../lib/wire.ts'
import { useReader } from '../../ui/reader.tsx'
import { get } from '../api/http.ts'
import { words } from './words.ts'

type Twin = { object: string; id: string | null; title: string; subtitle: string; owner: string | null; since: string; visible: boolean }

/** Somebody has this number, this firm already: seen before a second one exists. */
export function TwinHint({ object, field, value }: { object: ObjectShape; field: FieldShape; value: unknown }) {
  const t = words.use()
  const reader = useReader()
  const text = useSettled(typeof value === 'string' ? value.trim() : '')
  const { data } = useQuery({
    queryKey: ['twins', object.name, field.name, text],
    enabled: text.length > 1,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => get<{ records: Twin[] }>(`/${object.path}/twins`, { field: field.name, value: text }, signal),
  })
  if (text.length < 2 || !data || data.records.length === 0) return null
  return (
    <ul className="twins" role="status">
      {data.records.map((twin, index) =>
        twin.visible && twin.id !== null ? (
          <li key={twin.id}>
            {t('twin')}{' '}
            <Link to="/o/$object/$id" params={{ object: object.path, id: twin.id }} target="_blank">
              {twin.title}
            </Link>
            {twin.subtitle && ` · ${twin.subtitle}`}
            {twin.owner && ` · ${t('twinOwner', { owner: twin.owner })}`}
          </li>
        ) : (
          <li key={index}>
            {t('twinHidden', { owner: twin.owner ?? t('twinSomebody'), since: sayDate(twin.since.slice(0, 10), reader.language, true) })}
          </li>
        ),
      )}
    </ul>
  )
}

/** What stands there once the typing pauses. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 300)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
