/**
 * Times as people say them: near ones relative (今天 15:00, 3 天前), far ones as dates. `now` is passed in, so that the same words come out twice.
 *   sayDay('2026-11-25', at)                    → '后天' · '周四' · '12月3日' · '2025年12月3日'
 *   sayMoment('2026-11-23T07:00:00.000Z', at)   → '今天 15:00'
 *   sayAgo('2026-11-20T07:00:00.000Z', at)      → '3 天前'
 */
import type { Language } from './errors.ts'
import { addDays, dayIn, daysBetween, localIn, weekday } from './zone.ts'

export type Clock = { timeZone: string; language: Language; now: number }

export const today = (clock: Clock): string => dayIn(clock.timeZone, clock.now)

export function sayDay(day: string, clock: Clock): string {
  const now = today(clock)
  const near = nearDays[clock.language][daysBetween(now, day)]
  if (near) return near
  // A weekday is one of the next seven days: of one that has been, nobody could tell which of the two is meant.
  if (day > now && day <= addDays(now, 6)) return weekdays[clock.language][weekday(day) - 1] ?? day
  return sayDate(day, clock.language, day.slice(0, 4) !== now.slice(0, 4))
}

export function sayMoment(instant: string, clock: Clock): string {
  const local = localIn(clock.timeZone, instant)
  return `${sayDay(local.slice(0, 10), clock)} ${local.slice(11, 16)}`
}

export function sayAgo(instant: string, clock: Clock): string {
  const zh = clock.language === 'zh'
  const minutes = Math.floor((clock.now - Date.parse(instant)) / 60_000)
  if (minutes < 1) return zh ? '刚刚' : 'just now'
  if (minutes < 60) return zh ? `${minutes} 分钟前` : `${minutes} min ago`
  const day = dayIn(clock.timeZone, instant)
  const days = daysBetween(day, today(clock))
  if (days === 0) return zh ? `今天 ${clockTime(instant, clock)}` : `today ${clockTime(instant, clock)}`
  if (days === 1) return zh ? `昨天 ${clockTime(instant, clock)}` : `yesterday ${clockTime(instant, clock)}`
  if (days < 8) return zh ? `${days} 天前` : `${days} days ago`
  return sayDate(day, clock.language, day.slice(0, 4) !== today(clock).slice(0, 4))
}

/** In full, for tooltips and tables of facts. */
export function sayFully(instant: string, clock: Clock): string {
  const local = localIn(clock.timeZone, instant)
  return `${sayDate(local.slice(0, 10), clock.language, true)} ${local.slice(11, 16)}`
}

export function sayDate(day: string, language: Language, year: boolean): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  if (language === 'zh') return year ? `${y}年${m}月${d}日` : `${m}月${d}日`
  return `${d} ${months[m - 1] ?? ''}${year ? ` ${y}` : ''}`
}

/** How many days ago it should have been done; 0 when it is not late. A day is late from the next day on, a moment at once. */
export function daysLate(due: string, clock: Clock): number {
  const hasTime = due.length > 10
  const day = hasTime ? dayIn(clock.timeZone, due) : due
  const days = daysBetween(day, today(clock))
  return days > 0 ? days : 0
}

export const isLate = (due: string, clock: Clock): boolean => (due.length > 10 ? Date.parse(due) < clock.now : due < today(clock))

const clockTime = (instant: string, clock: Clock) => localIn(clock.timeZone, instant).slice(11, 16)

const nearDays: Record<Language, Record<number, string>> = {
  zh: { [-2]: '前天', [-1]: '昨天', 0: '今天', 1: '明天', 2: '后天' },
  en: { [-1]: 'Yesterday', 0: 'Today', 1: 'Tomorrow' },
}
export const weekdays: Record<Language, string[]> = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
}
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
