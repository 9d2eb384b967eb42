import { type ReactNode, useEffect, useRef } from 'react'
import './Tabs.css'

export type Tab = { key: string; label: ReactNode; count?: number | string }

/** Arrows walk between the tabs; the page under them is the caller's. */
export function Tabs({
  tabs,
  value,
  onChange,
  name,
  small,
  end,
}: {
  tabs: Tab[]
  value: string
  onChange: (key: string) => void
  name: string
  small?: boolean
  end?: ReactNode
}) {
  const list = useRef<HTMLDivElement>(null)
  // On a phone they are wider than the screen: the one that is open is seen.
  useEffect(() => {
    // newer browsers answer with a promise, which is no way to clean up
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [value])
  return (
    <div className={`tabs ${small ? 'small' : ''}`}>
      <div
        ref={list}
        role="tablist"
        aria-label={name}
        className="tabs-list"
        onKeyDown={(event) => {
          const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
          if (step === 0) return
          event.preventDefault()
          event.stopPropagation()
          const index = tabs.findIndex((tab) => tab.key === value)
          const next = tabs[(index + step + tabs.length) % tabs.length]
          if (!next) return
          onChange(next.key)
          event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[tabs.indexOf(next)]?.focus()
        }}
      >
        {tabs.map((tab, index) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            aria-selected={tab.key === value}
            // Where none is chosen the first lets the keyboard in.
            tabIndex={tab.key === value || (index === 0 && !tabs.some(({ key }) => key === value)) ? 0 : -1}
            className="tab"
            onClick={() => onChange(tab.key)}
          >
            {tab.label}
            {tab.count !== undefined && <span className="tab-count">{tab.count}</span>}
          </button>
        ))}
      </div>
      {end}
    </div>
  )
}
