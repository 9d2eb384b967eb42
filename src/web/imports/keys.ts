import { useEffect, useRef } from 'react'

/** Ctrl Enter anywhere on the page goes on, as in every form. */
export function useAgree(go: () => void): void {
  const now = useRef(go)
  now.current = go
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || document.querySelector('dialog[open]'))
        return
      event.preventDefault()
      // What is being typed is taken first.
      if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur()
      now.current()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
