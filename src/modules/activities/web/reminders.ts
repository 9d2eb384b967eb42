/** What the bell tells: a quarter of an hour before its time, and what became due; for two days. */
import type { Clock } from '../../../lib/when.ts'
import type { DayAnswer, DayEntry } from '../../../lib/wire.ts'
import { startOfDay } from '../../../lib/zone.ts'

export type Reminder = { entry: DayEntry; moment: number; unread: boolean }

const before = 15 * 60_000
const kept = 2 * 86_400_000

export function remindersIn(answer: DayAnswer | undefined, { timeZone, now }: Pick<Clock, 'timeZone' | 'now'>): Reminder[] {
  if (!answer) return []
  const told = new Set(answer.reasons.filter((reason) => reason.reminds).map((reason) => reason.name))
  const seen = answer.seenAt === null ? 0 : Date.parse(answer.seenAt)
  return answer.entries
    .flatMap((entry): Reminder[] => {
      if (entry.at === null || !told.has(entry.reason)) return []
      const moment = entry.at.length > 10 ? Date.parse(entry.at) - before : startOfDay(timeZone, entry.at)
      return moment <= now && moment > now - kept ? [{ entry, moment, unread: moment > seen }] : []
    })
    .toSorted((a, b) => b.moment - a.moment)
}
