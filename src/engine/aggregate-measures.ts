/** What is said of each group: how many, how much. Money is measured in the workspace's own currency. */
import type { FieldProblem } from '../lib/errors.ts'
import { fieldTypes, number } from '../fields/index.ts'
import type { Placed } from './catalog.ts'
import { type FieldAt, columnOf, sameColumn, sortColumn } from './store/columns.ts'
import { type Ground, compileFilter } from './store/filter.ts'
import type { Reach } from './store/reach.ts'
import type { Row } from './store/reader.ts'
import { type Sql, id, raw, sql } from './store/sql.ts'

export const functions = ['count', 'sum', 'avg', 'min', 'max', 'distinct'] as const
export type Measure = { as: string; fn: (typeof functions)[number]; field?: string }

export type Measured = {
  as: string
  select: Sql
  sortBy: Sql
  /** As a field of its own, so that `having` is a filter like any other. */
  at: FieldAt
  value: (row: Row) => string | null
}

export function measured(reach: Reach, { as, fn, field: path }: Measure, index: number): Measured | FieldProblem {
  const name = `m${index}`
  const counted = (select: Sql) => ({
    as,
    select: sql`${select} as ${id(name)}`,
    sortBy: sql`g.${id(name)}`,
    at: numeric(as, name),
    value: decimalAt(name),
  })
  if (path === undefined) return fn === 'count' ? counted(sql`count(*)::numeric`) : { field: as, code: 'required' }
  const found = reach.find(path)
  if ('code' in found) return { field: path, ...found }
  const { at, ground } = found
  const column = (of: string) => sql`${id(ground.alias)}.${id(of)}`
  const [first] = at.columns
  const suffix = at.type.measure?.(at.field)
  if (!first) return { field: path, code: 'not-measurable' }
  if (fn === 'count') return counted(sql`count(${column(first.name)})::numeric`)
  if (fn === 'distinct') {
    const same = sameColumn(at) ?? sortColumn(at)
    return same === undefined ? { field: path, code: 'not-measurable' } : counted(sql`count(distinct ${column(same)})::numeric`)
  }
  // Six decimals are what the finest price has.
  if (fn === 'avg' && suffix !== undefined) return counted(sql`round(avg(${column(columnOf(at, suffix))}), 6)`)
  if (fn !== 'avg' && suffix !== undefined) return counted(sql`${raw(fn)}(${column(columnOf(at, suffix))})`)
  if ((fn !== 'min' && fn !== 'max') || !['date', 'timestamptz'].includes(first.type)) return { field: path, code: 'not-measurable' }
  const cells = (row: Row) => [row[name]!, ...at.columns.slice(1).map(() => null)]
  return {
    ...counted(sql`${raw(fn)}(${column(first.name)})`),
    at: { ...at, name: as, columns: [{ ...first, name }], derived: [] },
    value: (row) => (row[name] === null ? null : String(at.type.value(cells(row), at.field))),
  }
}

const numeric = (as: string, name: string): FieldAt => ({
  name: as,
  field: number(),
  type: fieldTypes.number!,
  columns: [{ name, type: 'numeric', kept: false }],
  derived: [],
})

/** 12.000000 → 12.00: zeros beyond the second decimal say nothing; amounts keep their two. */
const decimalAt = (name: string) => (row: Row) => {
  const text = row[name]
  return typeof text === 'string' ? text.replace(/(\.\d\d\d*?)0+$/, '$1') : null
}

export function having(ground: Ground, measures: Measured[], filter: unknown): Sql {
  const fields = new Map(measures.map((measure) => [measure.as, measure.at]))
  const group = { ...ground.object, name: 'group', fields, system: new Map() } satisfies Placed
  return compileFilter({ ...ground, object: group, alias: 'g', trusted: true }, filter)
}
