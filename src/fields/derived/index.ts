import { Decimal } from 'decimal.js'
import { canonical } from '../../lib/decimal.ts'
import { build, optionsOf } from '../build.ts'
import type { Field, FieldOptions, FieldType } from '../field.ts'
import { type Result, borrowed, checkResult } from '../results.ts'
import { evaluate } from './evaluate.ts'
import { type Expression, type Term, checkExpression, fieldsIn } from './expression.ts'

export { evaluate } from './evaluate.ts'
export { type Expression, type Term, choose, the } from './expression.ts'

export type DerivedOptions = {
  result: Result
  from: Expression
  /** Decimals of the result; the type's own where not said. */
  digits?: number
}

/** Computed from the record's own values: derived('money', the('amount').times(the('probability')).over(100)). */
export const derived = (result: Result, from: Term | Expression, options: FieldOptions & { digits?: number } = {}) =>
  build<DerivedOptions>('derived', { ...options, result, from: 'expression' in from ? from.expression : from })

export const derivedType: FieldType = {
  ...borrowed,
  name: 'derived',
  label: { zh: '计算', en: 'Computed' },
  compute: (field, valueOf) => fitted(evaluate(optionsOf<DerivedOptions>(field).from, valueOf), field),
  reads: (field) => fieldsIn(optionsOf<DerivedOptions>(field).from),
  check: (field) => checkResult(field) ?? checkExpression(optionsOf<DerivedOptions>(field).from),
}

const usualDigits: Partial<Record<Result, number>> = { number: 6, percent: 4, money: 2 }

/** Rounded to what the result's type keeps. */
function fitted(value: unknown, field: Field): unknown {
  const { result, digits = usualDigits[result] } = optionsOf<DerivedOptions>(field)
  if (digits === undefined || value === null) return value
  if (typeof value === 'object' && 'amount' in value) return { ...value, amount: roundedTo(String(value.amount), digits) }
  const number = typeof value === 'string' ? canonical(value) : null
  return number === null ? null : roundedTo(number, digits)
}

const roundedTo = (text: string, digits: number) => new Exact(text).toDecimalPlaces(digits).toFixed()
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP })
