/**
 * Days and instants in a workspace's time zone. A *day* is 'YYYY-MM-DD', an *instant* milliseconds since 1970 or ISO text in UTC.
 *   dayIn('Asia/Shanghai', '2026-03-04T18:00:00.000Z') → '2026-03-05'
 *   startOfDay('Asia/Shanghai', '2026-03-05')          → Date.UTC(2026, 2, 4, 16)
 */
export function dayIn(timeZone: string, instant: number | string): string {
  return localIn(timeZone, instant).slice(0, 10)
}

/** The wall clock: '2026-03-05T02:00:00.000'. */
export function localIn(timeZone: string, instant: number | string): string {
  const at = typeof instant === 'string' ? Date.parse(instant) : instant
  return new Date(at + offsetAt(timeZone, at)).toISOString().slice(0, 23)
}

export const startOfDay = (timeZone: string, day: string): number => instantOf(timeZone, day + 'T00:00:00.000')

/** Wall clock → instant. A time that the clock skips becomes the first one after the gap; one that it shows twice, the first. */
export function instantOf(timeZone: string, local: string): number {
  const wall = Date.parse(local + 'Z')
  const before = offsetAt(timeZone, wall - dayLength)
  const after = offsetAt(timeZone, wall + dayLength)
  if (before === after) return wall - before
  for (const offset of [Math.max(before, after), Math.min(before, after)])
    if (offsetAt(timeZone, wall - offset) === offset) return wall - offset
  return changeBetween(timeZone, wall - dayLength, wall + dayLength)
}

const dayLength = 86_400_000

/** The first instant with the later offset. */
function changeBetween(timeZone: string, low: number, high: number): number {
  const later = offsetAt(timeZone, high)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(timeZone, middle) === later) high = middle
    else low = middle
  }
  return high
}

export const instantText = (instant: number): string => new Date(instant).toISOString()

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day + 'T00:00:00Z') + count * dayLength).toISOString().slice(0, 10)
}

/** From the first day to the second: 1 from Monday to Tuesday. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(to + 'T00:00:00Z') - Date.parse(from + 'T00:00:00Z')) / dayLength

/** 1 is Monday, 7 Sunday. */
export const weekday = (day: string): number => new Date(day + 'T00:00:00Z').getUTCDay() || 7

export const firstOfWeek = (day: string): string => addDays(day, 1 - weekday(day))
export const firstOfYear = (day: string): string => day.slice(0, 5) + '01-01'

/** The first day of the month so many months on. */
export function firstOfMonth(day: string, months = 0): string {
  const at = new Date(day.slice(0, 8) + '01T00:00:00Z')
  at.setUTCMonth(at.getUTCMonth() + months)
  return at.toISOString().slice(0, 10)
}

/** The first day of the quarter so many quarters on. */
export function firstOfQuarter(day: string, quarters = 0): string {
  const month = Number(day.slice(5, 7)) - 1
  return firstOfMonth(day, -(month % 3) + quarters * 3)
}

/** A day of the calendar between the years 1000 and 9999. */
export function isDay(text: string): boolean {
  const match = dayShape.exec(text)
  if (!match) return false
  const month = Number(match[2])
  const day = Number(match[3])
  return Number(match[1]) >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= (day <= 28 ? 28 : daysOfMonth(Number(match[1]), month))
}

const dayShape = /^(\d{4})-(\d\d)-(\d\d)$/
const daysOfMonth = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

export function isTimeZone(name: string): boolean {
  try {
    clockOf(name)
    return true
  } catch {
    return false
  }
}

/** How far the zone's clocks are ahead of UTC. Asking Intl costs 2 µs, so answers are kept for each quarter of an hour: no zone changes within one since 1970. */
export function offsetAt(timeZone: string, instant: number): number {
  if (timeZone === 'UTC') return 0
  const zone = clockOf(timeZone)
  if (instant < 0) return askOffset(zone.format, instant)
  const quarter = Math.floor(instant / 900_000)
  const known = zone.offsets.get(quarter)
  if (known !== undefined) return known
  if (zone.offsets.size > 50_000) zone.offsets.clear()
  const offset = askOffset(zone.format, quarter * 900_000)
  zone.offsets.set(quarter, offset)
  return offset
}

/** Since when a zone's clocks were not changed, where they will not be as far as is known; undefined where they still are. Asked of a zone once, 10 ms. */
export function steadySince(timeZone: string): number | undefined {
  const known = steady.get(timeZone)
  if (known !== undefined) return known ?? undefined
  const end = Date.UTC(2060, 0)
  const offset = offsetAt(timeZone, end)
  let at = end
  while (at > 0 && offsetAt(timeZone, at) === offset) at -= 10 * dayLength
  const since = Math.max(0, at + 10 * dayLength)
  steady.set(timeZone, since < Date.now() ? since : null)
  return steadySince(timeZone)
}

/** null: they still are. */
const steady = new Map<string, number | null>()

function askOffset(format: Intl.DateTimeFormat, instant: number): number {
  const seconds = Math.floor(instant / 1000) * 1000
  const [month, day, year, hour, minute, second] = format.format(seconds).split(/\D+/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return Date.UTC(year, month - 1, day, hour, minute, second) - seconds
}

type Clock = { format: Intl.DateTimeFormat; offsets: Map<number, number> }
const clocks = new Map<string, Clock>()

function clockOf(timeZone: string): Clock {
  let clock = clocks.get(timeZone)
  if (!clock) {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    clock = { format, offsets: new Map() }
    clocks.set(timeZone, clock)
  }
  return clock
}
