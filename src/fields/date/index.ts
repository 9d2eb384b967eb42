import { readDayText } from '../../lib/day-text.ts'
import { instantCell, instantValue, readInstant } from '../../lib/instant.ts'
import { instantOf, instantText, isDay, localIn, startOfDay } from '../../lib/zone.ts'
import { badOption, build, first, oneColumn, optionsOf } from '../build.ts'
import type { Column, Context, Field, FieldOptions, FieldType } from '../field.ts'
import { dayOperators, momentOperators } from '../days.ts'

export type DateOptions = {
  /** `optional`: a day, or a moment of it. Absent: days only. */
  time?: 'optional'
}

/**
 * A day. With `time: 'optional'` it may carry a time: then the column is the instant (of a bare day the start in the workspace's
 * time zone), and `_day` keeps the day where no time was given, so that it reads back as that day wherever the workspace moves.
 */
export const date = (options: FieldOptions & DateOptions = {}) => build<DateOptions>('date', options)

export const dateType: FieldType = {
  name: 'date',
  label: { zh: '日期', en: 'Date' },
  columns: (field) => (timed(field) ? instantAndDay : day()),
  read: schema,
  write: schema,
  parse(value, field, context) {
    if (typeof value !== 'string') return { problem: { code: 'not-date' } }
    if (!timed(field)) return isDay(value) ? { cells: [value] } : { problem: { code: 'not-date' } }
    if (isDay(value)) return { cells: [instantCell(startOfDay(context.timeZone, value)), value] }
    const at = readInstant(value)
    return at === null ? { problem: { code: 'not-date' } } : { cells: [instantCell(at), null] }
  },
  value: ([cell, bare], field) => (timed(field) ? (bare ?? instantValue(String(cell))) : cell),
  plain: (field) => !timed(field),
  fromText(text, field, context) {
    const found = readDayText(text, context.timeZone, context.today)
    if ('code' in found) return { problem: found }
    if (!timed(field) || found.time === undefined) return { value: found.day }
    return { value: instantText(found.instant ?? instantOf(context.timeZone, `${found.day}T${found.time}`)) }
  },
  toText: (value, _, context) => (isDay(String(value)) ? String(value) : momentText(String(value), context)),
  operators: (field) => (timed(field) ? momentOperators : dayOperators),
  sort: first,
  same: first,
  check: (field) => ([undefined, 'optional'].includes(optionsOf<DateOptions>(field).time) ? null : badOption('time')),
}

const timed = (field: Field) => optionsOf<DateOptions>(field).time === 'optional'
const day = oneColumn('date')
const instantAndDay: Column[] = [
  { suffix: '', type: 'timestamptz' },
  { suffix: '_day', type: 'date' },
]

function schema(field: Field) {
  const days = { type: 'string', format: 'date' }
  return timed(field) ? { anyOf: [days, { type: 'string', format: 'date-time' }] } : days
}

/** '2026-03-05 14:30' on the workspace's clock; finer parts where there are any, the offset where the clock shows the time twice. */
export function momentText(instant: string, context: Context): string {
  const local = localIn(context.timeZone, instant)
  if (!isDay(local.slice(0, 10))) return instant // an hour beyond the last day of 9999 or before the first of 1000
  const short = local.endsWith(':00.000') ? local.slice(0, 16) : local.endsWith('.000') ? local.slice(0, 19) : local
  return instantOf(context.timeZone, local) === Date.parse(instant) ? short.replace('T', ' ') : instant
}
