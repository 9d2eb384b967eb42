import { useRef, type ReactNode } from 'react'
import { Popover } from './Popover.tsx'

/** In a cell a list opens at once, under the cell. */
export function Unfolded({ children, onLeave }: { children: ReactNode; onLeave?: () => void }) {
  const anchor = useRef<HTMLSpanElement>(null)
  return (
    <span ref={anchor} className="unfolded">
      <Popover anchor={anchor} onClose={() => onLeave?.()} fit className="combo-pop">
        {children}
      </Popover>
    </span>
  )
}
