/** Groups and measures over what a principal may read: one statement, with the list's own filters and rights. */
import { type FieldProblem, Refusal, invalid } from '../lib/errors.ts'
import type { AggregateAnswer } from '../lib/wire.ts'
import { sees } from './access.ts'
import { conditions, groundOf } from './list.ts'
import type { Reading } from './house.ts'
import { type Grouping, type GroupKey, groupKey } from './aggregate-keys.ts'
import { type Measure, type Measured, having, measured } from './aggregate-measures.ts'
import { openReach } from './store/reach.ts'
import type { Row } from './store/reader.ts'
import { type Sql, and, join, raw, sql, table } from './store/sql.ts'

export type AggregateQuery = {
  filter?: unknown
  /** As in a list: what is found is grouped. */
  search?: string
  groupBy?: Grouping[]
  measures: Measure[]
  /** A filter value over the measures: `{ field: 'total', op: 'gt', value: '1000' }`. */
  having?: unknown
  /** `-total,stage`: names of measures and of groups; by the groups where nothing is said. */
  sort?: string
  limit?: number
}

/** Without groups the answer is one group with an empty key, also where nothing can be read. */
export async function aggregate(reading: Reading, objectName: string, query: AggregateQuery): Promise<AggregateAnswer> {
  const ground = groundOf(reading, objectName)
  const reach = openReach(ground)
  const problems: FieldProblem[] = []
  const take = <T extends object>(found: T | FieldProblem): T[] => ('code' in found ? (problems.push(found), []) : [found])
  const keys = (query.groupBy ?? []).flatMap((grouping, i) => take(groupKey(reach, grouping, i)))
  const measures = query.measures.flatMap((measure, i) => take(measured(reach, measure, i)))
  for (const twice of repeated(keys.map((key) => key.name))) problems.push({ field: twice, code: 'not-unique' })
  for (const twice of repeated(query.measures.map((measure) => measure.as))) problems.push({ field: twice, code: 'not-unique' })
  if (problems.length) throw invalid(problems)

  const { schema } = ground.principal.workspace
  const where = and([conditions(ground, query) ?? sql`false`, sees(ground.principal, ground.object, 'read', ground.alias)])
  const by = keys.flatMap((key) => key.columns)
  const selected = [...by, ...keys.flatMap((key) => key.rank ?? []), ...measures.map((measure) => measure.select)]
  // Groups are named by their place: an expression with parameters does not equal itself a second time.
  const grouped = by.length ? raw(` group by ${by.map((_, i) => i + 1).join(', ')}`) : raw('')
  const inner = sql`select ${join(selected, ', ')} from ${table(schema, ground.object.table)} t${reach.joins()} where ${where}${grouped}`
  const titles = keys.flatMap((key) => key.title ?? [])
  const kept = query.having === undefined ? sql`true` : having(ground, measures, query.having)
  // By itself: PostgreSQL takes groups for as many as rows and, told of the limit, sorted 400,000 of them to be early with the first.
  const { rows } = await reading.run<Row>(
    sql`with g as materialized (${inner}) select ${join([sql`g.*`, ...titles], ', ')} from g where ${kept}${order(keys, measures, query.sort)} limit ${query.limit ?? usual}`,
  )
  return { groups: rows.map((row) => groupOf(row, keys, measures)), next: null }
}

export const usual = 1000
export const most = 5000

const repeated = (names: string[]) => new Set(names.filter((name, i) => names.indexOf(name) !== i))

function groupOf(row: Row, keys: GroupKey[], measures: Measured[]): AggregateAnswer['groups'][number] {
  return {
    key: Object.fromEntries(keys.map((key) => [key.name, key.value(row)])),
    values: Object.fromEntries(measures.map((measure) => [measure.as, measure.value(row)])),
  }
}

/** Nulls last both ways; ties are told apart by the groups, so that the same question is answered in the same order. */
function order(keys: GroupKey[], measures: Measured[], sort: string | undefined): Sql {
  const wanted = (sort ?? '').split(',').filter(Boolean)
  if (wanted.length > 4) throw new Refusal('malformed', { reason: 'sort' })
  const said = wanted.map((word) => {
    const name = word.replace(/^-/, '')
    const measure = measures.find((each) => each.as === name)
    const key = keys.find((each) => each.name === name)
    if (!measure && !key) throw invalid([{ field: name, code: 'unknown-field' }])
    if (!measure && !key!.sortBy) throw invalid([{ field: name, code: 'not-sortable' }])
    return sql`${measure ? measure.sortBy : key!.sortBy!}${raw(word.startsWith('-') ? ' desc nulls last' : ' asc nulls last')}`
  })
  const ties = keys.flatMap((key) => [...(key.sortBy ? [key.sortBy] : []), ...key.ties]).map((column) => sql`${column} asc nulls last`)
  return said.length || ties.length ? sql` order by ${join([...said, ...ties], ', ')}` : sql``
}
