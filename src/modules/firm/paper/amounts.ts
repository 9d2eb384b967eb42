/** Numbers on paper, on decimal text: exactly what the server computed, with thousands and at least the decimals that money has. */
import { canonical, grouped, padded } from '../../../lib/decimal.ts'
import type { PaperLanguage } from '../../../lib/sheet.ts'

export type Amount = { amount: string; currency: string }

/** Money as read over the API; what the reader may not see is none. */
export function amountOf(value: unknown): Amount | null {
  if (typeof value !== 'object' || value === null || !('amount' in value) || !('currency' in value)) return null
  const { amount, currency } = value
  return typeof amount === 'string' && typeof currency === 'string' ? { amount, currency } : null
}

/** '1234.5' → '1,234.50', '0.123456' stays as it is, '' too. */
export const figure = (amount: string): string => (amount ? grouped(padded(canonical(amount) ?? amount, 2)) : '')

/** '12.000' → '12' */
export const quantity = (value: unknown): string => (typeof value === 'string' ? grouped(canonical(value) ?? value) : '')

/** '5.0' → '5%'; zero is said only where there is a word for it. */
export function percent(value: unknown, zero = ''): string {
  if (typeof value !== 'string') return ''
  const number = canonical(value) ?? value
  return number === '0' ? zero : `${number}%`
}

/** '¥1,234.50' among Chinese readers, 'CNY 1,234.50' where ¥ could be another's. */
export const money = ({ amount, currency }: Amount, language: PaperLanguage): string =>
  currency === 'CNY' && language !== 'en' ? `¥${figure(amount)}`.replace('¥-', '-¥') : `${currency} ${figure(amount)}`
