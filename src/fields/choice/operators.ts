import sql from 'sql-template-tag'
import type { Problem } from '../../lib/errors.ts'
import type { Field, JsonSchema, Operator } from '../field.ts'
import { optionsOf } from '../build.ts'
import { type Operators, type Read, casts, compared, equality, isProblem, matching, presence, readList, readText } from '../operators.ts'
import type { ChoiceOptions } from './index.ts'
import { lookupOf } from './lookup.ts'

const operand: JsonSchema = { type: 'string', maxLength: 100 }

/** An id of an option; of an open choice anything that somebody may have typed. */
const readChoice: Read = (given, field, context) => {
  const { options, open } = optionsOf<ChoiceOptions>(field)
  if (typeof given === 'string' && lookupOf(options, () => options).ids.has(given)) return given
  return open ? readText(given, field, context) : { code: 'not-choice' }
}

export const oneOperators: Operators = { ...equality('text', operand, readChoice), ...presence() }
export const openOperators: Operators = { ...oneOperators, ...matching() }

const listOf = (given: unknown): string => JSON.stringify([given])

const anyOf = (not: boolean): Operator => ({
  operand: { type: 'array', items: operand },
  sql(column, given, field, context) {
    const values = readList(given, readChoice, field, context)
    if (isProblem(values)) return values
    const found = sql`exists (select 1 from pg_catalog.jsonb_array_elements_text(${column('')}) as each(id) where each.id = any(${values}::text[]))`
    return not ? sql`not ${found}` : found
  },
})

/** The same options, in whatever order. */
const sameSet = (not: boolean): Operator => ({
  operand: { type: 'array', items: operand },
  sql(column, given, field: Field, context) {
    const values: (string | boolean)[] | Problem = readList(given, readChoice, field, context)
    if (isProblem(values)) return values
    const list = casts.jsonb(JSON.stringify(values))
    const same = sql`(${column('')} @> ${list} and ${column('')} <@ ${list})`
    return not ? sql`${same} is not true` : same
  },
})

/** contains: has this one; in: has any of these; ne: has not exactly these. */
export const manyOperators: Operators = {
  contains: compared(operand, readChoice, (column, value) => sql`${column('')} @> ${casts.jsonb(listOf(value))}`),
  in: anyOf(false),
  eq: sameSet(false),
  ne: sameSet(true),
  ...presence(),
}
