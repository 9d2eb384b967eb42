/**
 * Search in a large table. How much is looked at is bounded here, never left to the planner's guess: it took a pair of
 * characters that nobody has for one that thousands have, walked a million rows newest first and answered after 2.7 s.
 */
import { type Branch, branchSql } from '../access.ts'
import { type Hunt, best, found, hit, newestFirst } from './search-sql.ts'
import { type Sql, and, id, join, said, sql } from './sql.ts'

/** A glance at the newest tells whether a word is common: what every 4,000th row of a table has is then met, or has few hits. */
const glance = { share: 4_000, least: 25, most: 250 }
/** A word that was met there is looked for so far back: what every hundredth has is found in a millisecond. */
const near = 2_000
/** Then all hits by the index, as long as they are not more than this … */
const most = 2_000
/** … and where they are, newest first again, so far back. The rest is many and old. */
const far = 20_000
/** … of several people not as far: their rows lie each on another page. */
const farOfSeveral = 8_000

type Part = { name: string; rows: Sql; from?: Sql }

export function bestOfMany(hunt: Hunt, way: Branch): Sql {
  const going = goingThrough(hunt, way)
  // A row may come in by each of the ways.
  const ranked = (rows: Sql) =>
    sql`(select r.id, r.created_at, r.rank from (${rows}) r order by rank desc, ${newestFirst('r')} limit ${said(best * 4)})`
  if (!going.walk) return ranked(amongShared(hunt, way))
  const parts = steps(hunt, way, { ...going, walk: going.walk })
  const stages = parts.map(({ name, rows }) => sql`${id(name)} as materialized (${rows})`)
  const found = parts.flatMap(({ from }) => from ?? []).map((from) => sql`select f.id, f.created_at, f.rank from ${from}`)
  return sql`(with ${join(stages, ', ')} ${ranked(join(found, ' union all '))})`
}

/** What is looked at one after the other, each only where those before it did not find enough. */
function steps(hunt: Hunt, way: Branch, { walk, own, sorted, whole }: Going & { walk: Walk }): Part[] {
  const wanted = (alias: string, gate = sql`true`) => and([gate, found(alias, hunt.query)])
  const among = (rows: Sql, gate?: Sql) =>
    sql`select ${hit(hunt, 'n')} from (${rows}) n where ${and([wanted('n', gate), own?.('n') ?? sql`true`])}${
      sorted ? sql` order by ${newestFirst('n')}` : sql``
    } limit ${said(best)}`
  const byIndex = (gate?: Sql) => sql`select ${hit(hunt, 't')}${'column' in way ? sql`, t.${id(way.column)}` : sql``} from ${hunt.from} t
    where ${and([wanted('t', gate), own ? sql`true` : branchSql(way, 't')])} limit ${said(most)}`
  const counted = (name: string) => sql`(select count(*) from ${id(name)})`
  const between = (name: string, least: number) => sql`${counted(name)} between ${said(least)} and ${said(best - 1)}`
  const step = (name: string, rows: Sql): Part => ({ name, rows, from: sql`${id(name)} f` })
  const back = walk(sorted ? farOfSeveral : far)

  const looked: Part[] = []
  if (whole !== undefined) looked.push({ name: 'seen', rows: walk(near) }, step('near', among(sql`select * from seen`)))
  else {
    const glimpse = Math.min(glance.most, Math.max(glance.least, Math.round(hunt.rows / glance.share)))
    looked.push(step('glanced', among(walk(glimpse))), step('near', among(walk(near), between('glanced', 1))))
    // So many let expect twice as many hits as are taken from the index, which would be taken in vain and cost more than the way back.
    const tooMany = Math.ceil((2 * most * near) / hunt.rows)
    if (tooMany < best) looked.push(step('further', among(back, between('near', tooMany))))
  }
  const few = sql`greatest(${join(
    looked.flatMap(({ name, from }) => (from ? counted(name) : [])),
    ', ',
  )}) < ${said(best)}`
  // Who has few records has had them all seen.
  const gate = whole === undefined ? few : sql`${few} and ${counted('seen')} >= ${said(whole)}`
  return [
    ...looked,
    { name: 'hits', rows: byIndex(gate), from: sql`hits f where ${own?.('f') ?? sql`true`}` },
    step('far', among(back, sql`${counted('hits')} = ${said(most)}`)),
  ]
}

/** Shares are few: they are gone through, all of them. Left to the planner the words were looked for first, in a million rows: 1.3 s. */
function amongShared(hunt: Hunt, way: Branch): Sql {
  const rows = sql`select ${columnsOf(hunt)} from ${hunt.from} t where ${branchSql(way, 't')} offset 0`
  return sql`select ${hit(hunt, 'n')} from (${rows}) n where ${found('n', hunt.query)} limit ${said(most)}`
}

type Walk = (rows: number) => Sql

/**
 * `walk`: a branch's newest rows, whatever is in them, in the order of an index. `own`: what is still to be asked of a row, for
 * of many people the index's hits are cut off before it is asked whose they are. `whole`: fewer rows than this and all were seen.
 */
type Going = { walk?: Walk; own?: (alias: string) => Sql; sorted?: true; whole?: number }

/** Of more people than this the records of all are gone through. */
const mostPeople = 50

function goingThrough(hunt: Hunt, way: Branch): Going {
  if ('all' in way) return { walk: (rows) => newest(hunt, sql`true`, rows) }
  if ('condition' in way) return way.ordered ? { walk: (rows) => newest(hunt, branchSql(way, 't'), rows) } : {}
  const own = (alias: string) => branchSql(way, alias)
  const { column, people } = way
  if (people.length === 1) return { walk: (rows) => newest(hunt, own('t'), rows), whole: near }
  if (people.length > mostPeople) return { walk: (rows) => newest(hunt, sql`true`, rows, column), own }
  const share = (rows: number) => Math.ceil(rows / Math.max(1, people.length))
  const walk = (rows: number) => sql`select w.* from unnest(${people}::uuid[]) as p(person)
    cross join lateral (${newest(hunt, sql`t.${id(column)} = p.person`, share(rows), column)}) w`
  return { walk, own, sorted: true, whole: share(near) }
}

function newest(hunt: Hunt, condition: Sql, rows: number, owner?: string): Sql {
  return sql`select ${columnsOf(hunt, owner)} from ${hunt.from} t where ${condition} order by ${newestFirst('t')} limit ${said(rows)}`
}

function columnsOf({ columns }: Hunt, owner?: string): Sql {
  const read = new Set(['id', 'created_at', 'search_terms', ...columns, ...(owner ? [owner] : [])])
  return join(
    [...read].map((column) => sql`t.${id(column)}`),
    ', ',
  )
}
