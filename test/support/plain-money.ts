/**
 * A second opinion on money: fractions of whole numbers, written from the rules as the paper says them and sharing no line
 * with the product. Amounts in cents; a decimal is [digits, decimals].
 *   amount = round(quantity × price × (1 − discount/100) × (1 − whole/100), 2)
 *   tax    = included: round(amount × rate / (100 + rate), 2), else round(amount × rate / 100, 2)
 */
type Fraction = { above: bigint; below: bigint }

export function fraction(text: string): Fraction {
  const [whole, rest = ''] = text.split('.') as [string, string?]
  return { above: BigInt(whole + rest), below: 10n ** BigInt(rest.length) }
}
const times = (...all: Fraction[]): Fraction =>
  all.reduce((a, b) => ({ above: a.above * b.above, below: a.below * b.below }), { above: 1n, below: 1n })

/** Half a cent goes up; nothing here is negative. */
const cents = ({ above, below }: Fraction): bigint => (2n * 100n * above + below) / (2n * below)
const left = (percent: string): Fraction => {
  const { above, below } = fraction(percent)
  return { above: 100n * below - above, below: 100n * below }
}

export type PlainLine = { quantity: string; price: string; discount: string; taxRate: string; cost?: string }
export type Counted = { amount: bigint; tax: bigint; net: bigint; total: bigint }

export function countLine(line: PlainLine, whole: string, included: boolean): Counted {
  const amount = cents(times(fraction(line.quantity), fraction(line.price), left(line.discount), left(whole)))
  const rate = fraction(line.taxRate)
  const share = included ? { above: rate.above, below: 100n * rate.below + rate.above } : { above: rate.above, below: 100n * rate.below }
  const tax = cents(times({ above: amount, below: 100n }, share))
  const net = included ? amount - tax : amount
  return { amount, tax, net, total: net + tax }
}

export const sum = (all: bigint[]): bigint => all.reduce((a, b) => a + b, 0n)
export const inYuan = (n: bigint): { amount: string; currency: string } => ({
  amount: `${n / 100n}.${String(n % 100n).padStart(2, '0')}`,
  currency: 'CNY',
})
