/**
 * plan(): compares a catalog with the tables of a workspace and says which statements are missing. It only adds:
 * what would lose data needs a numbered SQL file. Runs under a short lock_timeout with retries, because a plain
 * ADD COLUMN behind a long report makes every reader wait.
 */
import { createHash } from 'node:crypto'
import type { Run } from '../../platform/postgres/database.ts'
import { type Catalog, type Placed, fieldOf } from '../catalog.ts'
import { type ColumnAt, type FieldAt, columnOf, sameColumn, snake, sortColumn } from './columns.ts'
import { type Sql, id, join, raw, sql, table } from './sql.ts'
import { later } from './tables.ts'

export async function plan(run: Run, schema: string, role: string, catalog: Catalog): Promise<Plan> {
  const { rows: columns } = await run<{ table: string; column: string }>(sql`
    select c.relname as table, a.attname as column from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = ${schema}) and c.relkind = 'r'`)
  const { rows: indexes } = await run<{ name: string }>(
    sql`select indexname as name from pg_catalog.pg_indexes where schemaname = ${schema}`,
  )
  const have = new Map<string, Set<string>>()
  for (const row of columns) have.set(row.table, (have.get(row.table) ?? new Set()).add(row.column))
  const haveIndexes = new Set(indexes.map((index) => index.name))
  const objects = [...catalog.objects.values()]
  return {
    tables: [...planOwn(schema, have), ...objects.flatMap((object) => planTable(schema, role, object, have.get(object.table)))],
    behind: objects.flatMap((object) => behindIn(object, have.get(object.table))),
    indexes: objects.flatMap((object) => planIndexes(schema, object, haveIndexes)),
  }
}

/** In this order: what is behind is filled before an index relies on it. */
export type Plan = { tables: Sql[]; behind: Behind[]; indexes: Sql[] }

/** A field of rows that are there already, which now makes something of its value that it did not before. */
export type Behind = { object: Placed; at: FieldAt }

function behindIn(object: Placed, have: Set<string> | undefined): Behind[] {
  if (!have) return []
  const isNew = (column: ColumnAt) => !have.has(column.name)
  return [...object.fields.values()]
    .filter((at) => at.type.derived && at.derived.some(isNew) && !at.columns.every(isNew))
    .map((at) => ({ object, at }))
}

/** Columns that the engine's own tables of before lack. */
const planOwn = (schema: string, have: Map<string, Set<string>>): Sql[] =>
  Object.entries(later).flatMap(([name, columns]) =>
    columns
      .filter((column) => have.has(name) && !have.get(name)!.has(column.name))
      .map((column) => sql`alter table ${table(schema, name)} add column ${columnSql(column)}`),
  )

function planTable(schema: string, role: string, object: Placed, have: Set<string> | undefined): Sql[] {
  const at = table(schema, object.table)
  const statements: Sql[] = []
  if (!have) {
    statements.push(sql`create table ${at} (${join(object.columns.map(columnSql), ', ')}, primary key (id))`)
    statements.push(sql`grant select, insert, update, delete on ${at} to ${id(role)}`)
  } else {
    const missing = object.columns.filter((column) => !have.has(column.name))
    const renamed = missing.flatMap((column) =>
      formerly(object, column)
        .filter((former) => have.has(former))
        .slice(0, 1)
        .map((former) => ({ column, former })),
    )
    for (const { column, former } of renamed) statements.push(sql`alter table ${at} rename column ${id(former)} to ${id(column.name)}`)
    const added = missing.filter((column) => !renamed.some((pair) => pair.column === column))
    const gone = retired.filter((name) => have.has(name))
    if (gone.length)
      statements.push(
        sql`alter table ${at} ${join(
          gone.map((name) => sql`drop column ${id(name)}`),
          ', ',
        )}`,
      )
    if (added.length)
      statements.push(
        sql`alter table ${at} ${join(
          added.map((column) => sql`add column ${columnSql(column)}`),
          ', ',
        )}`,
      )
  }
  return statements
}

function planIndexes(schema: string, object: Placed, haveIndexes: Set<string>): Sql[] {
  const at = table(schema, object.table)
  const statements: Sql[] = []
  for (const index of indexesOf(object))
    if (!haveIndexes.has(index.name))
      statements.push(sql`create ${raw(index.unique ? 'unique ' : '')}index ${id(index.name)} on ${at} ${index.body}`)
  return statements
}

/** Columns that held what followed from others and follows no more; their indexes go with them. */
const retired = ['search_grams', 'search_letters']

const columnSql = (column: ColumnAt): Sql => sql`${id(column.name)} ${raw(column.type)}${raw(column.name === 'id' ? ' not null' : '')}`

/** A rename is said in place (`was`), so the column moves instead of being made anew. */
function formerly(object: Placed, column: ColumnAt): string[] {
  const at = column.field ? object.fields.get(column.field) : undefined
  if (!at?.field.was) return []
  const stem = at.columns[0]!.name
  return at.field.was.map((name) => stem.slice(0, 2) + snake(name) + column.name.slice(stem.length))
}

type Index = { name: string; body: Sql; unique?: boolean; columns?: string[] }

/** Which columns are indexed follows from the definition, here and nowhere else. */
export function indexesOf(object: Placed): Index[] {
  const found = new Map<string, Index>()
  const add = (columns: string[], unique = false) => {
    const name = indexName(object.table, columns)
    found.set(name, { name, body: sql`(${join(columns.map(id), ', ')})`, unique, columns })
  }
  // Most records leave it empty, nobody looks for the empty ones by it, and an entry costs its share of every import.
  const addFilled = (columns: string[]) => {
    const name = indexName(object.table, columns)
    found.set(name, { name, body: sql`(${join(columns.map(id), ', ')}) where ${id(columns[0]!)} is not null` })
  }
  // New rows wait in a list of at most 1 MB before they are sorted in: writing is several times quicker, a search reads that list too.
  const addGin = (column: string, body: Sql, where = sql``) => {
    const name = indexName(object.table, [column, 'gin'])
    found.set(name, { name, body: sql`using gin (${body}) with (gin_pending_list_limit = 1024)${where}` })
  }
  add(['created_at', 'id'])
  for (const at of object.fields.values()) {
    if (!at.columns.length) continue
    const same = sameColumn(at)
    const sort = sortColumn(at)
    // rows that carry files, by file: who may fetch one is asked of them
    if (at.type.files)
      addGin(at.columns[0]!.name, sql`${id(at.columns[0]!.name)} jsonb_path_ops`, sql` where ${id(at.columns[0]!.name)} is not null`)
    if (at.field.unique && same) add([same], true)
    else if (at.field.twin && same) addFilled([same])
    if (at === object.owner || (at.field.indexed && at.type.groups)) add([at.columns[0]!.name, 'created_at', 'id'])
    else if (at.type.target) addFilled([at.columns[0]!.name, 'created_at', 'id'])
    else if (at.field.indexed && sort) add([sort, 'id'])
  }
  if (object.anchors.length) add(['anchor_owner', 'created_at', 'id'])
  for (const names of object.definition.indexes ?? [])
    add([
      ...names.map((name) => object.fields.get(name)!.columns[0]!.name),
      'created_at',
      'id',
      ...(object.owner ? [object.owner.columns[0]!.name] : []),
    ])
  for (const { index } of object.owner ? object.day : [])
    add([object.owner!.columns[0]!.name, ...index.map((name) => dayColumn(object, name)), 'id'])
  for (const total of totalsOf(object)) add(total)
  for (const names of object.definition.twins ?? []) add(names.map((name) => sameColumn(object.fields.get(name)!)!))
  if (object.searched.length) addGin('search_terms', sql`${id('search_terms')}`)
  return [...found.values()].filter(
    ({ name, columns, unique }) => unique || ![...found.values()].some((other) => other.name !== name && begins(other.columns, columns)),
  )
}

/** What another index begins with, that one does too. */
const begins = (longer: string[] = [], columns: string[] | undefined) =>
  columns !== undefined && columns.every((column, i) => longer[i] === column)

const dayColumn = (object: Placed, name: string) => {
  const at = fieldOf(object, name)!
  return sortColumn(at) ?? at.columns[0]!.name
}

const groupColumn = (object: Placed, name: string) => {
  const at = fieldOf(object, name)!
  return at.type.groups ? at.columns[0]!.name : dayColumn(object, name)
}

/** All that is added up, and by what, in one index: 100,000 deals are summed from it alone, in half the time; 1,400,000 follow-ups in a tenth. */
function totalsOf(object: Placed): string[][] {
  const sorted = (names: (string | undefined)[]) => names.flatMap((name) => (name === undefined ? [] : [groupColumn(object, name)]))
  const measured = (names: (string | undefined)[]) =>
    names.flatMap((name) => {
      const at = name === undefined ? undefined : object.fields.get(name)
      const suffix = at?.type.measure?.(at.field)
      return at && suffix !== undefined ? [columnOf(at, suffix)] : []
    })
  const whose = [...sorted([object.owner?.name]), ...(object.anchors.length ? ['anchor_owner'] : [])]
  const { board } = object.definition.views
  return [
    // cards of a column in their order
    ...(board ? [[...sorted([board.by, board.day]), 'id', ...measured([board.sum, board.second]), ...whose]] : []),
    ...(object.definition.totals ?? []).map(({ by, sum = [] }) => [...sorted(by), 'id', ...measured(sum), ...whose]),
  ].map((columns) => [...new Set(columns)])
}

const indexName = (tableName: string, columns: string[]) => {
  const plain = `${tableName}__${columns.join('__')}`
  return plain.length <= 60 ? plain : `${plain.slice(0, 48)}_${createHash('sha256').update(plain).digest('hex').slice(0, 10)}`
}
