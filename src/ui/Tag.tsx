import type { ReactNode } from 'react'
import { Close } from './icons.ts'
import './Tag.css'

export type Tone = 'plain' | 'accent' | 'late' | 'soon' | 'good' | 'vip'

export const Tag = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => <span className={`tag ${tone}`}>{children}</span>

/** Something that can be chosen and is or is not: kinds of a follow-up, quick dates, filters. */
export function Chip(props: {
  on?: boolean
  onChoose?: () => void
  onRemove?: () => void
  removeName?: string
  children: ReactNode
  name?: string
}) {
  return (
    <span className={`chip ${props.on ? 'on' : ''} ${props.onRemove ? 'removable' : ''}`}>
      <button type="button" className="chip-body" aria-pressed={props.on} aria-label={props.name} onClick={props.onChoose}>
        {props.children}
      </button>
      {props.onRemove && (
        <button type="button" className="chip-remove" aria-label={props.removeName} onClick={props.onRemove}>
          <Close />
        </button>
      )}
    </span>
  )
}

/** The first sign of a name in a quiet circle. */
export function Avatar({ name, size = 20 }: { name: string; size?: number }) {
  const sign = String.fromCodePoint(name.trim().codePointAt(0) ?? 63)
  return (
    <span className="avatar" style={{ width: size, height: size, fontSize: Math.round(size * 0.55) }} aria-hidden="true">
      {sign.toUpperCase()}
    </span>
  )
}
