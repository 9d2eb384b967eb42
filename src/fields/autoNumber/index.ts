import { clean, longerThan } from '../../lib/text.ts'
import { badOption, build, first, oneColumn, optionsOf } from '../build.ts'
import type { Context, Field, FieldOptions, FieldType } from '../field.ts'
import { matching, presence, textEquality } from '../operators.ts'

export type AutoNumberOptions = {
  /** 'LD-{yyyy}-{000000}': {yyyy} {yy} {mm} {dd} of the day, {000} the number with at least so many digits. Counts anew when the rest changes. */
  pattern: string
}

/** A number that the house gives out: LD-2026-000001. */
export const autoNumber = (pattern: string, options: FieldOptions = {}) =>
  build<AutoNumberOptions>('autoNumber', { search: true, ...options, pattern })

/** formatNumber(autoNumber('LD-{yyyy}-{000000}'), 7, context) → 'LD-2026-000007' */
export const formatNumber = (field: Field, n: number, context: Context): string =>
  dated(field, context).replace(place, (_, zeros: string) => String(n).padStart(zeros.length, '0'))

export const autoNumberType: FieldType = {
  name: 'autoNumber',
  label: { zh: '自动编号', en: 'Automatic number' },
  columns: oneColumn('text'),
  read: () => ({ type: 'string' }),
  write: () => ({ type: 'string', maxLength: max }),
  /** Deeds and imports may hand a number on, such as a revision that keeps its quote's. */
  parse(value) {
    const text = typeof value === 'string' ? clean(value) : null
    if (text === null) return { problem: { code: typeof value === 'string' ? 'bad-character' : 'not-text' } }
    return longerThan(text, max) ? { problem: { code: 'too-long', values: { max } } } : { cells: [text || null] }
  },
  value: (cells) => cells[0],
  plain: () => true,
  fromText: (text) => ({ value: text.trim() }),
  toText: (value) => String(value),
  operators: () => operators,
  sort: first,
  same: first,
  words: (cells) => [String(cells[0])],
  number: (field, context) => ({ counter: dated(field, context), show: (n) => formatNumber(field, n, context) }),
  computed: true,
  check: (field) => {
    const { pattern } = optionsOf<AutoNumberOptions>(field)
    return typeof pattern === 'string' && pattern.length <= 60 && (pattern.match(place)?.length ?? 0) === 1 && clean(pattern) === pattern
      ? null
      : badOption('pattern')
  },
}

const max = 100
const place = /\{(0+)\}/g
const operators = { ...textEquality, ...matching(), ...presence() }

/** The pattern with its day filled in: it names the counter too, so each year's (or month's) numbers start at 1. */
function dated(field: Field, context: Context): string {
  const [yyyy, mm, dd] = context.today.split('-') as [string, string, string]
  return optionsOf<AutoNumberOptions>(field)
    .pattern.replaceAll('{yyyy}', yyyy)
    .replaceAll('{yy}', yyyy.slice(2))
    .replaceAll('{mm}', mm)
    .replaceAll('{dd}', dd)
}
