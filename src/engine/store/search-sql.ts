/** Search as SQL. One GIN holds whatever a record is found by; only fields that every role may read stand in it, so it can leak none. */
import { searchQuery } from '../../lib/search-words.ts'
import { type Branch, branchSql } from '../access.ts'
import { type Sql, and, id, sql } from './sql.ts'

/** Null when the words say nothing that could be looked for. */
export function searchCondition(alias: string, words: string): Sql | null {
  const query = searchQuery(words)
  return query === null ? null : found(alias, query)
}

export const found = (alias: string, query: string) => sql`${id(alias)}.search_terms @@ ${query}::pg_catalog.tsquery`

/** What is looked for: `query` a tsquery, `typed` as it was typed; `cased`: it has a capital and a small form; `length` in characters. */
export type Sought = { query: string; typed: string; cased: boolean; length: number }

export function soughtBy(words: string): Sought | null {
  const query = searchQuery(words)
  const typed = words.normalize('NFKC').toLowerCase().trim()
  return query === null ? null : { query, typed, cased: typed !== typed.toUpperCase(), length: [...typed].length }
}

/** One object's search: where and for what; `title` says a record's title on an alias, from `columns`; `rows`: about so many of them. */
export type Hunt = Sought & { from: Sql; rows: number; title: (alias: string) => Sql; columns: string[] }

/** As many of an object's best are compared with the others'. */
export const best = 20

/** Rows (id, created_at, rank): 3 is the whole title, 2 its beginning, 1 inside it, 0 by another field or by sound; newest first in each. */
export const bestOfFew = (hunt: Hunt, way: Branch) =>
  sql`(select ${hit(hunt, 't')} from ${hunt.from} t
    where ${and([found('t', hunt.query), branchSql(way, 't')])} order by rank desc, ${newestFirst('t')} limit ${best})`

export const newestFirst = (alias: string) => sql`${id(alias)}.created_at desc, ${id(alias)}.id desc`

/** The title is looked through once, and made small only for words that have a small form: doing so thrice took longer than finding the rows. */
export const hit = ({ typed, cased, length, title }: Hunt, alias: string) => {
  const text = cased ? sql`lower(${title(alias)})` : title(alias)
  return sql`${id(alias)}.id, ${id(alias)}.created_at, case strpos(${text}, ${typed})
    when 0 then 0 when 1 then case when char_length(${title(alias)}) = ${length}::integer then 3 else 2 end else 1 end as rank`
}
