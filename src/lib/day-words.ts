/**
 * What people type for a day → 'YYYY-MM-DD', with a time behind it if they wrote one.
 *   readDay('明天 10:00', '2026-11-23') → { day: '2026-11-24', time: '10:00' }
 *   readDay('12-3', …) → the next 3 December · readDay('周五', …) · readDay('下周一', …) · readDay('+3', …)
 */
import { addDays, daysBetween, firstOfWeek, isDay } from './zone.ts'

export function readDay(text: string, today: string): { day: string; time?: string } | null {
  const words = text.trim().toLowerCase().replace(/：/g, ':')
  const clock = /(?:^|\s|[^\d:])(\d{1,2}):(\d{2})$/.exec(words) ?? /(?:^|[^\d:])(\d{1,2})(?:点|时)$/.exec(words)
  const time =
    clock && Number(clock[1]) < 24 && Number(clock[2] ?? 0) < 60 ? `${clock[1]!.padStart(2, '0')}:${clock[2] ?? '00'}` : undefined
  const rest = (time === undefined ? words : words.replace(/\d{1,2}(:\d{2}|点|时)$/, '')).trim()
  const day = rest === '' && time !== undefined ? today : dayOf(rest, today)
  if (day === null) return null
  return time === undefined ? { day } : { day, time }
}

function dayOf(words: string, today: string): string | null {
  const near = Object.hasOwn(said, words) ? said[words] : undefined
  if (near !== undefined) return addDays(today, near)
  const after = /^\+(\d{1,3})$/.exec(words) ?? /^(\d{1,3})\s*(?:天后|days?)$/.exec(words)
  if (after) return addDays(today, Number(after[1]))
  return weekdayOf(words, today) ?? dateOf(words, today)
}

function weekdayOf(words: string, today: string): string | null {
  const chinese = /^(下?)(?:周|星期|礼拜)([一二三四五六日天])$/.exec(words)
  const english = /^(next )?(mon|tue|wed|thu|fri|sat|sun)/.exec(words)
  const index = chinese ? '一二三四五六日'.indexOf(chinese[2]!.replace('天', '日')) : english ? weekdayNames.indexOf(english[2]!) : -1
  if (index < 0) return null
  const monday = firstOfWeek(today)
  const next = Boolean(chinese?.[1] || english?.[1])
  const day = addDays(monday, index + (next ? 7 : 0))
  return day < today ? addDays(day, 7) : day
}

function dateOf(words: string, today: string): string | null {
  const full = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(words)
  if (full) return known(full[1]!, full[2]!, full[3]!)
  const short = /^(\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(words) ?? /^(\d{2})(\d{2})$/.exec(words)
  if (!short) return null
  // Without a year: the one that lies nearest, because people write the day of last week as well as that of next month.
  const year = Number(today.slice(0, 4))
  const days = [year - 1, year, year + 1].map((one) => known(String(one), short[1]!, short[2]!)).filter((day) => day !== null)
  const far = (day: string) => Math.abs(daysBetween(today, day))
  return days.toSorted((a, b) => far(a) - far(b))[0] ?? null
}

function known(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(text) ? text : null
}

const said: Record<string, number> = {
  前天: -2,
  昨天: -1,
  今天: 0,
  明天: 1,
  后天: 2,
  大后天: 3,
  yesterday: -1,
  today: 0,
  tomorrow: 1,
  tmr: 1,
}
const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
