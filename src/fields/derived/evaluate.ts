import { Decimal } from 'decimal.js'
import { canonical } from '../../lib/decimal.ts'
import { addDays, daysBetween, isDay } from '../../lib/zone.ts'
import type { Expression, Op } from './expression.ts'

/**
 * An expression over API values. Decimals are exact; money keeps its currency, and two currencies together are nothing (null).
 * null with anything is null, but for coalesce, concat, min, max and the questions (eq … not), which see it as absent.
 *   evaluate(the('amount').times(the('probability')).over(100).expression, (name) => record[name])
 */
export function evaluate(expression: Expression, valueOf: (name: string) => unknown): unknown {
  if ('field' in expression) return valueOf(expression.field) ?? null
  if ('value' in expression) return typeof expression.value === 'number' ? String(expression.value) : expression.value
  const { op, args } = expression
  if (op === 'if') return evaluate(args[evaluate(args[0]!, valueOf) === true ? 1 : 2]!, valueOf)
  return operate[op](args.map((each) => evaluate(each, valueOf)))
}

type Amount = { n: Decimal; currency: string | null }
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP })

const operate: Record<Exclude<Op, 'if'>, (args: unknown[]) => unknown> = {
  plus: (args) => together(args, (amounts) => amounts.reduce((a, b) => a.plus(b))),
  minus: (args) => together(args, ([a, b]) => a!.minus(b!)),
  times: multiplied,
  over: ([a, b]) => divided(amountOf(a), amountOf(b)),
  percentOf: ([percent, whole]) => multiplied([percent, whole, '0.01']),
  negate: (args) => together(args, ([a]) => a!.negated()),
  abs: (args) => together(args, ([a]) => a!.abs()),
  round: ([a, digits]) => together([a], ([n]) => n!.toDecimalPlaces(Math.min(20, Math.max(0, Number(digits) || 0)))),
  min: (args) => extreme(args, -1),
  max: (args) => extreme(args, 1),
  concat: (args) => args.map(textOf).join('') || null,
  coalesce: (args) => args.find((each) => each !== null && each !== undefined) ?? null,
  empty: ([a]) => a === null || a === undefined || a === '' || (Array.isArray(a) && a.length === 0),
  eq: ([a, b]) => compare(a, b) === 0,
  ne: ([a, b]) => compare(a, b) !== 0,
  lt: ([a, b]) => (compare(a, b) ?? 0) < 0,
  le: ([a, b]) => (compare(a, b) ?? 1) <= 0,
  gt: ([a, b]) => (compare(a, b) ?? 0) > 0,
  ge: ([a, b]) => (compare(a, b) ?? -1) >= 0,
  and: (args) => args.every((each) => each === true),
  or: (args) => args.includes(true),
  not: ([a]) => a !== true,
  addDays: ([day, count]) => shiftedDay(dayOf(day), amountOf(count)),
  daysBetween: ([from, to]) => distance(dayOf(from), dayOf(to)),
}

function amountOf(value: unknown): Amount | null {
  if (typeof value === 'object' && value !== null) {
    const { amount, currency } = value as Record<string, unknown>
    const number = typeof amount === 'string' ? canonical(amount) : null
    return number === null ? null : { n: new Exact(number), currency: String(currency) }
  }
  const number = typeof value === 'string' || typeof value === 'number' ? canonical(String(value)) : null
  return number === null ? null : { n: new Exact(number), currency: null }
}

function back(n: Decimal, currency: string | null): unknown {
  if (!n.isFinite()) return null
  return currency === null ? n.toFixed() : { amount: n.toFixed(), currency }
}

/** Amounts of one currency; plain numbers stand beside them as if in it. */
function together(args: unknown[], work: (amounts: Decimal[]) => Decimal): unknown {
  const amounts = args.map(amountOf)
  if (!amounts.every((each) => each !== null)) return null
  const currencies = new Set(amounts.flatMap(({ currency }) => currency ?? []))
  return currencies.size > 1 ? null : back(work(amounts.map(({ n }) => n)), [...currencies][0] ?? null)
}

/** At most one of them is money. */
function multiplied(args: unknown[]): unknown {
  const amounts = args.map(amountOf)
  if (!amounts.every((each) => each !== null)) return null
  const currencies = amounts.flatMap(({ currency }) => currency ?? [])
  return currencies.length > 1
    ? null
    : back(
        amounts.map(({ n }) => n).reduce((a, b) => a.times(b)),
        currencies[0] ?? null,
      )
}

/** Money by a number is money, money by money of one currency a number. */
function divided(a: Amount | null, b: Amount | null): unknown {
  if (a === null || b === null || b.n.isZero() || (b.currency !== null && b.currency !== a.currency)) return null
  return back(a.n.div(b.n), b.currency === null ? a.currency : null)
}

/** Below, at or above zero; null where the two cannot be compared. */
function compare(a: unknown, b: unknown): number | null {
  const [x, y] = [amountOf(a), amountOf(b)]
  if (x && y) return x.currency !== null && y.currency !== null && x.currency !== y.currency ? null : x.n.comparedTo(y.n)
  const [left, right] = [plain(a), plain(b)]
  if (left === null || right === null || typeof left !== typeof right) return null
  return left < right ? -1 : left > right ? 1 : 0
}

/** A reference is compared by its id. */
function plain(value: unknown): string | boolean | null {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : null
  return typeof id === 'string' ? id : null
}

function extreme(args: unknown[], sign: 1 | -1): unknown {
  const present = args.filter((each) => each !== null && each !== undefined)
  return present.length ? present.reduce((best, each) => ((compare(each, best) ?? 0) * sign > 0 ? each : best)) : null
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  const { amount, currency, title } = value as Record<string, unknown>
  return typeof amount === 'string' ? `${amount} ${String(currency)}` : typeof title === 'string' ? title : ''
}

const dayOf = (value: unknown): string | null => (typeof value === 'string' && isDay(value.slice(0, 10)) ? value.slice(0, 10) : null)
const shiftedDay = (day: string | null, count: Amount | null) => {
  if (day === null || count === null || !count.n.isInteger() || count.n.abs().gt(3_000_000)) return null
  const shifted = addDays(day, count.n.toNumber())
  return isDay(shifted) ? shifted : null
}
const distance = (from: string | null, to: string | null) => (from === null || to === null ? null : String(daysBetween(from, to)))
