/** Which orders a receipt is for, where nobody says: the earliest due first, each as far as the money reaches. */
import { added, canonical, compare, padded } from '../../../lib/decimal.ts'

type Money = { amount: string; currency: string }
export type Unpaid = { id: string; number: string; unpaid: Money }
export type Allocation = { order?: unknown; amount?: unknown; [field: string]: unknown }

export function allocated(received: Money, lines: Allocation[], unpaid: Unpaid[]): Allocation[] {
  const amounts = lines.flatMap(({ amount }) => (isMoney(amount) ? [canonical(amount.amount) ?? '0'] : []))
  let left = minus(canonical(received.amount) ?? '0', amounts)
  const fresh: Allocation[] = []
  for (const order of unpaid) {
    if (compare(left, '0') <= 0) break
    if (order.unpaid.currency !== received.currency || lines.some((line) => idOf(line.order) === order.id)) continue
    const owed = canonical(order.unpaid.amount) ?? '0'
    const part = compare(owed, left) < 0 ? owed : left
    fresh.push({ order: { id: order.id, title: order.number }, amount: { amount: padded(part, 2), currency: received.currency } })
    left = minus(left, [part])
  }
  return fresh
}

const minus = (whole: string, parts: string[]) => added([whole, ...parts.map(negated)])
const negated = (text: string) => (text.startsWith('-') ? text.slice(1) : text === '0' ? text : `-${text}`)

export const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'amount' in value && typeof value.amount === 'string' && 'currency' in value

export const idOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null
