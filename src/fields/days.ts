/** Operators of days and instants: plain comparisons, and relative ones as half-open ranges of days in the workspace's time zone. */
import sql, { type Sql } from 'sql-template-tag'
import type { Problem } from '../lib/errors.ts'
import { instantCell, last, readInstant } from '../lib/instant.ts'
import { addDays, dayIn, firstOfMonth, firstOfQuarter, firstOfWeek, firstOfYear, isDay, startOfDay } from '../lib/zone.ts'
import type { Field, JsonSchema, Operator, OperatorContext } from './field.ts'
import { type Operators, type Read, between, casts, compared, equality, flag, isProblem, ordering, presence } from './operators.ts'

type Range = [from: string, to: string]

/** From the first day up to, and without, the second. */
const ranges: Record<string, (today: string) => Range> = {
  today: (day) => [day, addDays(day, 1)],
  yesterday: (day) => [addDays(day, -1), day],
  tomorrow: (day) => [addDays(day, 1), addDays(day, 2)],
  thisWeek: (day) => [firstOfWeek(day), addDays(firstOfWeek(day), 7)],
  lastWeek: (day) => [addDays(firstOfWeek(day), -7), firstOfWeek(day)],
  nextWeek: (day) => [addDays(firstOfWeek(day), 7), addDays(firstOfWeek(day), 14)],
  thisMonth: (day) => [firstOfMonth(day), firstOfMonth(day, 1)],
  lastMonth: (day) => [firstOfMonth(day, -1), firstOfMonth(day)],
  nextMonth: (day) => [firstOfMonth(day, 1), firstOfMonth(day, 2)],
  thisQuarter: (day) => [firstOfQuarter(day), firstOfQuarter(day, 1)],
  lastQuarter: (day) => [firstOfQuarter(day, -1), firstOfQuarter(day)],
  nextQuarter: (day) => [firstOfQuarter(day, 1), firstOfQuarter(day, 2)],
  thisYear: (day) => [firstOfYear(day), firstOfMonth(firstOfYear(day), 12)],
  lastYear: (day) => [firstOfMonth(firstOfYear(day), -12), firstOfYear(day)],
  nextYear: (day) => [firstOfMonth(firstOfYear(day), 12), firstOfMonth(firstOfYear(day), 24)],
}

/** So many days with today among them: lastDays 7 is today and the six before. */
const counted: Record<string, (today: string, count: number) => Range> = {
  lastDays: (day, count) => [addDays(day, 1 - count), addDays(day, 1)],
  nextDays: (day, count) => [day, addDays(day, count)],
}

const todayOf = (context: OperatorContext) => dayIn(context.timeZone, context.now)
const mostDays = 36_600

/** Before the day that lies so many days back: olderThan 14 was more than 14 days ago. */
const olderThan = (edge: Edge): Operator => ({
  operand: { type: 'integer', minimum: 1, maximum: mostDays },
  sql(column, given, _, context) {
    const count = countOf(given)
    return typeof count === 'number' ? sql`${column('')} < ${edge(addDays(todayOf(context), -count), context)}` : count
  },
})

/** How a column stores the start of a day: as the day, or as the instant at which it begins in the workspace. */
type Edge = (day: string, context: OperatorContext) => Sql
const dayEdge: Edge = (day) => casts.date(day)
const instantEdge: Edge = (day, context) => casts.timestamptz(instantCell(startOfDay(context.timeZone, day)))

const within = (column: (suffix: string) => Sql, [from, to]: Range, edge: Edge, context: OperatorContext) =>
  sql`(${column('')} >= ${edge(from, context)} and ${column('')} < ${edge(to, context)})`

function relative(edge: Edge): Operators {
  const found: Operators = {}
  for (const [name, range] of Object.entries(ranges))
    found[name] = {
      operand: { const: true },
      sql: (column, given, _, context) => flag(given) ?? within(column, range(todayOf(context)), edge, context),
    }
  for (const [name, range] of Object.entries(counted)) found[name] = countedOperator(range, edge)
  found.olderThan = olderThan(edge)
  return found
}

const countedOperator = (range: (today: string, count: number) => Range, edge: Edge): Operator => ({
  operand: { type: 'integer', minimum: 1, maximum: mostDays },
  sql(column, given, _, context): Sql | Problem {
    const count = countOf(given)
    return typeof count === 'number' ? within(column, range(todayOf(context), count), edge, context) : count
  },
})

function countOf(given: unknown): number | Problem {
  if (typeof given !== 'number' || !Number.isInteger(given)) return { code: 'not-number' }
  if (given < 1) return { code: 'too-small', values: { min: 1 } }
  return given > mostDays ? { code: 'too-big', values: { max: mostDays } } : given
}

const near = new Map([
  ['today', 0],
  ['yesterday', -1],
  ['tomorrow', 1],
])
const dayOperand: JsonSchema = { anyOf: [{ type: 'string', format: 'date' }, { enum: [...near.keys()] }] }

/** 'YYYY-MM-DD', or a word such as 'today', so that a saved view stays true tomorrow. */
const readDay: Read = (operand, _, context) => {
  if (typeof operand !== 'string') return { code: 'not-date' }
  const days = near.get(operand)
  if (days !== undefined) return addDays(todayOf(context), days)
  return isDay(operand) ? operand : { code: 'not-date' }
}

/** Should have been done: a day from the next day on, a moment at once. */
const late = (before: (column: (suffix: string) => Sql, context: OperatorContext) => Sql): Operators => ({
  overdue: {
    operand: { type: 'boolean' },
    sql(column, given, _, context) {
      if (typeof given !== 'boolean') return { code: 'not-boolean' }
      return given ? before(column, context) : sql`${before(column, context)} is not true`
    },
  },
})
const nowCell = (context: OperatorContext) => casts.timestamptz(instantCell(Date.parse(context.now)))

const dayOrder = ordering('date', dayOperand, readDay)

/** For a `date` column. */
export const dayOperators: Operators = {
  ...equality('date', dayOperand, readDay),
  ...dayOrder,
  before: dayOrder.lt!,
  after: dayOrder.gt!,
  ...relative(dayEdge),
  ...late((column, context) => sql`(${column('')} < ${casts.date(todayOf(context))})`),
  ...presence(),
}

const instantOperand: JsonSchema = {
  anyOf: [{ type: 'string', format: 'date-time' }, { type: 'string', format: 'date' }, { enum: [...near.keys(), 'now'] }],
}

/** The half-open stretch of time that an operand means: a day from its start to the next day's, an instant itself (to the next millisecond). */
function stretch(operand: unknown, field: Field, context: OperatorContext): [from: number, to: number] | Problem {
  if (operand === 'now') return [Date.parse(context.now), Date.parse(context.now) + 1]
  const at = typeof operand === 'string' ? readInstant(operand) : null
  if (at !== null) return [at, at + 1]
  const day = readDay(operand, field, context)
  if (isProblem(day)) return day
  const next = addDays(String(day), 1)
  return [startOfDay(context.timeZone, String(day)), isDay(next) ? startOfDay(context.timeZone, next) : last]
}

const edgeOf =
  (which: 0 | 1): Read =>
  (operand, field, context) => {
    const found = stretch(operand, field, context)
    return isProblem(found) ? found : instantCell(found[which])
  }
const start = edgeOf(0)
const end = edgeOf(1)

const below = (column: (suffix: string) => Sql, value: string | boolean) => sql`${column('')} < ${casts.timestamptz(value)}`
const from = (column: (suffix: string) => Sql, value: string | boolean) => sql`${column('')} >= ${casts.timestamptz(value)}`

const on = (not: boolean): Operator => ({
  operand: instantOperand,
  sql(column, given, field, context) {
    const found = stretch(given, field, context)
    if (isProblem(found)) return found
    const inside = sql`(${from(column, instantCell(found[0]))} and ${below(column, instantCell(found[1]))})`
    return not ? sql`${inside} is not true` : inside
  },
})

const lt = compared(instantOperand, start, below)
const gt = compared(instantOperand, end, from)

/** Longer ago than so many hours: a lead that came yesterday at five is not old this morning at nine. */
const olderThanHours: Operator = {
  operand: { type: 'integer', minimum: 1, maximum: 24 * 366 },
  sql(column, given, _, context) {
    const count = countOf(given)
    return typeof count === 'number'
      ? sql`${column('')} < ${casts.timestamptz(instantCell(Date.parse(context.now) - count * 3_600_000))}`
      : count
  },
}

/** For a `timestamptz` column; a day as operand means the whole day. */
export const instantOperators: Operators = {
  eq: on(false),
  ne: on(true),
  lt,
  le: compared(instantOperand, end, below),
  gt,
  ge: compared(instantOperand, start, from),
  between: between(instantOperand, from, below, start, end),
  before: lt,
  after: gt,
  ...relative(instantEdge),
  olderThanHours,
  ...late((column, context) => sql`(${column('')} < ${nowCell(context)})`),
  ...presence(),
}

/** For a `timestamptz` column whose `_day` says that only the day was given. */
export const momentOperators: Operators = {
  ...instantOperators,
  ...late(
    (column, context) =>
      sql`(${column('')} < ${nowCell(context)} and (${column('_day')} is null or ${column('_day')} < ${casts.date(todayOf(context))}))`,
  ),
}
