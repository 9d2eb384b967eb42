import type { Chance } from '../lib/random.ts'
import type { Calendar } from './calendar.ts'
import type { Ids } from './ids.ts'

/** A record of the example on its way to the write road: when it was made and by whom, told as if it had happened. */
export type Made = { id: string; values: Record<string, unknown>; made: { at: string; by: string } }

/** What everything is made with. */
export type Ground = {
  chance: Chance
  calendar: Calendar
  id: Ids
  /** Whose the customers are, by weight. */
  shares: Record<string, number>
  engineer: string
  nameOf: (user: string) => string
}
