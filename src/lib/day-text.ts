import type { Problem } from './errors.ts'
import { readInstant } from './instant.ts'
import { halfWidth } from './text.ts'
import { addDays, isDay, localIn } from './zone.ts'

/**
 * Dates as they stand in files, in the clock of `timeZone`.
 *   readDayText('2026年3月5日 下午2点半', …) → { day: '2026-03-05', time: '14:30:00.000' }
 *   readDayText('03/04/2026', …)            → ambiguous-date: 2026-03-04 or 2026-04-03
 *   readDayText('46086', …)                 → { day: '2026-03-05' }: a spreadsheet's number of a day
 */
export function readDayText(text: string, timeZone: string, today: string): Moment | Problem {
  if (isDay(text)) return { day: text }
  if (text.length > longest) return { code: 'not-date' }
  const plain = halfWidth(text).trim().replace(/^'/, '').replace(weekdayWords, '').trim()
  const instant = readInstant(plain.replace(' ', 'T').replace(/ ?UTC$/, 'Z'))
  if (instant !== null) {
    const local = localIn(timeZone, instant)
    return { day: local.slice(0, 10), time: local.slice(11), instant }
  }
  const { rest, time } = cutTime(plain)
  if (time === null) return { code: 'not-date' }
  const day = readDate(rest, today)
  return typeof day === 'string' ? { day, time } : day
}

/** `time` undefined: only a day was written. `instant`: it was written with its offset. */
export type Moment = { day: string; time?: string; instant?: number }

/** No day is written so long, and over a page of spaces the patterns below would think for minutes. */
const longest = 100

const weekdayWords = /[\s,，(]*(?:星期|周|礼拜)[一二三四五六日天]\)?|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+/gi

/** The time at the end: 14:30, 14:30:05, 2:30 PM, 下午2点30分, 14时. null: there is one that no clock shows. */
function cutTime(text: string): { rest: string; time?: string | null } {
  const match = clock.exec(text) ?? chineseClock.exec(text)
  if (!match) return { rest: text }
  const [, rest, early, hour, minute = '0', second = '0', fraction = '', late] = match as unknown as [
    string,
    string,
    string?,
    string?,
    string?,
    string?,
    string?,
    string?,
  ]
  const half = (early ?? late ?? '').toLowerCase()
  let hours = Number(hour)
  if (/^(?:下午|晚上?|傍晚|pm|p\.m\.)$/.test(half) && hours < 12) hours += 12
  if (/^(?:上午|早上?|凌晨|am|a\.m\.)$/.test(half) && hours === 12) hours = 0
  const minutes = minute === '半' ? 30 : Number(minute)
  if (hours > 23 || minutes > 59 || Number(second) > 59) return { rest: rest!, time: null }
  const two = (value: number) => String(value).padStart(2, '0')
  return { rest: rest!.trim(), time: `${two(hours)}:${two(minutes)}:${two(Number(second))}.${(fraction + '000').slice(0, 3)}` }
}

const halves = '上午|下午|早上|早|晚上|晚|凌晨|中午|傍晚'
const clock = new RegExp(
  `^(.*?\\d日?)[\\sT,，]*(${halves}|am|pm)?\\s*(?<=[\\sT,，日午上晨晚早])(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?\\s*(am|pm|a\\.m\\.|p\\.m\\.)?$`,
  'i',
)
const chineseClock = new RegExp(
  `^(.*?\\d[日号]?)[\\s,，]*(${halves})?\\s*(?<=[\\s,，日号午上晨晚早])(\\d{1,2})[点时](?:(\\d{1,2}|半)分?)?(?:(\\d{1,2})秒)?()()$`,
)

function readDate(text: string, today: string): string | Problem {
  const near = nearDays.get(text)
  if (near !== undefined) return addDays(today, near)
  const full = yearFirst.exec(text) ?? compact.exec(text)
  if (full) return dayOr(full[1]!, full[2]!, full[3]!)
  const short = shortYear.exec(text)
  if (short) return dayOr(century(short[1]!), short[2]!, short[3]!)
  const named = dayMonthName.exec(text) ?? monthNameDay.exec(text)
  if (named) return readNamed(named.groups!)
  const parts = threeParts.exec(text)
  if (parts) return readParts(parts[1]!, parts[2]!, parts[3]!)
  return serial.test(text) ? addDays('1899-12-30', Number(text.replace(/\..*/, ''))) : { code: 'not-date' }
}

const nearDays = new Map([
  ['前天', -2],
  ['昨天', -1],
  ['今天', 0],
  ['明天', 1],
  ['后天', 2],
])
const yearFirst = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/
const compact = /^((?:19|20)\d\d)(\d\d)(\d\d)$/
const shortYear = /^(\d\d)年\s*(\d{1,2})月\s*(\d{1,2})[日号]?$/
const dayMonthName = /^(?<day>\d{1,2})(?:st|nd|rd|th)?[\s.-]+(?<month>[a-z]{3,9})\.?[\s,.-]+(?<year>\d{4}|\d\d)$/i
const monthNameDay = /^(?<month>[a-z]{3,9})\.?[\s-]+(?<day>\d{1,2})(?:st|nd|rd|th)?[\s,-]+(?<year>\d{4})$/i
const threeParts = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{1,2})$/
/** 1950 to 2099 as a spreadsheet counts days; a time of its own is cut away. */
const serial = /^(?:1[89]|[2-6]\d|7[0-2])\d{3}(?:\.0+)?$/

const century = (year: string) => (year.length === 4 ? year : (Number(year) < 70 ? '20' : '19') + year.padStart(2, '0'))

function valid(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(text) ? text : null
}
const dayOr = (year: string, month: string, day: string): string | Problem => valid(year, month, day) ?? { code: 'not-date' }

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
function readNamed({ day, month, year }: { [part: string]: string }): string | Problem {
  const index = months.indexOf(month!.slice(0, 3).toLowerCase())
  return index < 0 ? { code: 'not-date' } : dayOr(century(year!), String(index + 1), day!)
}

/** 3/5/26: month or day first, and with two digits at both ends the year may stand first as well. One sound reading is taken, two are told. */
function readParts(a: string, b: string, c: string): string | Problem {
  const readings = new Set<string>()
  const add = (day: string | null) => day !== null && readings.add(day)
  if (c.length >= 2) {
    add(valid(century(c), a, b))
    add(valid(century(c), b, a))
  }
  // 26/3/5 and 26/03/05 have the year in front: no month and no day of few digits stands first otherwise.
  if (c.length === 1 || (c.length === 2 && a.length === 2 && Number(a) > 12)) add(valid(century(a), b, c))
  const [one, two] = [...readings].toSorted()
  if (one === undefined) return { code: 'not-date' }
  return two === undefined
    ? one
    : { code: 'ambiguous-date', values: { a: valid(century(c), a, b) ?? one, b: two === valid(century(c), a, b) ? one : two } }
}
