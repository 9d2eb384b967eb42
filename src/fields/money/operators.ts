/** Amounts are compared in the workspace's currency (`_base`); an operand with another currency is compared within that one. */
import sql, { type Sql } from 'sql-template-tag'
import { isCurrency } from '../../lib/currency.ts'
import type { Problem } from '../../lib/errors.ts'
import type { JsonSchema, Operator, OperatorContext } from '../field.ts'
import { decimalWrite, mostDigits, readDecimal } from '../number/decimals.ts'
import { type Operators, casts, isProblem, mostOperands, presence } from '../operators.ts'

type Operand = { amount: string; currency: string | null }
type Compare = (column: Sql, amount: Sql) => Sql

const operand: JsonSchema = {
  anyOf: [
    ...(decimalWrite.anyOf as JsonSchema[]),
    {
      type: 'object',
      properties: { amount: decimalWrite, currency: { type: 'string' } },
      required: ['amount'],
      additionalProperties: false,
    },
  ],
}

function readOperand(given: unknown, context: OperatorContext): Operand | Problem {
  const { amount, currency } =
    typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : { amount: given, currency: undefined }
  if (currency !== undefined && !isCurrency(currency)) return { code: 'not-currency' }
  const number = readDecimal(amount, mostDigits, {})
  return isProblem(number)
    ? number
    : { amount: number, currency: currency === undefined || currency === context.currency ? null : currency }
}

type At = (suffix: string) => Sql

const compile = (column: At, { amount, currency }: Operand, compare: Compare): Sql =>
  currency === null
    ? compare(column('_base'), casts.numeric(amount))
    : sql`(${column('_currency')} = ${currency}::text and ${compare(column(''), casts.numeric(amount))})`

const one = (compare: Compare): Operator => ({
  operand,
  sql(column, given, _, context) {
    const read = readOperand(given, context)
    return isProblem(read) ? read : compile(column, read, compare)
  },
})

const atLeast: Compare = (column, amount) => sql`${column} >= ${amount}`
const atMost: Compare = (column, amount) => sql`${column} <= ${amount}`
const equal: Compare = (column, amount) => sql`${column} = ${amount}`

const unequal: Operator = {
  operand,
  sql(column, given, _, context) {
    const read = readOperand(given, context)
    return isProblem(read) ? read : sql`(${compile(column, read, equal)}) is not true`
  },
}

const oneOf: Operator = {
  operand: { type: 'array', items: operand, maxItems: mostOperands },
  sql(column, given, _, context) {
    if (!Array.isArray(given)) return { code: 'wrong-type', values: { expected: 'array' } }
    if (given.length > mostOperands) return { code: 'too-many-values', values: { max: mostOperands } }
    const home: string[] = []
    for (const each of given) {
      const read = readOperand(each, context)
      if (isProblem(read)) return read
      if (read.currency !== null) return { code: 'not-currency' }
      home.push(read.amount)
    }
    return sql`${column('_base')} = any(${home}::numeric[])`
  },
}

const between: Operator = {
  operand: { type: 'array', items: { anyOf: [operand, { type: 'null' }] }, minItems: 2, maxItems: 2 },
  sql(column, given, _, context) {
    if (!Array.isArray(given) || given.length !== 2 || (given[0] === null && given[1] === null))
      return { code: 'wrong-type', values: { expected: '[from, to]' } }
    const low = given[0] === null ? null : readOperand(given[0], context)
    const high = given[1] === null ? null : readOperand(given[1], context)
    if (isProblem(low)) return low
    if (isProblem(high)) return high
    if (low === null) return compile(column, high!, atMost)
    return high === null ? compile(column, low, atLeast) : sql`(${compile(column, low, atLeast)} and ${compile(column, high, atMost)})`
  },
}

export const moneyOperators: Operators = {
  eq: one(equal),
  ne: unequal,
  in: oneOf,
  lt: one((column, amount) => sql`${column} < ${amount}`),
  le: one(atMost),
  gt: one((column, amount) => sql`${column} > ${amount}`),
  ge: one(atLeast),
  between,
  ...presence(),
}
