import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { sayDate, today, weekdays } from '../lib/when.ts'
import { addDays, firstOfMonth, firstOfWeek } from '../lib/zone.ts'
import { IconButton } from './Button.tsx'
import { Left, Right } from './icons.ts'
import { useReader } from './reader.tsx'
import { words } from './words.ts'
import './Calendar.css'

/** A month; arrows walk by days and weeks, PageUp and PageDown by months, Enter chooses. */
export function Calendar({ day, onChoose, focus }: { day: string | null; onChoose: (day: string) => void; focus?: boolean }) {
  const t = words.use()
  const reader = useReader()
  const now = today(reader)
  const [at, setAt] = useState(day ?? now)
  const grid = useRef<HTMLDivElement>(null)
  const walking = useRef(focus === true)
  useEffect(() => {
    if (walking.current) grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus()
  }, [at])

  const first = firstOfMonth(at)
  const start = firstOfWeek(first)
  const month = (step: number) => {
    walking.current = false
    setAt(firstOfMonth(at, step))
  }
  const keys = (event: KeyboardEvent) => {
    const to = steps[event.key]?.(at)
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    walking.current = true
    setAt(to)
  }
  const [year, number] = first.split('-')
  return (
    <div className="calendar">
      <div className="row calendar-head">
        <IconButton small name={t('previousMonth')} icon={<Left />} onClick={() => month(-1)} />
        <span className="grow strong" aria-live="polite">
          {reader.language === 'zh' ? `${year}年${Number(number)}月` : sayDate(first, 'en', true).slice(2)}
        </span>
        <IconButton small name={t('nextMonth')} icon={<Right />} onClick={() => month(1)} />
      </div>
      <div ref={grid} className="calendar-grid" role="grid" aria-label={t('calendar')} onKeyDown={keys}>
        <div role="row" className="calendar-row">
          {weekdays[reader.language].map((name) => (
            <span key={name} role="columnheader" className="calendar-week">
              {reader.language === 'zh' ? name.slice(1) : name.slice(0, 2)}
            </span>
          ))}
        </div>
        {[0, 1, 2, 3, 4, 5].map((week) => (
          <div key={week} role="row" className="calendar-row">
            {[0, 1, 2, 3, 4, 5, 6].map((index) => {
              const each = addDays(start, week * 7 + index)
              const classes = [
                each.slice(0, 7) === first.slice(0, 7) ? '' : 'other',
                each === now ? 'now' : '',
                each === day ? 'chosen' : '',
              ]
              return (
                <button
                  key={each}
                  type="button"
                  role="gridcell"
                  data-day={each}
                  tabIndex={each === at ? 0 : -1}
                  aria-selected={each === day}
                  aria-label={sayDate(each, reader.language, true)}
                  className={`calendar-day ${classes.join(' ')}`}
                  onClick={() => onChoose(each)}
                >
                  {Number(each.slice(8))}
                </button>
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}

const steps: Record<string, (day: string) => string> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => firstOfMonth(day, -1),
  PageDown: (day) => firstOfMonth(day, 1),
}
