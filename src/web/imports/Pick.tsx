import type { KeyboardEvent, ReactNode } from 'react'

export type Way<T extends string> = { value: T; label: string; text?: ReactNode; because?: string }
type Props<T extends string> = {
  name: string
  value: T | null
  ways: Way<T>[]
  onChange: (value: T) => void
  look?: 'list' | 'line'
  id?: string
}

/** One of a few ways, all in sight. Arrows choose, as in any radio group. */
export function Pick<T extends string>({ name, value, ways, onChange, look = 'line' }: Props<T>) {
  const open = ways.filter((way) => way.because === undefined)
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = ['ArrowDown', 'ArrowRight'].includes(event.key) ? 1 : ['ArrowUp', 'ArrowLeft'].includes(event.key) ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const at = open.findIndex((way) => way.value === value)
    const next = open[(at + step + open.length) % open.length]
    if (!next) return
    onChange(next.value)
    event.currentTarget.querySelector<HTMLElement>(`[data-way="${next.value}"]`)?.focus()
  }
  const reached = ways.some((way) => way.value === value) ? value : open[0]?.value
  return (
    <div role="radiogroup" aria-label={name} className={`import-pick ${look}`} onKeyDown={keys}>
      {ways.map((way) => (
        <button
          key={way.value}
          type="button"
          role="radio"
          data-way={way.value}
          data-tip={way.because}
          aria-checked={way.value === value}
          aria-disabled={way.because !== undefined || undefined}
          tabIndex={way.value === reached ? 0 : -1}
          onClick={() => way.because === undefined && way.value !== value && onChange(way.value)}
        >
          {look === 'list' && <i aria-hidden="true" />}
          <span>
            {way.label}
            {way.text !== undefined && <span className="second">{way.text}</span>}
          </span>
        </button>
      ))}
    </div>
  )
}
