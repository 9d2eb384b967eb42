import { useSyncExternalStore } from 'react'

/** Below this width the phone's shell is drawn; the CSS files use the same number. */
const query = '(max-width: 720px)'

export const useNarrow = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
