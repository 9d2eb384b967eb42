/** What was answered to a deed's questions: fields of the record (`asks`) apart from its own (`input`); all that is missing or wrong at once. */
import type { Field } from '../fields/field.ts'
import { typeOf } from '../fields/index.ts'
import { type FieldProblem, invalid } from '../lib/errors.ts'
import type { Action } from './module.ts'
import type { Tx } from './write/tx.ts'

type Values = Record<string, unknown>

export function takeInput(tx: Tx, action: Action, input: Values, many: boolean): { asked: Values; rest: Values } {
  const problems: FieldProblem[] = []
  const asked: Values = {}
  const given: Values = {}
  const asks = new Map((action.asks ?? []).map((name) => (name.endsWith('?') ? [name.slice(0, -1), false] : [name, true])))
  for (const [name, value] of Object.entries(input))
    if (asks.has(name)) asked[name] = value
    else given[name] = value
  for (const [name, needed] of asks)
    if (needed && name in asked && blank(asked[name])) problems.push({ field: name as string, code: 'required' })
  const questions = Object.entries(action.input ?? {}).filter(([name]) => !many || !action.single?.includes(name))
  const rest = takeAnswers(tx, Object.fromEntries(questions), given, '', problems)
  if (problems.length) throw invalid(problems)
  return { asked, rest }
}

/** As API values; a group's answers are answers again, at `opportunity.name`, `lines.2.quantity`. */
function takeAnswers(tx: Tx, questions: Record<string, Field>, given: Values, path: string, problems: FieldProblem[]): Values {
  const taken: Values = {}
  for (const name of Object.keys(given)) if (!Object.hasOwn(questions, name)) problems.push({ field: path + name, code: 'unknown-field' })
  for (const [name, field] of Object.entries(questions)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (blank(value)) {
      if (field.required) problems.push({ field: path + name, code: 'required' })
      continue
    }
    const type = typeOf(field)
    const parsed = type.parse(value, field, tx.context)
    const parts = type.parts?.(field)
    if ('problem' in parsed) problems.push({ field: path + name, ...parsed.problem })
    else if (parts?.many)
      taken[name] = (value as Values[]).map((each, i) => takeAnswers(tx, parts.fields, each, `${path}${name}.${i}.`, problems))
    else if (parts) taken[name] = takeAnswers(tx, parts.fields, value as Values, `${path}${name}.`, problems)
    else if (parsed.cells[0] === null && field.required) problems.push({ field: path + name, code: 'required' })
    else taken[name] = parsed.cells[0] === null ? null : type.target ? parsed.cells[0] : type.value(parsed.cells, field)
  }
  return taken
}

export const blank = (value: unknown) => value === undefined || value === null || value === ''
