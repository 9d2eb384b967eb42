import { useEffect, useState } from 'react'
import type { Option } from './Combobox.tsx'

/** What a choosing list shows for what was typed: filtered here, or looked up after a short pause. */
export function useOptions(text: string, options: Option[] | undefined, load: ((text: string) => Promise<Option[]>) | undefined) {
  const [found, setFound] = useState<Option[]>([])
  const [looking, setLooking] = useState(load !== undefined)
  useEffect(() => {
    if (!load) return
    let stale = false
    setLooking(true)
    // 120 ms: less than a pause between two pinyin letters feels, more than a fast typist's interval.
    const timer = setTimeout(
      () => {
        load(text.trim())
          .then((answer) => !stale && setFound(answer))
          .catch(() => !stale && setFound([]))
          .finally(() => !stale && setLooking(false))
      },
      text === '' ? 0 : 120,
    )
    return () => {
      stale = true
      clearTimeout(timer)
    }
    // `load` is made anew on each render of its owner; only the words decide.
  }, [text])
  if (load) return { options: found, looking }
  const sought = text.trim().toLowerCase()
  const all = options ?? []
  return {
    options: sought === '' ? all : all.filter((one) => `${one.label} ${one.hint ?? ''}`.toLowerCase().includes(sought)),
    looking: false,
  }
}
