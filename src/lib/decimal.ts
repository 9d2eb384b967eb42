/**
 * Decimal numbers as text. No floating point touches them.
 *   canonical('+007.50') → '7.5'     canonical('-0') → '0'     canonical('1e5') → null
 */
export function canonical(text: string): string | null {
  const match = shape.exec(text)
  if (!match) return null
  const whole = match[2]!.replace(leadingZeros, '')
  const part = match[3] === undefined ? '' : match[3].replace(trailingZeros, '')
  if (whole === '0' && part === '') return '0'
  return (match[1] === '-' ? '-' : '') + whole + (part && '.' + part)
}

const shape = /^([+-]?)(\d{1,400})(?:\.(\d{1,400}))?$/
const leadingZeros = /^0+(?=\d)/
const trailingZeros = /0+$/

/** A JSON number as text; null where its digits cannot be trusted (a double keeps 15) or it is none. */
export function fromNumber(value: number): string | null {
  const text = canonical(String(value))
  return text !== null && digitsIn(text) <= 15 ? text : null
}

const digitsIn = (text: string) => text.replace(/^-?0*\.?0*|\./g, '').length

/** Decimals of a canonical number. */
export function decimals(text: string): number {
  const dot = text.indexOf('.')
  return dot < 0 ? 0 : text.length - dot - 1
}

/** Digits before the point. */
export function wholeDigits(text: string): number {
  const dot = text.indexOf('.')
  return (dot < 0 ? text.length : dot) - (text.charCodeAt(0) === 45 ? 1 : 0)
}

/** added(['1.50', '-2']) → '-0.5' */
export function added(texts: string[]): string {
  const places = Math.max(0, ...texts.map((text) => decimals(text)))
  const units = texts.map((text) => BigInt(padded(text, places).replace('.', '')))
  const sum = units.reduce((all, each) => all + each, 0n)
  return canonical(shifted(String(sum), -places))!
}

/** At least so many decimals: padded('1234.5', 2) → '1234.50'. */
export function padded(text: string, places: number): string {
  const has = decimals(text)
  if (has >= places) return text
  return (has ? text : text + '.') + '0'.repeat(places - has)
}

/** Compares two canonical numbers: below, at or above zero. */
export function compare(a: string, b: string): number {
  const minus = a.charCodeAt(0) === 45
  if (minus !== (b.charCodeAt(0) === 45)) return minus ? -1 : 1
  const size = minus ? compareSizes(b.slice(1), a.slice(1)) : compareSizes(a, b)
  return size
}

function compareSizes(a: string, b: string): number {
  const longer = wholeDigits(a) - wholeDigits(b)
  if (longer) return longer
  return a < b ? -1 : a > b ? 1 : 0
}

/** × 10^places by moving the point: shifted('3.5', 4) → '35000'. */
export function shifted(text: string, places: number): string {
  const minus = text.charCodeAt(0) === 45
  const [whole = '', part = ''] = (minus ? text.slice(1) : text).split('.')
  const digits = whole + part
  const point = whole.length + places
  const moved =
    point <= 0
      ? '0.' + '0'.repeat(-point) + digits
      : point >= digits.length
        ? digits + '0'.repeat(point - digits.length)
        : digits.slice(0, point) + '.' + digits.slice(point)
  return canonical((minus ? '-' : '') + moved) ?? text
}

/**
 * What a spreadsheet made of a number. '1.5E+3' is 1500; of '1.38E+10' the last eight digits are lost; '0.30000000000000004'
 * is 0.3, for it shows fifteen digits itself.
 */
export function unscientific(text: string): { number: string } | { lost: true } | null {
  const match = scientific.exec(text)
  if (!match) return null
  const digits = match[2]! + (match[3] ?? '')
  const power = Number(match[4])
  if (power > 30 || power < -30) return null
  if (power > 0 && digits.length < power + 1 && power >= 5) return { lost: true }
  const plain = canonical((match[1] ?? '') + match[2]! + (match[3] ? '.' + match[3] : ''))
  return plain === null ? null : { number: shifted(plain, power) }
}

const scientific = /^([+-]?)(\d)(?:\.(\d{1,20}))?[eE]([+-]?\d{1,2})$/

/** Rounded half up to fifteen significant digits, where the rest can only be dust of binary fractions. */
export function dusted(text: string): string {
  const has = decimals(text)
  const extra = digitsIn(text) - 15
  if (extra <= 0 || has < extra) return text
  return rounded(text, has - extra)
}

/** Rounded half away from zero. */
export function rounded(text: string, places: number): string {
  const cut = decimals(text) - places
  if (cut <= 0) return text
  const minus = text.charCodeAt(0) === 45
  const digits = BigInt((minus ? text.slice(1) : text).replace('.', ''))
  const unit = 10n ** BigInt(cut)
  const kept = (digits + unit / 2n) / unit
  return shifted(canonical((minus ? '-' : '') + kept) ?? '0', -places)
}

/** 1234567.5 → 1,234,567.5 */
export const grouped = (text: string): string => {
  const dot = text.indexOf('.')
  const whole = dot < 0 ? text : text.slice(0, dot)
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (dot < 0 ? '' : text.slice(dot))
}
