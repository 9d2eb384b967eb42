import type { ReactNode } from 'react'
import './Empty.css'

/** An empty place teaches: what belongs here and how to fill it. */
export const Empty = ({ icon, title, text, children }: { icon?: ReactNode; title: string; text?: string; children?: ReactNode }) => (
  <div className="empty">
    {icon !== undefined && <div className="empty-icon">{icon}</div>}
    <h2 className="strong">{title}</h2>
    {text !== undefined && <p className="second">{text}</p>}
    {children !== undefined && <div className="row empty-deeds">{children}</div>}
  </div>
)

/** Grey lines where text will stand. */
export const Bones = ({ lines = 3 }: { lines?: number }) => (
  <div className="bones" aria-hidden="true">
    {Array.from({ length: lines }, (_, index) => (
      <i key={index} style={{ width: `${90 - ((index * 37) % 45)}%` }} />
    ))}
  </div>
)
