import { useEffect, useState } from 'react'
import type { SearchAnswer } from '../../lib/wire.ts'
import { get } from '../api/http.ts'

export type Found = SearchAnswer['records'][number]
type Answer = { for: string; records: Found[]; failed: boolean }

/** 80 ms after the last letter; an answer to older words is dropped, and the old hits stand until the new ones are here. */
export function useSearch(text: string): { records: Found[]; looking: boolean; failed: boolean } {
  const words = text.trim()
  const [answer, setAnswer] = useState<Answer>({ for: '', records: [], failed: false })
  useEffect(() => {
    if (words === '') return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      get<SearchAnswer>('/search', { q: words.slice(0, 200) }, stop.signal)
        .then(({ records }) => !stop.signal.aborted && setAnswer({ for: words, records, failed: false }))
        .catch(() => !stop.signal.aborted && setAnswer({ for: words, records: [], failed: true }))
    }, 80)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [words])
  return {
    records: words === '' ? [] : answer.records,
    looking: words !== '' && answer.for !== words,
    failed: answer.failed && answer.for === words,
  }
}
