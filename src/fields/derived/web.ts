/** The server's own expressions, evaluated while somebody types: what stands on the screen is what will be kept, to the cent. */
import { added, canonical, padded, wholeDigits } from '../../lib/decimal.ts'
import type { FieldShape, LiveShape } from '../../lib/wire.ts'
import { evaluate } from './evaluate.ts'
import { type Expression, checkExpression } from './expression.ts'
import { fitted } from './fitted.ts'

export type Values = Record<string, unknown>
type Shapes = { fields: FieldShape[] }

/** A record with its computed values as they will be; `linesOf` gives the lines of a document, counted already. */
export function counted({ fields }: Shapes, values: Values, linesOf: (name: string) => Values[] | undefined = () => undefined): Values {
  const all: Values = { ...values }
  const open = new Map(fields.flatMap((field) => (field.live ? [[field.name, { field, live: field.live }]] : [])))
  const valueOf = (name: string): unknown => {
    const one = open.get(name)
    if (!one) return all[name] ?? null
    open.delete(name)
    return (all[name] = 'from' in one.live ? computed(one.live.from, one.field, valueOf) : gathered(one.live, linesOf, all[name]))
  }
  for (const { name } of fields) valueOf(name)
  return all
}

function computed(from: unknown, field: FieldShape, valueOf: (name: string) => unknown): unknown {
  if (checkExpression(from) !== null) return null
  const { result, digits } = field.options as { result: string; digits?: number }
  return kept(fitted(evaluate(from as Expression, valueOf), { result, digits }))
}

type Gathered = Exclude<LiveShape, { from: unknown }>

function gathered({ lines: name, fn, field }: Gathered, linesOf: (name: string) => Values[] | undefined, known: unknown): unknown {
  const lines = linesOf(name)
  if (!lines) return known ?? null
  if (fn === 'count') return String(lines.length)
  return sum(lines.map((line) => line[field!]).filter((value) => value !== null && value !== undefined))
}

/** Nothing of nothing; amounts of several currencies are added up by the server alone, who knows the rates. */
function sum(values: unknown[]): unknown {
  if (!values.length) return null
  const moneys = values.filter(isMoney)
  if (!moneys.length) return added(values.map((value) => canonical(String(value)) ?? '0'))
  const [{ currency }] = moneys as [Money]
  if (moneys.length < values.length || moneys.some((money) => money.currency !== currency)) return null
  return kept({ amount: added(moneys.map((money) => canonical(money.amount) ?? '0')), currency })
}

type Money = { amount: string; currency: string }
const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'amount' in value && typeof value.amount === 'string' && 'currency' in value

/** As it is read back: amounts have two decimals at least, and what is too big to keep is nothing. */
function kept(value: unknown): unknown {
  if (!isMoney(value)) return value
  const amount = canonical(value.amount)
  return amount === null || wholeDigits(amount) > 18 ? null : { ...value, amount: padded(amount, 2) }
}
