import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Button, type ButtonProps } from './Button.tsx'
import { unspoken } from './unspoken.ts'
import { Popover } from './Popover.tsx'

export type MenuEntry =
  | {
      key: string
      label: string
      icon?: ReactNode
      onChoose: () => void
      because?: string
      danger?: boolean
      mark?: ReactNode
      stay?: boolean
    }
  | { line: true; key: string }
  | { title: string; key: string }

type Props = Omit<ButtonProps, 'onClick'> & { entries: MenuEntry[]; end?: boolean; name?: string }

/** A button that opens a list of deeds; arrows walk, letters jump, Enter chooses. */
export function MenuButton({ entries, end, name, children, ...button }: Props) {
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLSpanElement>(null)
  return (
    <span ref={anchor} style={{ display: 'inline-flex', minWidth: 0 }}>
      <Button
        {...button}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={name}
        title={name}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault()
            setOpen(true)
          }
        }}
      >
        {children}
      </Button>
      {open && <MenuList anchor={anchor} entries={entries} end={end} label={name} onClose={() => setOpen(false)} />}
    </span>
  )
}

export function MenuList(props: {
  anchor: React.RefObject<HTMLElement | null>
  entries: MenuEntry[]
  onClose: () => void
  end?: boolean
  label?: string
}) {
  const list = useRef<HTMLDivElement>(null)
  const leave = () => {
    props.onClose()
    props.anchor.current?.querySelector('button')?.focus()
  }
  return (
    <Popover anchor={props.anchor} onClose={props.onClose} end={props.end} className="menu">
      <div ref={list} role="menu" aria-label={props.label} onKeyDown={walk}>
        {props.entries.map((entry, index) => {
          if ('line' in entry) return <div key={entry.key} className="menu-line" role="separator" />
          if ('title' in entry)
            return (
              <div key={entry.key} className="menu-title">
                {entry.title}
              </div>
            )
          return (
            <button
              key={entry.key}
              type="button"
              role="menuitem"
              autoFocus={index === 0}
              aria-disabled={entry.because !== undefined || undefined}
              data-tip={entry.because}
              className={`menu-item ${entry.danger ? 'danger' : ''}`}
              onClick={() => {
                if (entry.because !== undefined) return
                if (!entry.stay) leave()
                entry.onChoose()
              }}
            >
              {unspoken(entry.icon)}
              <span className="grow">{entry.label}</span>
              {entry.mark}
            </button>
          )
        })}
      </div>
    </Popover>
  )
}

function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('[role=menuitem]')]
  const at = items.indexOf(document.activeElement as HTMLButtonElement)
  const to = (index: number) => {
    event.preventDefault()
    items[(index + items.length) % items.length]?.focus()
  }
  if (event.key === 'ArrowDown') to(at + 1)
  else if (event.key === 'ArrowUp') to(at - 1)
  else if (event.key === 'Home') to(0)
  else if (event.key === 'End') to(items.length - 1)
  else if (event.key.length === 1 && event.key !== ' ') {
    const found = items.findIndex((item, index) => index > at && item.textContent.toLowerCase().startsWith(event.key.toLowerCase()))
    if (found >= 0) to(found)
  }
}
