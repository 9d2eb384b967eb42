/** Days counted from the day of loading: 0 is today, -3 three days ago. Nobody works at weekends, and nothing has happened that is yet to come. */
import type { Chance } from '../lib/random.ts'
import { addDays, dayIn, instantOf, instantText, weekday } from '../lib/zone.ts'

export type Calendar = {
  /** A working day: weekends move away from today. Today stays today, whatever day it is. */
  day: (offset: number) => string
  /** A moment between half past eight and six o'clock of that day, and before now. */
  moment: (offset: number, chance: Chance) => string
  /** A quarter of an hour of that day. */
  appointment: (offset: number, chance: Chance) => string
}

export function calendarOf(timeZone: string, now: string): Calendar {
  const today = dayIn(timeZone, now)
  const day = (offset: number) => {
    const plain = addDays(today, offset)
    const over = weekday(plain) - 5
    if (over <= 0 || offset === 0) return plain
    return addDays(plain, offset < 0 ? -over : 3 - over)
  }
  const at = (offset: number, minute: number) => instantOf(timeZone, `${day(offset)}T${clock(minute)}:00.000`)
  return {
    day,
    moment(offset, chance) {
      const minute = 510 + chance.below(570)
      // both drawn in any case: what follows must not depend on the day of loading
      const ago = chance.between(5, 90) * 60_000
      return instantText(Math.min(at(offset, minute), Date.parse(now) - ago))
    },
    appointment: (offset, chance) => instantText(at(offset, chance.between(36, 68) * 15)),
  }
}

const two = (n: number) => String(n).padStart(2, '0')
const clock = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
