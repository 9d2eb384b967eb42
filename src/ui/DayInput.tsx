import { useRef, useState } from 'react'
import { readDay } from '../lib/day-words.ts'
import { sayDate, today } from '../lib/when.ts'
import { addDays, firstOfMonth, firstOfWeek, instantOf, instantText, localIn } from '../lib/zone.ts'
import { Button } from './Button.tsx'
import { Calendar } from './Calendar.tsx'
import { Calendar as Icon } from './icons.ts'
import { Input } from './Input.tsx'
import { Popover } from './Popover.tsx'
import { useReader, type Reader } from './reader.tsx'
import { words } from './words.ts'

type Props = {
  id?: string
  /** 'YYYY-MM-DD', or an instant in UTC where a time is given. */
  value: string | null
  /** `done`: chosen, nothing more to type. */
  onChange: (value: string | null, done?: boolean) => void
  /** no: a day; may: a day, a time if wanted; must: always a time. */
  time?: 'no' | 'may' | 'must'
  wrong?: boolean
  autoFocus?: boolean
  name?: string
}

/** A day by typing (明天, 12-3, 下周一 10:00), by quick picks, or from the month. */
export function DayInput({ id, value, onChange, time = 'no', wrong, autoFocus, name }: Props) {
  const t = words.use()
  const reader = useReader()
  const [typed, setTyped] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLSpanElement>(null)
  const day = value === null ? null : dayOf(value, reader)
  const clock = value !== null && value.length > 10 ? localIn(reader.timeZone, value).slice(11, 16) : null

  const give = (nextDay: string, nextTime: string | null, done?: boolean) => {
    setTyped(null)
    const hour = nextTime ?? (time === 'must' ? '09:00' : null)
    onChange(hour === null || time === 'no' ? nextDay : instantText(instantOf(reader.timeZone, `${nextDay}T${hour}:00.000`)), done)
  }
  const settle = () => {
    if (typed === null) return
    const read = readDay(typed, today(reader))
    if (typed.trim() === '') onChange(null)
    else if (read) give(read.day, read.time ?? null)
    // What cannot be read goes along as it is: the server says what is wrong with it, and nothing typed is lost.
    else onChange(typed)
    if (read || typed.trim() === '') setTyped(null)
  }
  return (
    <span ref={anchor} className="grow" style={{ display: 'block' }}>
      <Input
        id={id}
        aria-label={name}
        value={typed ?? spell(value, reader)}
        wrong={wrong}
        autoFocus={autoFocus}
        onChange={setTyped}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === 'Enter') settle()
          if (event.key === 'ArrowDown') setOpen(true)
        }}
        trail={
          <button type="button" className="day-icon" tabIndex={-1} aria-label={t('calendar')} onClick={() => setOpen(true)}>
            <Icon />
          </button>
        }
      />
      {open && (
        <Popover anchor={anchor} onClose={() => setOpen(false)} className="day-pop" label={t('calendar')} role="dialog">
          <div className="day-quick">
            {quickDays(reader).map(([key, each]) => (
              <Button
                key={key}
                small
                onClick={() => {
                  setOpen(false)
                  give(each, clock, true)
                }}
              >
                {t(key)}
              </Button>
            ))}
          </div>
          <Calendar
            day={day}
            focus
            onChoose={(each) => {
              if (time === 'no') setOpen(false)
              give(each, clock, time === 'no')
            }}
          />
          {time !== 'no' && (
            <label className="day-time">
              {t('time')}
              <select value={clock ?? ''} onChange={(event) => give(day ?? today(reader), event.target.value || null)}>
                {time === 'may' && <option value="">{t('noTime')}</option>}
                {clock !== null && !hours.includes(clock) && <option value={clock}>{clock}</option>}
                {hours.map((hour) => (
                  <option key={hour} value={hour}>
                    {hour}
                  </option>
                ))}
              </select>
            </label>
          )}
        </Popover>
      )}
    </span>
  )
}

export type QuickDay = 'today' | 'tomorrow' | 'dayAfter' | 'monday' | 'nextMonthFirst'

export function quickDays(reader: Reader): [QuickDay, string][] {
  const now = today(reader)
  return [
    ['today', now],
    ['tomorrow', addDays(now, 1)],
    ['dayAfter', addDays(now, 2)],
    ['monday', addDays(firstOfWeek(now), 7)],
    ['nextMonthFirst', firstOfMonth(now, 1)],
  ]
}

const dayOf = (value: string, reader: Reader) => (value.length > 10 ? localIn(reader.timeZone, value).slice(0, 10) : value)

function spell(value: string | null, reader: Reader): string {
  if (value === null) return ''
  if (!/^\d{4}-\d\d-\d\d/.test(value)) return value
  const local = value.length > 10 ? localIn(reader.timeZone, value) : value
  const day = sayDate(local.slice(0, 10), reader.language, true)
  return local.length > 10 ? `${day} ${local.slice(11, 16)}` : day
}

const hours = Array.from({ length: 28 }, (_, index) => {
  const minutes = 7 * 60 + index * 30
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${minutes % 60 === 0 ? '00' : '30'}`
})
