/** Lists: filter, sort, page, count, expand. One statement per page; two where a page crosses from values to nulls. */
import { Refusal } from '../lib/errors.ts'
import type { ListAnswer, RecordJson } from '../lib/wire.ts'
import { type Branch, branchSql, branches, sees } from './access.ts'
import type { Reading } from './house.ts'
import { type Placed, fieldOf } from './catalog.ts'
import { fieldAccess } from './principal.ts'
import { nameTitles, namedRefs } from './titles.ts'
import { type Ground, compileFilter } from './store/filter.ts'
import {
  type Cursor,
  type Key,
  type Stretch,
  afterCursor,
  binding,
  firstStretch,
  keySql,
  orderBy,
  parseSort,
  readCursor,
  writeCursor,
} from './store/order.ts'
import { type Reader, type Row, reader } from './store/reader.ts'
import { searchCondition } from './store/search-sql.ts'
import { type Sql, and, byKey, id, join, or, prepared, sql, table } from './store/sql.ts'

export type ListQuery = {
  filter?: unknown
  sort?: string
  limit?: number
  cursor?: string
  fields?: string[]
  expand?: string[]
  count?: 'none' | 'exact' | 'capped'
  search?: string
}

const cap = 1000

export async function list(reading: Reading, objectName: string, query: ListQuery): Promise<ListAnswer> {
  const { ground, read, rows, next, count } = await pageOf(reading, objectName, query)
  const records = rows.map(read.read)
  await nameTitles(reading, ground.object, records, query.expand)
  await fillLines(reading, ground.object, records, query.fields ?? [])
  if (query.expand?.length) await expand(reading, ground, records, Object.fromEntries(query.expand.map((name) => [name, undefined])))
  return { records, next, ...(count ? { count: await count } : {}) }
}

/** The same as JSON text. Where no record stands inside another it is written from the rows without making records of them. */
export async function listText(reading: Reading, objectName: string, query: ListQuery): Promise<string> {
  const object = reading.catalog.objects.get(objectName)
  const nested = query.expand?.length || query.fields?.some((name) => object?.fields.get(name)?.type.children)
  if (nested) return JSON.stringify(await list(reading, objectName, query))
  const { read, rows, next, count } = await pageOf(reading, objectName, query)
  const records = read.write(rows, await namedRefs(reading, read.pointers, rows))
  return `{"records":${records},"next":${JSON.stringify(next)}${count ? `,"count":${JSON.stringify(await count)}` : ''}}`
}

async function pageOf(reading: Reading, objectName: string, query: ListQuery) {
  const ground = groundOf(reading, objectName)
  checkFields(ground, query.fields)
  const where = await soughtIn(reading, ground, query)
  const keys = parseSort(ground.object, ground.principal, query.sort)
  const bound = () =>
    binding([reading.principal.workspace.id, reading.principal.user, objectName, query.filter ?? null, keys, query.search ?? ''])
  const cursor = query.cursor ? readCursor(query.cursor, bound(), keys) : undefined
  const limit = query.limit ?? 50
  const read = reader(ground, query.fields)
  const count = query.count && query.count !== 'none' ? counted(reading, ground, where, query.count) : undefined
  const rows = where === null ? [] : await page(reading, ground, { where, keys, cursor, limit: limit + 1, read })
  const last = rows.length > limit ? rows[limit - 1]! : undefined
  return { ground, read, rows: rows.slice(0, limit), next: last ? writeCursor(cursorAt(last, keys, bound())) : null, count }
}

export function groundOf(reading: Reading, objectName: string, alias = 't'): Ground {
  const object = reading.catalog.objects.get(objectName)
  if (!object) throw new Refusal('not-found')
  return { catalog: reading.catalog, principal: reading.principal, context: reading.context, object, alias }
}

/** Null when the search words can match nothing. */
export function conditions(ground: Ground, query: Pick<ListQuery, 'filter' | 'search'>): Sql | null {
  const parts: Sql[] = []
  if (query.filter !== undefined) parts.push(compileFilter(ground, query.filter))
  if (query.search?.trim()) {
    const found = ground.object.searched.length ? searchCondition(ground.alias, query.search) : null
    if (!found) return null
    parts.push(found)
  }
  return and(parts)
}

/** Hits as far as they are looked up before the page; more are many, and met on the way. */
const fewHits = 2000

/**
 * What a list looks for. Few hits are named by their ids: a word that nobody has, taken for one that thousands have, made the
 * planner walk a million rows newest first.
 */
async function soughtIn(reading: Reading, ground: Ground, query: ListQuery): Promise<Sql | null> {
  const where = conditions(ground, query)
  const found = where && query.search?.trim() ? searchCondition('t', query.search) : null
  if (!where || !found) return where
  const from = table(ground.principal.workspace.schema, ground.object.table)
  const { rows } = await reading.run<{ id: string }>(sql`select t.id from ${from} t where ${found} limit ${fewHits + 1}`)
  if (rows.length > fewHits) return where
  const filter = conditions(ground, { ...query, search: undefined })!
  return and([filter, sql`t.id = any(${rows.map((row) => row.id)}::uuid[])`])
}

type Page = { where: Sql; keys: Key[]; cursor?: Cursor; limit: number; read: Reader }

async function page(reading: Reading, ground: Ground, want: Page): Promise<Row[]> {
  const start = want.cursor?.stretch ?? firstStretch(want.keys)
  const ways = branches(ground.principal, ground.object, 'read')
  if (!ways.length) return []
  const statement = pageSql(ground, ways, want, start, want.limit)
  const first = await reading.run<Row>(statement, prepared(statement))
  if (start !== 'values' || first.rows.length >= want.limit) return first.rows
  const rest = await reading.run<Row>(pageSql(ground, ways, want, 'nulls', want.limit - first.rows.length))
  return [...first.rows, ...rest.rows]
}

function pageSql(ground: Ground, ways: Branch[], want: Page, stretch: Stretch, limit: number): Sql {
  const from = table(ground.principal.workspace.schema, ground.object.table)
  const stretchWhere = afterCursor(want.keys, 't', stretch, want.cursor)
  const order = orderBy(want.keys, 't', stretch)
  const keys = want.keys.flatMap((key, i) => (isRead(key) ? [] : [sql`(${keySql(key, 't')})::text as ${id(`key${i}`)}`]))
  const columns = join([want.read.columns, ...keys], ', ')
  const narrowed = (way: Branch) => and([want.where, ...('all' in way ? [] : [branchSql(way, 't')]), ...stretchWhere])
  if (ways.length === 1) return sql`select ${columns} from ${from} t where ${narrowed(ways[0]!)} order by ${order} limit ${limit}`
  // Keys first: each branch delivers its own first rows from an index, then only the chosen ones are read whole.
  const sorted = want.keys.filter((key) => key.column !== 'id').map((key) => sql`t.${id(key.column)}`)
  const arms = ways.map(
    (way) => sql`(select ${join([sql`t.id`, ...sorted], ', ')} from ${from} t where ${narrowed(way)} order by ${order} limit ${limit})`,
  )
  return sql`with k as (select distinct t.id from (select t.* from (${join(arms, ' union ')}) t order by ${order} limit ${limit}) t)
    select ${columns} from k join ${from} t using (id) order by ${order} limit ${limit}`
}

/** Read of every record anyway, as the text that a cursor keeps. */
const isRead = (key: Key) => ['id', 'created_at', 'updated_at'].includes(key.column)

function cursorAt(row: Row, keys: Key[], bound: string): Cursor {
  const values = keys.map((key, i) => row[isRead(key) ? key.column : `key${i}`] ?? null)
  const stretch = firstStretch(keys) === 'values' ? (values[0] === null ? 'nulls' : 'values') : 'whole'
  return { bound, stretch, values, id: row.id as string }
}

async function counted(
  reading: Reading,
  ground: Ground,
  where: Sql | null,
  how: 'exact' | 'capped',
): Promise<{ value: number; capped: boolean }> {
  if (where === null) return { value: 0, capped: false }
  const from = table(ground.principal.workspace.schema, ground.object.table)
  const most = how === 'capped' ? sql` limit ${cap + 1}` : sql``
  const ways = apart(branches(ground.principal, ground.object, 'read'))
  if (!ways.length) return { value: 0, capped: false }
  const told = ways.length === 1 ? sql`1` : sql`t.id`
  const arms = ways.map((way) => sql`(select ${told} from ${from} t where ${and([where, way])}${most})`)
  const { rows } = await reading.run<{ n: string }>(sql`select count(*)::text as n from (${join(arms, ' union ')}) c`)
  const n = Number(rows[0]!.n)
  return how === 'capped' && n > cap ? { value: cap, capped: true } : { value: n, capped: false }
}

/** His own in one condition, what is shared each in its own: within one OR every record of a million was looked at for it, 0.8 s. */
function apart(ways: Branch[]): Sql[] {
  const own = ways.filter((way) => !('condition' in way)).map((way) => branchSql(way, 't'))
  const others = ways.filter((way) => 'condition' in way).map((way) => branchSql(way, 't'))
  return own.length ? [or(own), ...others] : others
}

/** References named become the records themselves, whole or with these fields, where they may be read. */
export async function expand(
  reading: Reading,
  ground: Ground,
  records: RecordJson[],
  names: Record<string, string[] | undefined>,
): Promise<void> {
  const one = async (name: string, fields: string[] | undefined) => {
    const at = fieldOf(ground.object, name)
    const target = at?.type.target?.(at.field)
    if (!target || fieldAccess(ground.principal, ground.object.name, name) === 'hidden')
      throw new Refusal('invalid', { count: 1 }, [{ field: name, code: 'unknown-field' }])
    const ids = [...new Set(records.map((record) => (record[name] as { id: string } | null)?.id).filter((each) => each !== undefined))]
    const found = new Map((await loadRecords(reading, target, ids, fields)).map((record) => [record.id, record]))
    for (const record of records) {
      const pointer = record[name] as { id: string } | null
      if (pointer) record[name] = found.get(pointer.id) ?? pointer
    }
  }
  await Promise.all(Object.entries(names).map(([name, fields]) => one(name, fields)))
}

/** The one way to load records by id for use: only those that may be read, in no particular order. `unnamed`: references that are expanded afterwards. */
export async function loadRecords(
  reading: Reading,
  objectName: string,
  ids: string[],
  fields?: string[],
  unnamed: string[] = [],
): Promise<RecordJson[]> {
  const ground = groundOf(reading, objectName)
  if (!ids.length) return []
  const read = reader(ground, fields)
  const statement = sql`select ${read.columns} from ${table(ground.principal.workspace.schema, ground.object.table)} t where t.id = any(${ids}::uuid[]) and ${sees(ground.principal, ground.object, 'read', 't')}`
  const { rows } = await byKey<Row>(reading.run, statement)
  const records = rows.map(read.read)
  await nameTitles(reading, ground.object, records, unnamed)
  await fillLines(reading, ground.object, records, fields)
  return records
}

export async function loadRecord(reading: Reading, objectName: string, recordId: string): Promise<RecordJson> {
  const [record] = isId(recordId) ? await loadRecords(reading, objectName, [recordId]) : []
  if (!record) throw new Refusal('not-found')
  return record
}

export const isId = (text: string) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)

function checkFields(ground: Ground, names: string[] | undefined): void {
  const unknown = (names ?? []).filter(
    (name) => !fieldOf(ground.object, name) || fieldAccess(ground.principal, ground.object.name, name) === 'hidden',
  )
  if (unknown.length)
    throw new Refusal(
      'invalid',
      { count: unknown.length },
      unknown.map((field) => ({ field, code: 'unknown-field' })),
    )
}

/** Lines of documents come with the record they belong to, in the order they were written; lists give them only where they are named. */
async function fillLines(reading: Reading, object: Placed, records: RecordJson[], wanted?: string[]): Promise<void> {
  for (const at of object.fields.values()) {
    const owned = at.type.children?.(at.field)
    const child = owned && reading.catalog.objects.get(owned.of)
    if (!child || !records.length || (wanted && !wanted.includes(at.name))) continue
    if (!['read', 'write'].includes(fieldAccess(reading.principal, object.name, at.name))) continue
    const pointer = child.fields.get(owned.by)!.columns[0]!.name
    const statement = sql`select t.id, t.${id(pointer)} as parent from ${table(reading.principal.workspace.schema, child.table)} t where t.${id(pointer)} = any(${records.map((record) => record.id)}::uuid[])`
    const { rows } = await byKey<{ id: string; parent: string }>(reading.run, statement)
    const lines = await loadRecords(
      reading,
      child.name,
      rows.map((row) => row.id),
    )
    const parents = new Map(rows.map((row) => [row.id, row.parent]))
    const place = (line: RecordJson) => Number(owned.place ? line[owned.place] : 0)
    const byParent = Map.groupBy(
      lines.toSorted((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1)),
      (line) => parents.get(line.id),
    )
    for (const record of records) record[at.name] = byParent.get(record.id) ?? []
  }
}
