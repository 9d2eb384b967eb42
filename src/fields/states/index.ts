import sql from 'sql-template-tag'
import type { Problem } from '../../lib/errors.ts'
import { badOption, build, first, isLabel, oneColumn, optionsOf } from '../build.ts'
import { type Lookup, findOption, labelOf, lookupOf } from '../choice/lookup.ts'
import type { Field, FieldOptions, FieldType, JsonSchema, Operator, StateOptions } from '../field.ts'
import { type Operators, type Read, equality, presence } from '../operators.ts'

export type StatesOptions = {
  /** In the order of a record's life. Ids never change. */
  states: Record<string, StateOptions>
  initial: string
}

/** What a record is in: states({ new: { label, phase: 'open' }, … }, { label, initial: 'new' }). A new one starts in the first state where no `initial` is said. */
export const states = (all: Record<string, StateOptions>, options: FieldOptions & { initial?: string } = {}) => {
  const initial = options.initial ?? Object.keys(all)[0] ?? ''
  return build<StatesOptions>('states', { default: initial, ...options, states: all, initial })
}

export const statesType: FieldType = {
  name: 'states',
  label: { zh: '状态', en: 'State' },
  columns: oneColumn('text'),
  read: (field) => ({ type: 'string', examples: Object.keys(statesOf(field)) }),
  write: (field) => ({ type: 'string', enum: Object.keys(statesOf(field)) }),
  parse: (value, field) =>
    typeof value === 'string' && Object.hasOwn(statesOf(field), value) ? { cells: [value] } : { problem: { code: 'not-choice' } },
  value: (cells) => cells[0],
  plain: () => true,
  fromText(text, field) {
    const found = findOption(lookup(field), text)
    return found === undefined ? { problem: { code: 'not-choice' } } : { value: found }
  },
  toText: (value, field, { language }) => labelOf(lookup(field), String(value), language),
  operators: () => operators,
  sort: first,
  ranks: (field) => Object.keys(statesOf(field)),
  same: first,
  phases: (field) => statesOf(field),
  groups: true,
  check,
}

const statesOf = (field: Field) => optionsOf<StatesOptions>(field).states
const lookup = (field: Field): Lookup => {
  const all = statesOf(field)
  return lookupOf(all, () => Object.entries(all).map(([id, { label }]) => ({ id, label })))
}

const operand: JsonSchema = { type: 'string', maxLength: 60 }
const readState: Read = (given, field) =>
  typeof given === 'string' && Object.hasOwn(statesOf(field), given) ? given : { code: 'not-choice' }

/** In a state of this phase, or of one of these. */
const phase: Operator = {
  operand: { anyOf: [operand, { type: 'array', items: operand }] },
  sql(column, given, field) {
    const wanted: unknown[] = Array.isArray(given) ? given : [given]
    const all = Object.entries(statesOf(field))
    if (wanted.some((one) => !all.some(([, state]) => state.phase === one))) return { code: 'not-choice' }
    return sql`${column('')} = any(${all.filter(([, state]) => wanted.includes(state.phase)).map(([id]) => id)}::text[])`
  },
}

const operators: Operators = { ...equality('text', operand, readState), phase, ...presence() }

function check(field: Field): Problem | null {
  const { states: all, initial } = optionsOf<StatesOptions>(field)
  if (typeof all !== 'object' || all === null || !Object.keys(all).length || Object.keys(all).length > 100) return badOption('states')
  for (const [id, state] of Object.entries(all)) {
    if (!/^[A-Za-z][A-Za-z0-9_-]{0,59}$/.test(id) || !isLabel(state?.label) || typeof state.phase !== 'string') return badOption('states')
  }
  return Object.hasOwn(all, initial) ? null : badOption('initial')
}
