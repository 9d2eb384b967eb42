/** Search over everything: each object is asked for its best, and the best of these are shown. */
import type { SearchAnswer } from '../lib/wire.ts'
import { searchQuery } from '../lib/search-words.ts'
import { branches } from './access.ts'
import type { Placed } from './catalog.ts'
import type { Reading } from './house.ts'
import { groundOf } from './list.ts'
import { fieldAccess } from './principal.ts'
import { valueOf } from './write/expressions.ts'
import { type Row, titleSql } from './store/reader.ts'
import { columnOf } from './store/columns.ts'
import { bestOfMany } from './store/search-many.ts'
import { bestOfFew } from './store/search-sql.ts'
import { largeTables } from './store/sizes.ts'
import { id, join, byKey, sql, table } from './store/sql.ts'

const shown = 20

type Hit = { name: string; id: string; created_at: string; rank: number }

export async function search(reading: Reading, words: string, only?: string): Promise<SearchAnswer> {
  const query = searchQuery(words)
  if (query === null) return { records: [] }
  const objects = [...reading.catalog.objects.values()].filter((object) => object.searched.length)
  const hits = await findHits(reading, objects, query, words, only)
  const best = hits.toSorted((a, b) => b.rank - a.rank || (a.created_at < b.created_at ? 1 : -1)).slice(0, shown)
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

/** One statement for all small tables, planned once per connection: planning for each of a dozen objects cost more than asking them. */
async function findHits(reading: Reading, objects: Placed[], query: string, words: string, only: string | undefined): Promise<Hit[]> {
  const { schema } = reading.principal.workspace
  const large = await largeTables(
    reading.run,
    schema,
    objects.map((object) => object.table),
  )
  const typed = words.normalize('NFKC').toLowerCase().trim()
  const asked = objects.flatMap((object) => {
    const ways = branches(reading.principal, object, 'read')
    if (!ways.length || (only && object.name !== only)) return []
    const hunt = {
      from: table(schema, object.table),
      query,
      typed,
      title: (alias: string) => titleSql(reading, object, alias),
      columns: [...new Set(object.title.map((at) => columnOf(at, '')))],
    }
    const hits = join(
      ways.map((way) => (large.has(object.table) ? bestOfMany(hunt, way) : bestOfFew(hunt, way))),
      ' union all ',
    )
    return [{ large: large.has(object.table), sql: sql`select ${object.name}::text as name, h.id, h.created_at, h.rank from (${hits}) h` }]
  })
  const [many, few] = [asked.filter((each) => each.large), asked.filter((each) => !each.large)]
  const answers = many.map((each) => byKey<Hit>(reading.run, each.sql))
  if (few.length) {
    const all = join(
      few.map((each) => each.sql),
      ' union all ',
    )
    answers.push(byKey<Hit>(reading.run, all))
  }
  const found = (await Promise.all(answers)).flatMap((answer) => answer.rows)
  return [...new Map(found.map((hit) => [hit.id, hit])).values()]
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
