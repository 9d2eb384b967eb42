import { quickDays, type QuickDay } from '../../../ui/DayInput.tsx'
import type { Reader } from '../../../ui/reader.tsx'

/** Tomorrow, the day after, next Monday; each day once: on a Sunday tomorrow is next Monday. */
export function nearDays(reader: Reader, without: (key: QuickDay, day: string) => boolean): [QuickDay, string][] {
  const days = quickDays(reader).filter(([key, day]) => key !== 'nextMonthFirst' && !without(key, day))
  return days.filter(([, day], index) => days.findIndex(([, other]) => other === day) === index)
}
