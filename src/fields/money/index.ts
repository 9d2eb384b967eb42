import sql, { type Sql } from 'sql-template-tag'
import { Decimal } from 'decimal.js'
import { grouped, padded, wholeDigits } from '../../lib/decimal.ts'
import { isCurrency, splitCurrency } from '../../lib/currency.ts'
import type { Problem } from '../../lib/errors.ts'
import { prepare, readNumberText } from '../../lib/number-text.ts'
import { build, optionsOf } from '../build.ts'
import type { Column, Context, Field, FieldOptions, FieldType } from '../field.ts'
import { type DecimalOptions, checkDecimal, decimalRead, decimalWrite, readDecimal } from '../number/decimals.ts'
import { moneyOperators } from './operators.ts'

/** An amount in a currency; two decimals where not said, up to six for unit prices. */
export const money = (options: FieldOptions & DecimalOptions = {}) => build<DecimalOptions>('money', options)

export type Money = { amount: string; currency: string }

export const moneyType: FieldType = {
  name: 'money',
  label: { zh: '金额', en: 'Money' },
  columns: () => columns,
  read: () => ({
    type: 'object',
    properties: { amount: decimalRead, currency },
    required: ['amount', 'currency'],
    additionalProperties: false,
  }),
  write: () => ({
    anyOf: [
      { type: 'object', properties: { amount: decimalWrite, currency }, required: ['amount'], additionalProperties: false },
      { ...decimalWrite, description: 'in the currency of the workspace' },
    ],
  }),
  parse(value, field, context) {
    const digits = digitsOf(field)
    const given = readMoney(value, context)
    if ('code' in given) return { problem: given }
    const amount = readDecimal(given.amount, digits, optionsOf<DecimalOptions>(field))
    if (typeof amount !== 'string') return { problem: amount }
    return { cells: [padded(amount, 2), given.currency, inHomeMoney(amount, given.currency, digits, context)] }
  },
  value: (cells) => ({ amount: shown(String(cells[0])), currency: cells[1] }),
  fromText(text, _, context) {
    const { rest, currency: named } = splitCurrency(prepare(text), context.currency)
    const amount = readNumberText(rest)
    if (named !== null && !isCurrency(named))
      return { problem: /^[A-Z]{3}$/.test(named) && typeof amount === 'string' ? { code: 'not-currency' } : { code: 'not-number' } }
    return typeof amount === 'string' ? { value: { amount, currency: named ?? context.currency } } : { problem: amount }
  },
  toText(value, _, context) {
    const { amount, currency } = value as Money
    return currency === context.currency ? grouped(amount) : `${currency} ${grouped(amount)}`
  },
  operators: () => moneyOperators,
  sort: () => '_base',
  check: checkDecimal,
  measure: () => '_base',
  ofSum: sumOf,
}

/** Amounts of one currency add up to money of that currency; of several, to what they are worth at home. */
function sumOf(_: Field, suffix: string, column: (suffix: string) => Sql, { currency: home }: Context): Sql {
  const worth = sql`sum(${column('_base')})`
  if (suffix === '_base') return worth
  const alike = sql`count(distinct ${column('_currency')}) <= 1`
  if (suffix === '') return sql`case when ${alike} then sum(${column('')}) else ${worth} end`
  return sql`case when ${alike} then min(${column('_currency')}) when ${worth} is not null then ${home}::text end`
}

const columns: Column[] = [
  { suffix: '', type: 'numeric' },
  { suffix: '_currency', type: 'text' },
  { suffix: '_base', type: 'numeric' },
]
const currency = { type: 'string', pattern: '^[A-Z]{3}$' }
const digitsOf = (field: Field) => optionsOf<DecimalOptions>(field).digits ?? 2

/** At least two decimals, and no zeros beyond them. */
const shown = (amount: string) => padded(amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount, 2)

function readMoney(value: unknown, context: Context): { amount: unknown; currency: string } | Problem {
  if (typeof value === 'string' || typeof value === 'number') return { amount: value, currency: context.currency }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { code: 'not-number' }
  const { amount, currency = context.currency, ...rest } = value as Record<string, unknown>
  if (Object.keys(rest).length) return { code: 'wrong-value' }
  return isCurrency(currency) ? { amount, currency } : { code: 'not-currency' }
}

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP })

/** What it is worth in the workspace's currency; unknown without a rate. */
function inHomeMoney(amount: string, from: string, digits: number, context: Context): string | null {
  if (from === context.currency) return padded(amount, 2)
  const rate = context.rates?.[from]
  if (rate === undefined) return null
  const base = new Exact(amount).times(rate).toDecimalPlaces(digits).toFixed()
  return wholeDigits(base) > 18 ? null : padded(base, 2)
}
