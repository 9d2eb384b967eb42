import { useEffect, useRef } from 'react'

/** One tooltip for the whole page: anything with `data-tip` shows it on hover or focus, after a moment. */
export function Tips() {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = box.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let shown = false
    const hide = () => {
      clearTimeout(timer)
      if (shown) element.hidePopover()
      shown = false
    }
    const show = (target: HTMLElement) => {
      const text = target.dataset.tip
      if (!text || !target.isConnected) return
      element.textContent = text
      element.showPopover()
      shown = true
      const at = target.getBoundingClientRect()
      const left = at.left + at.width / 2 - element.offsetWidth / 2
      element.style.left = `${Math.max(8, Math.min(left, window.innerWidth - element.offsetWidth - 8))}px`
      const below = at.bottom + 6
      element.style.top = `${below + element.offsetHeight > window.innerHeight ? at.top - element.offsetHeight - 6 : below}px`
    }
    const over = (event: Event) => {
      hide()
      const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null
      if (target) timer = setTimeout(() => show(target), event.type === 'focusin' ? 600 : 350)
    }
    document.addEventListener('pointerover', over)
    document.addEventListener('focusin', over)
    document.addEventListener('pointerdown', hide)
    document.addEventListener('keydown', hide)
    document.addEventListener('scroll', hide, true)
    return () => {
      hide()
      document.removeEventListener('pointerover', over)
      document.removeEventListener('focusin', over)
      document.removeEventListener('pointerdown', hide)
      document.removeEventListener('keydown', hide)
      document.removeEventListener('scroll', hide, true)
    }
  }, [])
  return <div ref={box} className="tip" role="tooltip" popover="manual" />
}
