/**
 * Why something stands in a person's day, said by a module as data; engine/day.ts compiles all of it into one statement.
 *
 * The order of the day, said once, here:
 *   late   what should have happened: money past its day and steps past theirs together, the oldest first, money before a step of the same day
 *   today  what is to be done today: by the clock, then what has no time, steps before money
 *   soon   what is lost if nobody looks: offers that expire or have expired, money of the coming days, leads nobody has called; by their day
 *   idle   what nobody minds: deals without a next step; the largest first
 * Within a band and on the same day the greater `weight` stands first; then what the reason itself puts first.
 */
import type { Label } from '../fields/field.ts'
import type { Filter } from './definition.ts'

export const bands = ['late', 'today', 'soon', 'idle'] as const
export type Band = (typeof bands)[number]

export type DayReason = {
  /** 'quote-expiring'; one in the whole house. */
  name: string
  /** Records of this object that belong to the person. */
  object: string
  label: Label
  band: Band
  weight: number
  filter: Filter
  /** Of more than a day can hold, these come first: '-amount'. */
  sort: string
  /** The field that says for when it is, or since when. */
  at?: string
  /** That moment is told in the bell as it comes. */
  reminds?: boolean
  /** Fields that the screen shows of it. */
  shows: string[]
  /** References that come as the records themselves, with these fields: whom it is about, and how he is called. */
  about?: Record<string, string[]>
  amount?: string
  /** What can be done in place, the usual thing first. */
  offers: DayOffer[]
  /** Fields behind the owner in an index that finds them without looking at all that he owns. */
  index: string[]
}

export type DayOffer =
  /** A deed by its name. */
  | { deed: string }
  /** A field of it, changed to another day. */
  | { moves: string; label: Label }
  /** A new record; texts name fields of this one, `id` itself. */
  | { makes: string; with: Record<string, unknown>; label: Label }
  /** A next step is written. */
  | { plans: true }
