/** What numbers, percents and amounts of money share: decimal text within numeric(24,6). */
import { canonical, compare, decimals, fromNumber, wholeDigits } from '../../lib/decimal.ts'
import type { Problem } from '../../lib/errors.ts'
import { wrongNumber } from '../../lib/number-text.ts'
import { badOption, isCount } from '../build.ts'
import type { Field, JsonSchema } from '../field.ts'
import { optionsOf } from '../build.ts'

export type DecimalOptions = {
  /** Decimals, at most 6. */
  digits?: number
  min?: number | string
  max?: number | string
}

export const mostDigits = 6
const mostWhole = 18
const biggest = '9'.repeat(mostWhole)

/** JSON value → canonical decimal text. */
export function readDecimal(value: unknown, digits: number, options: { min?: number | string; max?: number | string }): string | Problem {
  const number = typeof value === 'string' ? canonical(value) : typeof value === 'number' ? fromNumber(value) : null
  if (number === null) return typeof value === 'string' && !/^[+-]?[\d.]+e/i.test(value) ? wrongNumber(value) : { code: 'not-number' }
  if (wholeDigits(number) > mostWhole)
    return number.startsWith('-') ? { code: 'too-small', values: { min: `-${biggest}` } } : { code: 'too-big', values: { max: biggest } }
  if (decimals(number) > digits) return { code: 'too-precise', values: { digits } }
  if (options.min !== undefined && compare(number, bound(options.min)) < 0) return { code: 'too-small', values: { min: options.min } }
  if (options.max !== undefined && compare(number, bound(options.max)) > 0) return { code: 'too-big', values: { max: options.max } }
  return number
}

const bound = (value: number | string) => canonical(String(value)) ?? '0'

export const decimalRead: JsonSchema = { type: 'string', pattern: '^-?\\d{1,18}(\\.\\d{1,6})?$' }
export const decimalWrite: JsonSchema = { anyOf: [decimalRead, { type: 'number' }] }

export function checkDecimal(field: Field): Problem | null {
  const { digits, min, max } = optionsOf<DecimalOptions>(field)
  if (digits !== undefined && !isCount(digits, 0, mostDigits)) return badOption('digits')
  for (const [name, value] of Object.entries({ min, max }))
    if (value !== undefined && canonical(String(value)) === null) return badOption(name)
  return null
}
