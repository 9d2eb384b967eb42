/**
 * Search in a large table. How much is looked at is bounded here, never left to the planner's guess: it took a pair of
 * characters that nobody has for one that thousands have, walked a million rows newest first and answered after 2.7 s.
 */
import { type Branch, branchSql } from '../access.ts'
import { type Hunt, best, found, hit, newestFirst } from './search-sql.ts'
import { type Sql, and, id, join, said, sql } from './sql.ts'

/** A glance at the newest tells whether a word is common: 2,000 rows gone through for each that is not cost 2.5 ms a table. */
const glance = 250
/** A word that was met there is looked for so far back: what every hundredth has is found in a millisecond. */
const near = 2_000
/** Then all hits by the index, as long as they are not more than this … */
const most = 2_000
/** … and where they are, newest first again, so far back. The rest is many and old. */
const far = 20_000
/** … of several people not as far: their rows lie each on another page. */
const farOfSeveral = 8_000

export function bestOfMany(hunt: Hunt, way: Branch): Sql {
  const { walk, own, sorted, whole } = goingThrough(hunt, way)
  const wanted = (alias: string, gate = sql`true`) => and([gate, found(alias, hunt.query)])
  // A row may come in by each of the four ways.
  const ranked = (rows: Sql) =>
    sql`(select r.id, r.created_at, r.rank from (${rows}) r order by rank desc, ${newestFirst('r')} limit ${said(best * 4)})`
  const among = (rows: Sql, gate?: Sql) =>
    sql`select ${hit(hunt, 'n')} from (${rows}) n where ${and([wanted('n', gate), own?.('n') ?? sql`true`])}${
      sorted ? sql` order by ${newestFirst('n')}` : sql``
    } limit ${said(best)}`
  const byIndex = (gate?: Sql) => sql`select ${hit(hunt, 't')}${'column' in way ? sql`, t.${id(way.column)}` : sql``} from ${hunt.from} t
    where ${and([wanted('t', gate), own ? sql`true` : branchSql(way, 't')])} limit ${said(most)}`
  if (!walk) return ranked(amongShared(hunt, way))
  const counted = (name: string) => sql`(select count(*) from ${id(name)})`
  // Who has few records has them all seen; of the others a glance says how far to look back.
  const seen = whole !== undefined
  const looked = seen ? ['near'] : ['glanced', 'near']
  const few = sql`greatest(${join(looked.map(counted), ', ')}) < ${said(best)}`
  const parts: [string, Sql][] = [
    ...(seen
      ? [part('seen', walk(near)), part('near', among(sql`select * from seen`))]
      : [
          part('glanced', among(walk(glance))),
          part('near', among(walk(near), sql`${counted('glanced')} between 1 and ${said(best - 1)}`)),
        ]),
    part('hits', byIndex(seen ? sql`${few} and ${counted('seen')} >= ${said(whole)}` : few)),
    part('far', among(walk(sorted ? farOfSeveral : far), sql`${counted('hits')} = ${said(most)}`)),
  ]
  const of = (name: string) => sql`select id, created_at, rank from ${id(name)} f`
  const all = [...looked.map(of), sql`${of('hits')} where ${own?.('f') ?? sql`true`}`, of('far')]
  return sql`(with ${join(
    parts.map(([name, rows]) => sql`${id(name)} as materialized (${rows})`),
    ', ',
  )} ${ranked(join(all, ' union all '))})`
}

/** Shares are few: they are gone through, all of them. Left to the planner the words were looked for first, in a million rows: 1.3 s. */
function amongShared(hunt: Hunt, way: Branch): Sql {
  const rows = sql`select ${columnsOf(hunt)} from ${hunt.from} t where ${branchSql(way, 't')} offset 0`
  return sql`select ${hit(hunt, 'n')} from (${rows}) n where ${found('n', hunt.query)} limit ${said(most)}`
}

const part = (name: string, rows: Sql): [string, Sql] => [name, rows]

/**
 * `walk`: a branch's newest rows, whatever is in them, in the order of an index. `own`: what is still to be asked of a row, for
 * of many people the index's hits are cut off before it is asked whose they are. `whole`: fewer rows than this and all were seen.
 */
type Going = { walk?: (rows: number) => Sql; own?: (alias: string) => Sql; sorted?: true; whole?: number }

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
