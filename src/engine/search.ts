/** Search over everything: each object is asked for its best, and the best of these are shown. */
import type { SearchAnswer } from '../lib/wire.ts'
import { branches } from './access.ts'
import type { Placed } from './catalog.ts'
import type { Reading } from './house.ts'
import { groundOf } from './list.ts'
import { type Principal, fieldAccess } from './principal.ts'
import { valueOf } from './write/expressions.ts'
import { type Row, titleSql } from './store/reader.ts'
import { columnOf } from './store/columns.ts'
import { bestOfMany } from './store/search-many.ts'
import { type Sought, bestOfFew, soughtBy } from './store/search-sql.ts'
import { largeTables } from './store/sizes.ts'
import { Sql, id, join, byKey, sql, table } from './store/sql.ts'

const shown = 20

type Hit = { name: string; id: string; created_at: string; rank: number }

export async function search(reading: Reading, words: string, only?: string): Promise<SearchAnswer> {
  const sought = soughtBy(words)
  if (!sought) return { records: [] }
  const statement = await statementFor(reading, sought, only)
  const hits = statement ? (await byKey<Hit>(reading.run, statement)).rows : []
  // a record may be open to somebody in several ways
  const once = [...new Map(hits.map((hit) => [hit.id, hit])).values()]
  const best = once.toSorted((a, b) => b.rank - a.rank || (a.created_at < b.created_at ? 1 : -1)).slice(0, shown)
  const told = await Promise.all(
    [...Map.groupBy(best, (hit) => hit.name)].map(([name, some]) =>
      tell(
        reading,
        reading.catalog.objects.get(name)!,
        some.map((hit) => hit.id),
        words,
      ),
    ),
  )
  const byId = new Map(told.flat().map((record) => [record.id, record]))
  return { records: best.flatMap((hit) => byId.get(hit.id) ?? []) }
}

/** Stand in a statement for what is sought; nobody can type them. */
const marks = { query: '\0query', typed: '\0typed', length: -1 }

const made = new WeakMap<Principal, Map<string, Sql | null>>()

/** Put together once for a principal, who lives a second in the cache of requests: it took longer than to send it and read the answer. */
async function statementFor(reading: Reading, sought: Sought, only: string | undefined): Promise<Sql | null> {
  const objects = [...reading.catalog.objects.values()].filter((object) => object.searched.length)
  const tables = objects.map((object) => object.table)
  const large = await largeTables(reading.run, reading.principal.workspace.schema, tables)
  const mine = made.get(reading.principal) ?? new Map<string, Sql | null>()
  made.set(reading.principal, mine)
  const key = JSON.stringify([reading.catalog.version, only, sought.cased, ...large])
  let statement = mine.get(key)
  if (statement === undefined) mine.set(key, (statement = overAll(reading, objects, large, { ...marks, cased: sought.cased }, only)))
  const said = new Map<unknown, unknown>(Object.entries(marks).map(([name, mark]) => [mark, sought[name as keyof Sought]]))
  return (
    statement &&
    new Sql(
      statement.strings,
      statement.values.map((value) => (said.has(value) ? (said.get(value) as string) : value)),
    )
  )
}

/** One statement for all tables, planned once per connection: planning for each of a dozen objects cost more than asking them. */
function overAll(reading: Reading, objects: Placed[], large: Map<string, number>, sought: Sought, only: string | undefined): Sql | null {
  const { schema } = reading.principal.workspace
  const asked = objects.flatMap((object) => {
    const ways = branches(reading.principal, object, 'read')
    if (!ways.length || (only && object.name !== only)) return []
    const rows = large.get(object.table)
    const hunt = {
      ...sought,
      from: table(schema, object.table),
      rows: rows ?? 0,
      title: (alias: string) => titleSql(reading, object, alias),
      columns: [...new Set(object.title.map((at) => columnOf(at, '')))],
    }
    const hits = ways.map((way) => (rows === undefined ? bestOfFew(hunt, way) : bestOfMany(hunt, way)))
    return [sql`select ${object.name}::text as name, h.id, h.created_at, h.rank from (${join(hits, ' union all ')}) h`]
  })
  return asked.length ? join(asked, ' union all ') : null
}

async function tell(reading: Reading, object: Placed, ids: string[], words: string): Promise<SearchAnswer['records']> {
  const ground = groundOf(reading, object.name)
  const open = (name: string) => ['read', 'write'].includes(fieldAccess(reading.principal, object.name, name))
  const told = [...object.searched, ...(object.definition.views.subtitle ?? []).map((name) => object.fields.get(name)!)].filter(
    (at) => open(at.name) && !at.type.target,
  )
  const columns = [...new Set(told.flatMap((at) => at.columns.map((column) => column.name)))].map((column) => sql`t.${id(column)}`)
  const from = table(reading.principal.workspace.schema, object.table)
  const statement = sql`select ${join([sql`t.id`, sql`${titleSql(ground, object, 't')} as title__`, ...columns], ', ')} from ${from} t where t.id = any(${ids}::uuid[])`
  const { rows } = await byKey<Row>(reading.run, statement)
  return rows.map((row) => ({
    object: object.name,
    id: row.id as string,
    title: (row.title__ as string | null) ?? '',
    subtitle: subtitle(reading, object, row, open),
    matched: matched(object, row, words, open),
  }))
}

function subtitle(reading: Reading, object: Placed, row: Row, open: (name: string) => boolean): string {
  const parts = (object.definition.views.subtitle ?? []).filter(open).map((name) => {
    const at = object.fields.get(name)!
    const value = at.type.target ? null : valueOf(at, row)
    return value === null ? '' : at.type.toText(value, at.field, reading.context)
  })
  return parts.filter(Boolean).join(' · ')
}

/** The value that was hit, where it is not the title: a phone, an e-mail. */
function matched(object: Placed, row: Row, words: string, open: (name: string) => boolean): string {
  const wanted = words.replace(/\s/g, '').toLowerCase()
  for (const at of object.searched) {
    const value = open(at.name) ? valueOf(at, row) : null
    if (typeof value === 'string' && value !== row.title__ && value.toLowerCase().replace(/[\s-]/g, '').includes(wanted)) return value
  }
  return ''
}
