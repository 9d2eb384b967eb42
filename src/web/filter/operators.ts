/** What can be asked of a field, as the server's schema says it: operator names, and by the JSON Schema of the operand how it is asked. */
import type { Condition } from '../api/filter.ts'
import type { FieldShape, JsonSchema, ObjectShape, SchemaAnswer } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { words } from './words.ts'

/** `empty` is two answers of one operator. */
export type Asking = { key: string; op: string; fixed?: unknown; label: string }

export function askings(field: FieldShape): Asking[] {
  // `eq` and `in` say the same to a person where many can be chosen.
  const hidden = new Set(
    'in' in field.operators && field.options.to !== undefined ? ['eq'] : 'in' in field.operators && hasChoices(field) ? ['eq'] : ['in'],
  )
  if ('before' in field.operators) for (const name of ['lt', 'gt']) hidden.add(name)
  return Object.entries(field.operators).flatMap(([op, operand]): Asking[] => {
    if (hidden.has(op)) return []
    if (op === 'empty') return [true, false].map((fixed) => ({ key: `empty:${fixed}`, op, fixed, label: sayOp(`empty:${fixed}`) }))
    return [{ key: op, op, fixed: asksNothing(operand) ? true : undefined, label: sayOp(op) }]
  })
}

const hasChoices = (field: FieldShape) =>
  field.options.options !== undefined || field.options.states !== undefined || field.target !== undefined

export const askingOf = (field: FieldShape, { op, value }: Condition): Asking | undefined =>
  askings(field).find((one) => one.op === op && (one.op !== 'empty' || one.fixed === value)) ??
  (op in field.operators ? { key: op, op, label: sayOp(op) } : undefined)

/** The question that people ask of such a field first. */
export function usualAsking(field: FieldShape): Asking | undefined {
  const all = askings(field)
  for (const op of ['in', 'contains', 'between', 'eq', 'ge']) {
    const found = all.find((one) => one.op === op)
    if (found) return found
  }
  return all[0]
}

export type OperandShape = 'nothing' | 'yesNo' | 'whole' | 'range' | 'list' | 'one'
export function operandShape(operand: JsonSchema | undefined): OperandShape {
  if (!operand || asksNothing(operand)) return 'nothing'
  if (operand.type === 'boolean') return 'yesNo'
  if (operand.type === 'integer') return 'whole'
  if (operand.type === 'array') return operand.minItems === 2 && operand.maxItems === 2 ? 'range' : 'list'
  return 'one'
}

const asksNothing = (operand: JsonSchema) => operand.const === true

export function isComplete({ field, op, value }: Partial<Condition>, operand: JsonSchema | undefined): boolean {
  if (!field || !op) return false
  const shape = operandShape(operand)
  if (shape === 'nothing') return true
  if (shape === 'list') return Array.isArray(value) && value.length > 0
  if (shape === 'range') return Array.isArray(value) && value.some((one) => one !== null && one !== undefined && one !== '')
  return value !== undefined && value !== null && value !== ''
}

const sayOp = (key: string): string => (words.t as (key: string) => string)(key)

/** Fields that can be asked about: own ones, and through one reference those of what it points to. */
export type Askable = { path: string; label: string; field: FieldShape }
export function askableFields(object: ObjectShape, schema: SchemaAnswer): Askable[] {
  const own = object.fields.filter(canAsk).map((field): Askable => ({ path: field.name, label: say(field.label), field }))
  const through = object.fields.flatMap((ref) => {
    const target = ref.target ? schema.objects.find((one) => one.name === ref.target && !one.quiet) : undefined
    return (target?.fields ?? [])
      .filter((field) => canAsk(field) && field.kind !== 'system')
      .map((field): Askable => ({ path: `${ref.name}.${field.name}`, label: `${say(ref.label)} › ${say(field.label)}`, field }))
  })
  return [...own, ...through]
}

const canAsk = (field: FieldShape) => field.access !== 'masked' && Object.keys(field.operators).length > 0

export const askableAt = (object: ObjectShape, schema: SchemaAnswer, path: string): Askable | undefined =>
  askableFields(object, schema).find((one) => one.path === path)
