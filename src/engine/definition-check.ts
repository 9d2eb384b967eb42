/** A definition is checked before anything follows from it: a built-in fails the start, a workspace's own is refused with a sentence. */
import { fieldTypes } from '../fields/index.ts'
import { type FieldProblem, invalid } from '../lib/errors.ts'
import type { ObjectDefinition } from './definition.ts'

const reserved = new Set(['id', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'can', 'filter', 'sort', 'search'])

/** Addresses of the API that belong to no object. */
const houses = new Set([
  'changesets',
  'colleagues',
  'day',
  'events',
  'files',
  'imports',
  'me',
  'openapi.json',
  'removed',
  'schema',
  'search',
  'session',
  'setup',
])

/** A name or an address is given once: what a workspace adds never takes the place of what is there. */
export function checkNames(definitions: ObjectDefinition[], pathOf: (definition: ObjectDefinition) => string): void {
  const problems: FieldProblem[] = []
  const names = new Set<string>()
  const paths = new Set(houses)
  for (const definition of definitions) {
    const [name, path] = [definition.name, pathOf(definition)]
    if (names.has(name)) problems.push({ field: 'name', code: 'not-unique' })
    if (paths.has(path) || !/^[a-z][a-zA-Z0-9-]{0,60}$/.test(path)) problems.push({ field: 'plural', code: 'not-unique' })
    names.add(name)
    paths.add(path)
  }
  if (problems.length) throw invalid(problems)
}

export function checkDefinition(definition: ObjectDefinition, objects: Set<string>): void {
  const problems: FieldProblem[] = []
  const wrong = (field: string, reason: string) => problems.push({ field, code: 'malformed', values: { reason } })
  if (!/^[a-z][a-zA-Z0-9]{0,39}$/.test(definition.name)) wrong('name', definition.name)
  for (const [name, field] of Object.entries(definition.fields)) {
    const type = fieldTypes[field.type]
    if (!/^[a-z][a-zA-Z0-9]{0,39}$/.test(name) || reserved.has(name)) wrong(`fields.${name}`, 'name')
    else if (!type || type.parts) wrong(`fields.${name}`, `type ${field.type}`)
    else {
      const problem = type.check?.(field)
      if (problem) problems.push({ field: `fields.${name}`, ...problem })
      const target = type.target?.(field)
      if (target && !objects.has(target)) wrong(`fields.${name}`, `no object ${target}`)
    }
  }
  const named = [
    definition.title,
    definition.views.list,
    definition.views.form,
    definition.access.owner ?? [],
    definition.access.personal?.sharedIn ?? [],
    definition.access.anchor ?? [],
  ].flat(3)
  for (const name of named) if (!definition.fields[name] && !reserved.has(name)) wrong('views', `no field ${name}`)
  checkBoard(definition, wrong)
  for (const { field, since, amount } of definition.views.alarms ?? []) {
    const at = definition.fields[field]
    if (!at || !fieldTypes[at.type]?.asOf) wrong('views.alarms', field)
    for (const name of [since, amount]) if (name && !definition.fields[name]) wrong('views.alarms', name)
  }
  if (problems.length) throw invalid(problems)
}

/** Columns are states, sums are of what can be measured, days are days, marks hold or do not. */
function checkBoard({ views: { board }, fields }: ObjectDefinition, wrong: (field: string, reason: string) => void): void {
  if (!board) return
  const typeOf = (name: string) => (fields[name] ? fieldTypes[fields[name].type] : undefined)
  const measured = (name: string) => typeOf(name)?.measure?.(fields[name]!) !== undefined
  const day = (name: string) => typeOf(name)?.operators(fields[name]!).overdue !== undefined
  if (!typeOf(board.by)?.phases) wrong('views.board.by', board.by)
  for (const name of [board.sum, board.second]) if (name && !measured(name)) wrong('views.board.sum', name)
  for (const name of [board.day, board.closedDay]) if (name && !day(name)) wrong('views.board.day', name)
  for (const name of board.marks ?? []) if (!typeOf(name)?.asOf) wrong('views.board.marks', name)
  for (const name of board.card ?? []) if (!fields[name]) wrong('views.board.card', name)
}
