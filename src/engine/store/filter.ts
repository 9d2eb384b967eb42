/** Filter values → SQL: the only compiler. Fields, operators and paths are looked up in the catalog; operands become parameters. */
import type { Context, OperatorContext } from '../../fields/field.ts'
import { flag } from '../../fields/operators.ts'
import { refType } from '../../fields/ref/index.ts'
import { type FieldProblem, Refusal, invalid } from '../../lib/errors.ts'
import { sees, sharedWith } from '../access.ts'
import { type Catalog, type Placed, fieldOf } from '../catalog.ts'
import type { Filter } from '../definition.ts'
import { type Principal, fieldAccess } from '../principal.ts'
import { type FieldAt, columnOf } from './columns.ts'
import { Sql, and, id, join, or, raw, sql, table } from './sql.ts'

export type Ground = {
  catalog: Catalog
  principal: Principal
  context: Context
  object: Placed
  alias: string
  /** Rules of the house may name hidden fields; people may not. */ trusted?: boolean
}

const maxConditions = 100
const maxDepth = 10

/** Throws `invalid` with a problem for each condition that cannot be taken; `field` is the field named there. */
export function compileFilter(ground: Ground, filter: unknown): Sql {
  const problems: FieldProblem[] = []
  let seen = 0
  const compile = (node: unknown, depth: number): Sql => {
    if (depth > maxDepth || ++seen > maxConditions) throw new Refusal('too-many-conditions')
    const shape = node as Partial<Record<'and' | 'or' | 'not' | 'field' | 'op' | 'value', unknown>>
    if (!node || typeof node !== 'object' || Array.isArray(node)) throw new Refusal('malformed', { reason: 'filter' })
    const keys = Object.keys(node)
    if (keys.length === 1 && Array.isArray(shape.and)) return and(shape.and.map((part) => compile(part, depth + 1)))
    if (keys.length === 1 && Array.isArray(shape.or)) return or(shape.or.map((part) => compile(part, depth + 1)))
    if (keys.length === 1 && 'not' in shape) return sql`(${compile(shape.not, depth + 1)}) is not true`
    if (typeof shape.field !== 'string' || typeof shape.op !== 'string' || keys.some((key) => !['field', 'op', 'value'].includes(key)))
      throw new Refusal('malformed', { reason: 'filter' })
    const result = condition(ground, shape.field, shape.op, shape.value)
    if (result instanceof Sql) return result
    problems.push({ field: shape.field, ...result })
    return sql`false`
  }
  const compiled = compile(filter, 0)
  if (problems.length) throw invalid(problems)
  return compiled
}

type Wrong = Omit<FieldProblem, 'field'>

function condition(ground: Ground, path: string, op: string, value: unknown): Sql | Wrong {
  if (path === 'id') return byId(ground, op, value)
  const [name, inner, more] = path.split('.')
  if (more !== undefined) return { code: 'unknown-field' }
  const at = readable(ground, name!)
  if (!('type' in at)) return at
  if (inner === undefined) return operate(ground, at, op, value)
  const target = ground.catalog.objects.get(at.type.target?.(at.field) ?? '')
  if (!target) return { code: 'unknown-field' }
  return through(ground, at, target, inner, op, value)
}

/** Records by their ids: what was chosen in a list, what was shared with whoever asks. Who may not see one gets no more by naming it. */
function byId(ground: Ground, op: string, value: unknown): Sql | Wrong {
  if (op === 'sharedWithMe') return flag(value) ?? sharedWith(ground.principal, ground.object, ground.alias)
  const field = { type: refType.name, to: ground.object.name }
  const operator = op === 'eq' || op === 'in' ? refType.operators(field)[op] : undefined
  return operator ? operator.sql(() => sql`${id(ground.alias)}.id`, value, field, operatorContext(ground)) : { code: 'bad-operator' }
}

/** A field that this principal may ask about, or what is wrong with naming it. */
export function readable(ground: Ground, name: string): FieldAt | Wrong {
  const at = fieldOf(ground.object, name)
  const access = at && (ground.trusted || ground.object.system.has(name) ? 'read' : fieldAccess(ground.principal, ground.object.name, name))
  if (!at || access === 'hidden') return { code: 'unknown-field' }
  return access === 'masked' ? { code: 'masked' } : at
}

function operate(ground: Ground, at: FieldAt, op: string, value: unknown, column?: (suffix: string) => Sql): Sql | Wrong {
  if (at.type.asOf) return asOf(ground, at, op, value)
  const operators = at.type.operators(at.field)
  const operator = Object.hasOwn(operators, op) ? operators[op] : undefined
  if (!operator || !at.columns.length) return { code: 'bad-operator' }
  return operator.sql(column ?? ((suffix) => columnNow(ground, at, suffix)), value, at.field, operatorContext(ground))
}

/** A field's column as it reads at this moment: a state that turned into another by itself is that other one. */
export function columnNow(ground: Ground, at: FieldAt, suffix = ''): Sql {
  const kept = sql`${id(ground.alias)}.${id(columnOf(at, suffix))}`
  const turning = Object.entries(suffix === '' ? (at.type.phases?.(at.field) ?? {}) : {}).filter(([, state]) => state.turns)
  if (!turning.length) return kept
  const arms = turning.map(([name, { turns }]) => {
    const holds = compileFilter({ ...ground, trusted: true }, turns!.when)
    return sql`when ${kept} = ${name}::text and ${holds} then ${turns!.into}::text`
  })
  return sql`(case ${join(arms, ' ')} else ${kept} end)`
}

const operatorContext = (ground: Ground): OperatorContext => ({
  ...ground.context,
  me: ground.principal.user,
  myTeam: ground.principal.people.below,
})

/** As of now: the field is a filter of its own over the same record. */
function asOf(ground: Ground, at: FieldAt, op: string, value: unknown): Sql | Wrong {
  if (op !== 'eq' || typeof value !== 'boolean') return { code: 'bad-operator' }
  const holds = compileFilter({ ...ground, trusted: true }, at.type.asOf!(at.field) as Filter)
  return value ? holds : sql`(${holds}) is not true`
}

/**
 * One reference away, the target's rights hold too: through one that may not be read the field behaves as empty.
 * So: what the target says where it can be read, else what the operator says of null.
 */
function through(ground: Ground, at: FieldAt, target: Placed, name: string, op: string, value: unknown): Sql | Wrong {
  const far = { ...ground, object: target, alias: 'far' }
  const found = readable(far, name)
  if (!('type' in found)) return found
  const there = operate(far, found, op, value)
  if (!(there instanceof Sql)) return there
  const pointer = sql`${id(ground.alias)}.${id(at.columns[0]!.name)}`
  const ids = sql`select far.id from ${table(ground.principal.workspace.schema, target.table)} far where ${there} and ${sees(ground.principal, target, 'read', 'far')}`
  if (!matchesEmpty.has(op)) return sql`${pointer} in (${ids})`
  const nowhere = operate(far, found, op, value, (suffix) => sql`null::${typeOf(found, suffix)}`)
  if (!(nowhere instanceof Sql)) return nowhere
  const visible = sql`select 1 from ${table(ground.principal.workspace.schema, target.table)} far where far.id = ${pointer} and ${sees(ground.principal, target, 'read', 'far')}`
  return sql`(${pointer} in (${ids}) or ((${nowhere}) and not exists (${visible})))`
}

/** Operators that may hold for an empty value; all others are false there, and an IN alone lets an index be used. */
const matchesEmpty = new Set(['empty', 'ne'])

const typeOf = (at: FieldAt, suffix: string) =>
  raw([...at.columns, ...at.derived].find((column) => column.name === columnOf(at, suffix))!.type)
