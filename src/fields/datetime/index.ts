import { readDayText } from '../../lib/day-text.ts'
import { instantCell, instantValue, readInstant } from '../../lib/instant.ts'
import { instantOf, instantText } from '../../lib/zone.ts'
import { build, first, oneColumn } from '../build.ts'
import { momentText } from '../date/index.ts'
import { instantOperators } from '../days.ts'
import type { FieldOptions, FieldType } from '../field.ts'

/** A moment, to the millisecond; travels in UTC. */
export const datetime = (options: FieldOptions = {}) => build('datetime', options)

export const datetimeType: FieldType = {
  name: 'datetime',
  label: { zh: '日期时间', en: 'Date and time' },
  columns: oneColumn('timestamptz'),
  read: () => ({ type: 'string', format: 'date-time' }),
  write: () => ({ type: 'string', format: 'date-time' }),
  parse(value) {
    const at = typeof value === 'string' ? readInstant(value) : null
    return at === null ? { problem: { code: 'not-date' } } : { cells: [instantCell(at)] }
  },
  value: (cells) => instantValue(String(cells[0])),
  fromText(text, _, context) {
    const found = readDayText(text, context.timeZone, context.today)
    if ('code' in found) return { problem: found }
    return { value: instantText(found.instant ?? instantOf(context.timeZone, `${found.day}T${found.time ?? '00:00:00.000'}`)) }
  },
  toText: (value, _, context) => momentText(String(value), context),
  operators: () => instantOperators,
  sort: first,
  same: first,
}
