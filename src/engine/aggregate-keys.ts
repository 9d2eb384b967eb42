/** What rows are grouped by: a field, a field behind one reference, or the day, week, month, quarter or year of a date. */
import type { FieldProblem } from '../lib/errors.ts'
import { addDays, dayIn, firstOfWeek, instantText, startOfDay, steadySince } from '../lib/zone.ts'
import { sees } from './access.ts'
import { type FieldAt, sortColumn } from './store/columns.ts'
import { type Ground, columnNow, compileFilter } from './store/filter.ts'
import type { Reach } from './store/reach.ts'
import { type Row, titleSql } from './store/reader.ts'
import { type Sql, id, raw, sql, table } from './store/sql.ts'

export const periods = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Grouping = { field: string; by?: (typeof periods)[number] }

export type GroupKey = {
  name: string
  /** Selected and grouped by, each under its name. */
  columns: Sql[]
  /** The rank of the value where it is not the value itself: pinyin behind a name. */
  rank?: Sql
  /** What people call the record, read for the groups that are answered only. */
  title?: Sql
  sortBy?: Sql
  ties: Sql[]
  value: (row: Row) => unknown
}

export function groupKey(reach: Reach, { field: path, by }: Grouping, index: number): GroupKey | FieldProblem {
  const found = reach.find(path)
  if ('code' in found) return { field: path, ...found }
  const { at, ground } = found
  const name = (part: number | string) => id(`k${index}_${part}`)
  const column = (of: { name: string }) => sql`${id(ground.alias)}.${id(of.name)}`
  if (by) {
    const bin = binOf(by, at, column, ground)
    if (bin) {
      const { timeZone } = ground.context
      const day = (row: Row) => (row[`k${index}_0`] === null ? null : dayIn(timeZone, row[`k${index}_0`] as string))
      return { name: path, ...single(bin, name(0)), value: day }
    }
    const start = startOf(by, at, column, ground)
    return start ? { name: path, ...single(start, name(0)), value: (row) => row[`k${index}_0`] } : { field: path, code: 'not-date' }
  }
  if (at.type.asOf) return { name: path, ...single(asOfNow(at, ground, found.far), name(0)), value: (row) => row[`k${index}_0`] }
  const target = ground.catalog.objects.get(at.type.target?.(at.field) ?? '')
  const sorted = sortColumn(at)
  if (!at.columns.length || (!target && sorted === undefined)) return { field: path, code: 'not-groupable' }
  const columns = at.columns.map((each, i) => sql`${i ? column(each) : columnNow(ground, at)} as ${name(i)}`)
  const ties = at.columns.map((_, i) => sql`g.${name(i)}`)
  if (target) {
    const rights = sees(ground.principal, target, 'read', 'far')
    const title = sql`(select ${titleSql(ground, target, 'far')} from ${table(ground.principal.workspace.schema, target.table)} far where far.id = g.${name(0)} and ${rights}) as ${name('title')}`
    return {
      name: path,
      columns,
      ties,
      title,
      value: (row) => (row[`k${index}_0`] === null ? null : { id: row[`k${index}_0`], title: row[`k${index}_title`] }),
    }
  }
  const rank = at.columns.findIndex((each) => each.name === sorted)
  const value = (row: Row) =>
    row[`k${index}_0`] === null
      ? null
      : at.type.value(
          at.columns.map((_, i) => row[`k${index}_${i}`] ?? null),
          at.field,
        )
  if (rank >= 0) return { name: path, columns, ties, sortBy: sql`g.${name(rank)}`, value }
  return {
    name: path,
    columns,
    ties,
    rank: sql`min(${column({ name: sorted! })}) as ${name('rank')}`,
    sortBy: sql`g.${name('rank')}`,
    value,
  }
}

const single = (expression: Sql, name: Sql) => ({ columns: [sql`${expression} as ${name}`], ties: [], sortBy: sql`g.${name}` })

/** The period's first day, a week's being its Monday. Unit and zone are looked up: one in this list, the other in the directory of workspaces. */
function startOf(by: Grouping['by'], at: FieldAt, column: (of: { name: string }) => Sql, ground: Ground): Sql | undefined {
  const [first] = at.columns
  const unit = periods.find((each) => each === by)
  if (!unit || !first) return undefined
  if (first.type === 'date') return sql`pg_catalog.date_trunc(${raw(`'${unit}'`)}, ${column(first)}::timestamp)::date`
  if (first.type !== 'timestamptz') return undefined
  return sql`${localStart(unit, ground, column(first))}::date`
}

/** As the workspace's clock shows it. */
const localStart = (unit: (typeof periods)[number], { context }: Ground, moment: Sql) =>
  sql`pg_catalog.date_trunc(${raw(`'${unit}'`)}, pg_catalog.timezone(${context.timeZone}::text, ${moment}))`

const bins: Partial<Record<NonNullable<Grouping['by']>, string>> = { day: '1 day', week: '7 days' }

/**
 * Days and weeks of moments as the instant they begin, where the zone's clocks stand still: counted off in steps of one length,
 * a tenth of what it costs to ask the zone for every row. Which day it is, is asked for each group.
 */
function binOf(by: Grouping['by'], at: FieldAt, column: (of: { name: string }) => Sql, ground: Ground): Sql | undefined {
  const { timeZone } = ground.context
  const [first] = at.columns
  const step = by && bins[by]
  const since = steadySince(timeZone)
  if (!step || first?.type !== 'timestamptz' || since === undefined) return undefined
  const moment = column(first)
  // the first whole week with steady clocks
  const monday = instantText(startOfDay(timeZone, addDays(firstOfWeek(dayIn(timeZone, since)), 14)))
  return sql`case when ${moment} >= ${monday}::timestamptz then pg_catalog.date_bin(${step}::interval, ${moment}, ${monday}::timestamptz)
    else pg_catalog.timezone(${timeZone}::text, ${localStart(by, ground, moment)}) end`
}

function asOfNow(at: FieldAt, ground: Ground, far: boolean): Sql {
  const holds = sql`(${compileFilter({ ...ground, trusted: true }, at.type.asOf!(at.field))}) is true`
  return far ? sql`case when ${id(ground.alias)}.id is not null then ${holds} end` : holds
}
