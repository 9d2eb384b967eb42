/**
 * Amounts as people read them, on decimal text: no floating point touches money.
 *   sayNumber('1234567.50')                        → '1,234,567.50'
 *   sayMoney({ amount: '1682471.00', currency: 'CNY' }) → '¥1,682,471'
 *   sayBig('4200000', 'zh') → '420 万' · sayBig('4200000', 'en') → '4.2M'
 */
import type { Language } from './errors.ts'

export function sayNumber(text: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text)
  if (!match) return text
  return `${match[1]}${match[2]!.replace(/\B(?=(\d{3})+$)/g, ',')}${match[3] ?? ''}`
}

/** Whole amounts lose their empty decimals; others keep all they have. */
export function sayMoney(money: { amount: string; currency: string }): string {
  const trimmed = money.amount.replace(/\.0+$/, '')
  const sign = signs[money.currency]
  const number = sayNumber(trimmed)
  if (sign === undefined) return `${money.currency} ${number}`
  return number.startsWith('-') ? `-${sign}${number.slice(1)}` : `${sign}${number}`
}

export function sayBig(text: string, language: Language): string {
  const steps: [number, string][] = language === 'zh' ? [[8, ' 亿'], [4, ' 万']] : [[9, 'B'], [6, 'M'], [3, 'K']] // prettier-ignore
  const minus = text.startsWith('-') ? '-' : ''
  const [whole = '0', rest = ''] = text.replace('-', '').split('.')
  for (const [digits, unit] of steps) {
    if (whole.length <= digits) continue
    const head = whole.slice(0, -digits)
    const tail = (whole.slice(-digits) + rest).slice(0, head.length > 2 ? 0 : 1).replace(/0+$/, '')
    return `${minus}${sayNumber(head)}${tail && `.${tail}`}${unit}`
  }
  return sayNumber(text.replace(/\.0+$/, ''))
}

/** sayBytes(1536) → '1.5 KB' */
export function sayBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  const step = Math.min(units.length - 1, bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 10))
  return `${Math.round((bytes / 1024 ** step) * 10) / 10} ${units[step] ?? 'B'}`
}

const signs: Record<string, string> = { CNY: '¥', USD: 'US$', EUR: '€', GBP: '£', HKD: 'HK$', JPY: 'JP¥', TWD: 'NT$' }
