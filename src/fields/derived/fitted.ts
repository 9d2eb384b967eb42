import { Decimal } from 'decimal.js'
import { canonical } from '../../lib/decimal.ts'

/** Decimals that a result keeps where its field does not say. */
const usualDigits: Record<string, number> = { number: 6, percent: 4, money: 2 }

/** A computed value rounded to what the type of its result keeps. */
export function fitted(value: unknown, { result, digits = usualDigits[result] }: { result: string; digits?: number }): unknown {
  if (digits === undefined || value === null) return value
  if (typeof value === 'object' && 'amount' in value) return { ...value, amount: roundedTo(String(value.amount), digits) }
  const number = typeof value === 'string' ? canonical(value) : null
  return number === null ? null : roundedTo(number, digits)
}

const roundedTo = (text: string, digits: number) => new Exact(text).toDecimalPlaces(digits).toFixed()
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP })
