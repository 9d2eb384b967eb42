/** How many rows the large tables have, about; asked once a minute. The others are read without care. */
import type { Run } from '../../platform/postgres/database.ts'
import { sql } from './sql.ts'

/** 4 MB: some 5,000 records, gone through in a few milliseconds whatever the plan. */
const large = 4 * 2 ** 20
const rememberedMs = 60_000
/** Of a row: an account of the example firm has 650 bytes, a lead 250. */
const width = 500

const known = new Map<string, { at: number; tables: Map<string, number> }>()

/** By table, those of more than 4 MB, to the next power of two: what is said of them in a statement changes rarely, and so does the statement. */
export async function largeTables(run: Run, schema: string, tables: string[]): Promise<Map<string, number>> {
  const before = known.get(schema)
  if (before && performance.now() - before.at < rememberedMs) return before.tables
  // The role of a workspace reads no catalogs; a name and its size it may have.
  const { rows } = await run<{ name: string; size: string }>(
    sql`select name, pg_catalog.pg_relation_size((${`${schema}.`} || name)::pg_catalog.regclass)::text as size from unnest(${tables}::text[]) as u(name)`,
  )
  const found = new Map(
    rows.filter(({ size }) => Number(size) > large).map(({ name, size }) => [name, 2 ** Math.round(Math.log2(Number(size) / width))]),
  )
  known.set(schema, { at: performance.now(), tables: found })
  return found
}
