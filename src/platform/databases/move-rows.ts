/**
 * Rows on their way from one database to another. All are copied as of one moment while people write on; what was written since is
 * taken in rounds. A row's `xmin` is the transaction that wrote it: all rows of transactions that had not ended at the last look are
 * taken again, replacing what is there by key. What is counted too much afterwards was removed, and goes.
 */
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

export type Table = { name: string; columns: { name: string; type: string }[]; key: string[] }

/** Told by transactions of the old database, which mean nothing in another: whoever listens is told to look at everything again. */
const staysBehind = new Set(['event'])

const named = (...names: string[]) => names.map((name) => pg.escapeIdentifier(name)).join('.')
const list = (columns: string[]) => columns.map((column) => pg.escapeIdentifier(column)).join(', ')

export async function tablesOf(client: pg.Client, schema: string): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname::text as name,
        (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attname)
          from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
        coalesce((select json_agg(a.attname order by a.attnum) from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
          where i.indrelid = c.oid and i.indisprimary), '[]') as key
      from pg_class c where c.relnamespace = $1::regnamespace and c.relkind = 'r' order by 1`,
    [schema],
  )
  return rows.filter(({ name }) => !staysBehind.has(name))
}

/** Columns that the program no longer makes are kept as they are; a table of its own kind comes along with its key. */
export async function makeAlike(to: pg.Client, schema: string, role: string, wanted: Table[]): Promise<void> {
  const there = new Map((await tablesOf(to, schema)).map((table) => [table.name, new Set(table.columns.map(({ name }) => name))]))
  for (const { name, columns, key } of wanted) {
    const known = there.get(name)
    const missing = columns
      .filter((column) => !known?.has(column.name))
      .map((column) => `${pg.escapeIdentifier(column.name)} ${column.type}`)
    if (known) for (const column of missing) await to.query(`alter table ${named(schema, name)} add column ${column}`)
    else {
      const primary = key.length ? [`primary key (${list(key)})`] : []
      await to.query(`create table ${named(schema, name)} (${[...missing, ...primary].join(', ')})`)
      await to.query(`grant select, insert, update, delete on ${named(schema, name)} to ${pg.escapeIdentifier(role)}`)
    }
  }
}

/** What was written from here on has to be looked at again. */
export async function momentOf(from: pg.Client): Promise<string> {
  const { rows } = await from.query<{ oldest: string }>(`select pg_snapshot_xmin(pg_current_snapshot())::text as oldest`)
  return String(BigInt(rows[0]!.oldest) & 0xffff_ffffn)
}

export async function copyTable(from: pg.Client, to: pg.Client, schema: string, { name, columns }: Table): Promise<void> {
  const all = list(columns.map((column) => column.name))
  await carry(from, `select ${all} from ${named(schema, name)}`, to, `${named(schema, name)} (${all})`)
}

/** All that changed since then, in all tables; how many rows it was. */
export async function takeRest(from: pg.Client, to: pg.Client, schema: string, tables: Table[], since: string): Promise<number> {
  const changed = `age(t.xmin) <= age('${since}'::xid)`
  const counts = await countsOf(from, schema, tables, changed)
  const there = await countsOf(to, schema, tables, 'false')
  let taken = 0
  for (const table of tables) {
    const { all, some } = counts.get(table.name)!
    if (some > 0 || all !== there.get(table.name)!.all) taken += await replace(from, to, schema, table, all, changed)
  }
  return taken
}

async function countsOf(
  client: pg.Client,
  schema: string,
  tables: Table[],
  some: string,
): Promise<Map<string, { all: number; some: number }>> {
  const each = tables.map(
    ({ name }) =>
      `select ${pg.escapeLiteral(name)} as name, count(*)::float8 as all, (count(*) filter (where ${some}))::float8 as some from ${named(schema, name)} t`,
  )
  const { rows } = await client.query<{ name: string; all: number; some: number }>(each.join(' union all '))
  return new Map(rows.map((row) => [row.name, row]))
}

/** A table without a key is taken whole. */
async function replace(from: pg.Client, to: pg.Client, schema: string, table: Table, all: number, changed: string): Promise<number> {
  const { name, columns, key } = table
  const place = named(schema, name)
  const names = list(columns.map((column) => column.name))
  await to.query(`create temp table incoming (like ${place})`)
  await carry(from, `select ${names} from ${place} t where ${key.length ? changed : 'true'}`, to, `incoming (${names})`)
  const alike = key.map((column) => `t.${pg.escapeIdentifier(column)} = i.${pg.escapeIdentifier(column)}`).join(' and ')
  await to.query(key.length ? `delete from ${place} t using incoming i where ${alike}` : `delete from ${place}`)
  const { rows } = await to.query<{ kept: number; incoming: number }>(
    `select (select count(*) from ${place})::float8 as kept, (select count(*) from incoming)::float8 as incoming`,
  )
  const { kept, incoming } = rows[0]!
  if (kept + incoming !== all) await removeVanished(from, to, place, key, alike)
  await to.query(`insert into ${place} (${names}) select ${names} from incoming`)
  await to.query('drop table incoming')
  return incoming
}

async function removeVanished(from: pg.Client, to: pg.Client, place: string, key: string[], alike: string): Promise<void> {
  await to.query(`create temp table living as select ${list(key)} from ${place} limit 0`)
  await carry(from, `select ${list(key)} from ${place}`, to, 'living')
  await to.query(`delete from ${place} t where not exists (select 1 from living i where ${alike})`)
  await to.query('drop table living')
}

async function carry(from: pg.Client, query: string, to: pg.Client, target: string): Promise<void> {
  await pipeline(from.query(copyTo(`copy (${query}) to stdout`)), to.query(copyFrom(`copy ${target} from stdin`)))
}
