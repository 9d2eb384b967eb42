/**
 * Search as SQL. One GIN holds whatever a record is found by; only fields that every role may read stand in it, so it can leak none.
 *
 * How much is looked at is bounded here, never left to the planner's guess: it took a pair of characters that nobody has for
 * one that thousands have, walked a million rows newest first and answered after 2.7 s.
 */
import { searchQuery } from '../../lib/search-words.ts'
import { type Branch, branchSql } from '../access.ts'
import { type Sql, and, id, join, sql } from './sql.ts'

/** Null when the words say nothing that could be looked for. */
export function searchCondition(alias: string, words: string): Sql | null {
  const query = searchQuery(words)
  return query === null ? null : found(alias, query)
}

const found = (alias: string, query: string) => sql`${id(alias)}.search_terms @@ ${query}::pg_catalog.tsquery`

/** One object's search: where, by which ways its rows may be seen, for what; `title` says a record's title on `t`. */
export type Hunt = { from: Sql; ways: Branch[]; query: string; typed: string; title: Sql }

/** As many of an object's best are compared with the others'. */
const best = 20
/** The newest records are gone through first: what every hundredth has is found among them in a millisecond. */
const near = 2_000
/** Then all hits by the index, as long as they are not more than this … */
const hits = 2_000
/** … and where they are, newest first again, so far back. The rest is many and old. */
const far = 20_000
/** A walk through the records of several people takes from each; of more than this, from all. */
const mostPeople = 50

/** Rows (id, created_at, rank): 3 is the whole title, 2 its beginning, 1 inside it, 0 by another field or by sound; newest first in each. */
export const bestHits = (hunt: Hunt, large: boolean): Sql =>
  join(
    hunt.ways.map((way) => (large ? inMany(hunt, way) : inFew(hunt, way))),
    ' union all ',
  )

const order = (alias: string) => sql`${id(alias)}.created_at desc, ${id(alias)}.id desc`

const inFew = (hunt: Hunt, way: Branch) =>
  sql`(select t.id, t.created_at, ${rank(hunt, hunt.title)} as rank from ${hunt.from} t
    where ${and([found('t', hunt.query), branchSql(way, 't')])} order by rank desc, ${order('t')} limit ${best})`

function inMany(hunt: Hunt, way: Branch): Sql {
  const among = (rows: Sql, gate: Sql) =>
    sql`select n.id, n.created_at, ${rank(hunt, sql`n.title`)} as rank from (${rows}) n where ${gate} and ${found('n', hunt.query)} limit ${best}`
  const byIndex = (gate: Sql) =>
    sql`select t.id, t.created_at, ${rank(hunt, hunt.title)} as rank from ${hunt.from} t where ${and([gate, found('t', hunt.query), branchSql(way, 't')])} limit ${hits}`
  const ranked = (rows: Sql) => sql`(select * from (${rows}) r order by rank desc, ${order('r')} limit ${best * 2})`
  if ('condition' in way && !way.ordered) return ranked(byIndex(sql`true`))
  return sql`(with near as materialized (${among(walk(hunt, way, near), sql`true`)}),
    hits as materialized (${byIndex(sql`(select count(*) from near) < ${best}`)}),
    far as materialized (${among(walk(hunt, way, far), sql`(select count(*) from hits) = ${hits}`)})
    ${ranked(sql`select * from near where (select count(*) from near) >= ${best} union all select * from hits union all select * from far`)})`
}

/** The newest rows of a branch, whatever is in them, in the order of an index. */
function walk({ from, title }: Hunt, way: Branch, rows: number): Sql {
  const newest = (condition: Sql, limit: number) =>
    sql`select t.id, t.created_at, t.search_terms, ${title} as title from ${from} t where ${condition} order by ${order('t')} limit ${limit}`
  if (!('column' in way) || way.people.length === 1 || way.people.length > mostPeople) return newest(branchSql(way, 't'), rows)
  const each = newest(sql`t.${id(way.column)} = p.person`, Math.ceil(rows / way.people.length))
  return sql`select w.* from unnest(${way.people}::uuid[]) as p(person) cross join lateral (${each}) w`
}

/** The title is made small and looked through once: thrice took longer than finding the rows. */
const rank = ({ typed }: Hunt, title: Sql) =>
  sql`case strpos(lower(${title}), ${typed}) when 0 then 0 when 1 then case when char_length(${title}) = ${[...typed].length} then 3 else 2 end else 1 end`
