/**
 * Operators that types share, each a small compiler: column and operand → SQL. Operands become parameters, relative days become
 * half-open ranges computed here, so SQL never asks the clock. null is "not equal" to every value.
 */
import sql, { type Sql } from 'sql-template-tag'
import type { Problem } from '../lib/errors.ts'
import { clean, halfWidth } from '../lib/text.ts'
import type { Field, JsonSchema, Operator, OperatorContext } from './field.ts'

export type Operators = Record<string, Operator>
/** An operand as a cell of the column that it is compared with. */
export type Read = (operand: unknown, field: Field, context: OperatorContext) => string | boolean | Problem
/** A parameter as the column's type: `(value) => sql`${value}::numeric``. Casts are written out, for types are not parameters. */
export type Cast = (value: unknown) => Sql

export const isProblem = (value: unknown): value is Problem => typeof value === 'object' && value !== null && 'code' in value

export const casts = {
  text: (value: unknown) => sql`${value}::text`,
  uuid: (value: unknown) => sql`${value}::uuid`,
  numeric: (value: unknown) => sql`${value}::numeric`,
  boolean: (value: unknown) => sql`${value}::boolean`,
  date: (value: unknown) => sql`${value}::date`,
  timestamptz: (value: unknown) => sql`${value}::timestamptz`,
  jsonb: (value: unknown) => sql`${value}::jsonb`,
}
const lists = {
  text: (values: unknown[]) => sql`${values}::text[]`,
  uuid: (values: unknown[]) => sql`${values}::uuid[]`,
  numeric: (values: unknown[]) => sql`${values}::numeric[]`,
  date: (values: unknown[]) => sql`${values}::date[]`,
}

/** More would be a query of its own. */
export const mostOperands = 1000

/** One operand → SQL, or the problem it has. */
export const compared = (
  operand: JsonSchema,
  read: Read,
  compile: (column: (suffix: string) => Sql, value: string | boolean) => Sql,
): Operator => ({
  operand,
  sql(column, given, field, context) {
    const value = read(given, field, context)
    return isProblem(value) ? value : compile(column, value)
  },
})

/** eq, ne, in. */
export const equality = (type: keyof typeof lists, operand: JsonSchema, read: Read, suffix = ''): Operators => ({
  eq: compared(operand, read, (column, value) => sql`${column(suffix)} = ${casts[type](value)}`),
  ne: compared(operand, read, (column, value) => sql`${column(suffix)} is distinct from ${casts[type](value)}`),
  in: {
    operand: { type: 'array', items: operand, maxItems: mostOperands },
    sql(column, given, field, context) {
      const values = readList(given, read, field, context)
      return isProblem(values) ? values : sql`${column(suffix)} = any(${lists[type](values)})`
    },
  },
})

export function readList(given: unknown, read: Read, field: Field, context: OperatorContext): (string | boolean)[] | Problem {
  if (!Array.isArray(given)) return { code: 'wrong-type', values: { expected: 'array' } }
  if (given.length > mostOperands) return { code: 'too-many-values', values: { max: mostOperands } }
  const values: (string | boolean)[] = []
  for (const each of given) {
    const value = read(each, field, context)
    if (isProblem(value)) return value
    values.push(value)
  }
  return values
}

/** lt, le, gt, ge, between (both ends included, either may be null). */
export function ordering(type: 'numeric' | 'text' | 'date', operand: JsonSchema, read: Read, suffix = ''): Operators {
  const cast = casts[type]
  return {
    lt: compared(operand, read, (column, value) => sql`${column(suffix)} < ${cast(value)}`),
    le: compared(operand, read, (column, value) => sql`${column(suffix)} <= ${cast(value)}`),
    gt: compared(operand, read, (column, value) => sql`${column(suffix)} > ${cast(value)}`),
    ge: compared(operand, read, (column, value) => sql`${column(suffix)} >= ${cast(value)}`),
    between: between(
      operand,
      (column, value) => sql`${column(suffix)} >= ${cast(value)}`,
      (column, value) => sql`${column(suffix)} <= ${cast(value)}`,
      read,
    ),
  }
}

type Compile = (column: (suffix: string) => Sql, value: string | boolean) => Sql

export function between(operand: JsonSchema, from: Compile, to: Compile, read: Read, readTo: Read = read): Operator {
  return {
    operand: { type: 'array', items: { anyOf: [operand, { type: 'null' }] }, minItems: 2, maxItems: 2 },
    sql(column, given, field, context) {
      if (!Array.isArray(given) || given.length !== 2 || (given[0] === null && given[1] === null))
        return { code: 'wrong-type', values: { expected: '[from, to]' } }
      const low = given[0] === null ? null : read(given[0], field, context)
      const high = given[1] === null ? null : readTo(given[1], field, context)
      if (isProblem(low)) return low
      if (isProblem(high)) return high
      if (low === null) return to(column, high!)
      return high === null ? from(column, low) : sql`(${from(column, low)} and ${to(column, high)})`
    },
  }
}

export const presence = (suffix = ''): Operators => ({
  empty: {
    operand: { type: 'boolean' },
    sql(column, given) {
      if (typeof given !== 'boolean') return { code: 'not-boolean' }
      return given ? sql`${column(suffix)} is null` : sql`${column(suffix)} is not null`
    },
  },
})

/** Text that a person looks for. */
export const readText: Read = (operand) => {
  if (typeof operand !== 'string') return { code: 'not-text' }
  const text = clean(operand)
  return text === null ? { code: 'bad-character' } : text.length > 500 ? { code: 'too-long', values: { max: 500 } } : text
}

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&')
const textOperand: JsonSchema = { type: 'string', maxLength: 500 }

/** contains, startsWith: without regard to case; `prepare` makes of the operand what the column `suffix` keeps. */
export const matching = (
  suffix = '',
  prepare: (text: string) => string = (text) => text.toLowerCase(),
  folded = suffix === '',
): Operators => {
  const subject = (column: (suffix: string) => Sql) => (folded ? sql`lower(${column(suffix)})` : column(suffix))
  return {
    contains: compared(
      textOperand,
      readText,
      (column, value) => sql`${subject(column)} like ${'%' + escaped(prepare(String(value))) + '%'}`,
    ),
    startsWith: compared(textOperand, readText, (column, value) => sql`${subject(column)} like ${escaped(prepare(String(value))) + '%'}`),
  }
}

export const textEquality = equality('text', textOperand, readText)

/** For references to people. */
export const people: Operators = {
  me: { operand: { const: true }, sql: (column, given, _, context) => flag(given) ?? sql`${column('')} = ${context.me}::uuid` },
  myTeam: {
    operand: { const: true },
    sql: (column, given, _, context) => flag(given) ?? sql`${column('')} = any(${context.myTeam}::uuid[])`,
  },
}

/** Operators that ask nothing take true, null or no value. */
export const flag = (given: unknown): Problem | null =>
  given === undefined || given === null || given === true ? null : { code: 'wrong-type', values: { expected: 'true' } }

export const digitsOf = (text: string) => halfWidth(text).replace(/\D/g, '')
