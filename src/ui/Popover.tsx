import { useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react'
import { focusFirst } from './focus.ts'
import './Popover.css'

export type PopoverProps = {
  anchor: RefObject<HTMLElement | null>
  onClose: () => void
  children: ReactNode
  className?: string
  /** Same width as the anchor at least. */
  fit?: boolean
  end?: boolean
  label?: string
  role?: string
  id?: string
}

/** Stands in the browser's top layer, so neither scrolling boxes nor dialogs hide it; Esc and a click outside close it. */
export function Popover({ anchor, onClose, children, className, fit, end, label, role, id }: PopoverProps) {
  const box = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  close.current = onClose

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    reveal(element)
    focusFirst(element)
    const place = () => {
      if (anchor.current) put(element, anchor.current.getBoundingClientRect(), fit === true, end === true)
    }
    place()
    const watcher = new ResizeObserver(place)
    watcher.observe(element)
    window.addEventListener('resize', place)
    document.addEventListener('scroll', place, true)
    return () => {
      watcher.disconnect()
      window.removeEventListener('resize', place)
      document.removeEventListener('scroll', place, true)
    }
  }, [anchor, fit, end])

  useEffect(() => {
    const element = box.current
    const toggled = (event: Event) => {
      if ((event as ToggleEvent).newState === 'closed') close.current()
    }
    element?.addEventListener('toggle', toggled)
    return () => element?.removeEventListener('toggle', toggled)
  }, [])

  return (
    <div
      ref={box}
      id={id}
      popover="auto"
      role={role}
      aria-label={label}
      className={`popover ${className ?? ''}`}
      onKeyDown={(event) => {
        // Esc closes this popover only, not the panel or dialog around it.
        if (event.key === 'Escape') {
          event.stopPropagation()
          onClose()
        }
      }}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onMouseDown={(event) => event.stopPropagation()}
    >
      {children}
    </div>
  )
}

/** Inner effects run before outer ones: what it stands in must be there first, or opening that would close this one. */
function reveal(element: HTMLElement): void {
  const outer = element.parentElement?.closest<HTMLElement>('.popover')
  if (outer) reveal(outer)
  if (!element.matches(':popover-open')) element.showPopover()
}

function put(element: HTMLElement, at: DOMRect, fit: boolean, end: boolean): void {
  const gap = 4
  const edge = 8
  if (fit) element.style.minWidth = `${at.width}px`
  const { offsetWidth: width, offsetHeight: height } = element
  const below = window.innerHeight - at.bottom - gap - edge
  const above = at.top - gap - edge
  const up = height > below && above > below
  const left = end ? at.right - width : at.left
  element.style.left = `${Math.max(edge, Math.min(left, window.innerWidth - width - edge))}px`
  element.style.top = up ? `${Math.max(edge, at.top - gap - Math.min(height, above))}px` : `${at.bottom + gap}px`
  element.style.maxHeight = `${Math.max(120, up ? above : below)}px`
}
