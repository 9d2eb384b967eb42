/** How a derived value is said: as data, so that a workspace can say it too and no language is evaluated. */
import type { Problem } from '../../lib/errors.ts'
import { badOption } from '../build.ts'

export type Expression = { field: string } | { value: string | number | boolean | null } | { op: Op; args: Expression[] }

/** How many arguments each takes; 9 stands for two or more. */
export const operations = {
  plus: 9,
  minus: 2,
  times: 9,
  over: 2,
  percentOf: 2,
  negate: 1,
  abs: 1,
  round: 2,
  min: 9,
  max: 9,
  concat: 9,
  coalesce: 9,
  if: 3,
  empty: 1,
  eq: 2,
  ne: 2,
  lt: 2,
  le: 2,
  gt: 2,
  ge: 2,
  and: 9,
  or: 9,
  not: 1,
  addDays: 2,
  daysBetween: 2,
} as const satisfies Record<string, number>
export type Op = keyof typeof operations

/** Something that can be built on: the('amount').times(the('probability')).over(100). */
export type Term = { expression: Expression } & {
  [
    name in
      | 'plus'
      | 'minus'
      | 'times'
      | 'over'
      | 'percentOf'
      | 'orElse'
      | 'followedBy'
      | 'is'
      | 'below'
      | 'above'
      | 'and'
      | 'or'
      | 'plusDays'
      | 'daysUntil'
  ]: (other: Said) => Term
} & { round: (digits: number) => Term; isEmpty: () => Term }
export type Said = Term | string | number | boolean | null

/** The value of another field of the record. */
export const the = (field: string): Term => term({ field })

/** choose(the('kind').is('company'), the('company'), the('name')) */
export const choose = (condition: Said, yes: Said, no: Said): Term => term({ op: 'if', args: [condition, yes, no].map(said) })

const said = (what: Said): Expression => (typeof what === 'object' && what !== null ? what.expression : { value: what })

function term(expression: Expression): Term {
  const with_ = (op: Op) => (other: Said) => term({ op, args: [expression, said(other)] })
  return {
    expression,
    plus: with_('plus'),
    minus: with_('minus'),
    times: with_('times'),
    over: with_('over'),
    percentOf: with_('percentOf'),
    orElse: with_('coalesce'),
    followedBy: with_('concat'),
    is: with_('eq'),
    below: with_('lt'),
    above: with_('gt'),
    and: with_('and'),
    or: with_('or'),
    plusDays: with_('addDays'),
    daysUntil: with_('daysBetween'),
    round: (digits) => with_('round')(digits),
    isEmpty: () => term({ op: 'empty', args: [expression] }),
  }
}

const deepest = 20
const longest = 200

/** Whether it is one, of an honest size. */
export function checkExpression(expression: unknown): Problem | null {
  let seen = 0
  const sound = (node: unknown, depth: number): boolean => {
    if (depth > deepest || ++seen > longest || typeof node !== 'object' || node === null) return false
    const { field, value, op, args } = node as Record<string, unknown>
    if (typeof field === 'string') return Object.keys(node).length === 1
    if ('value' in node) return Object.keys(node).length === 1 && (value === null || ['string', 'number', 'boolean'].includes(typeof value))
    if (typeof op !== 'string' || !Object.hasOwn(operations, op) || !Array.isArray(args)) return false
    const wanted = operations[op as Op]
    return (wanted === 9 ? args.length >= 2 : args.length === wanted) && args.every((each) => sound(each, depth + 1))
  }
  return sound(expression, 0) ? null : badOption('from')
}

/** The fields that it names. */
export function fieldsIn(expression: Expression): string[] {
  if ('field' in expression) return [expression.field]
  return 'args' in expression ? expression.args.flatMap(fieldsIn) : []
}
