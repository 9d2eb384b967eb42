/** What the directory says about where a workspace is, and what is left of a move that nobody ended. */
import sql from 'sql-template-tag'
import { forgetWho } from '../auth/who.ts'
import type { Database } from '../postgres/database.ts'
import { codeOf } from '../postgres/run.ts'

/**
 * The name of its database; undefined for a schema that the directory does not know. The old place is closed only when all is in the
 * new one, so whoever finds it closed may end the move: the mover may have died between the two.
 */
export async function whereNow(main: Database, named: (name: string) => Database, schema: string): Promise<string | undefined> {
  const { rows } = await main.query<{ database: string; movingTo: string | null; role: string }>(
    sql`select database, role, moving_to as "movingTo" from platform.workspace where schema = ${schema}`,
  )
  const found = rows[0]
  if (!found?.movingTo) return found?.database
  if (!(await isClosed(named(found.database), schema, found.role))) return found.database
  return endMove(main, schema, found.database, found.movingTo)
}

/** The step that counts for the directory; whoever does it second changes nothing. */
export async function endMove(main: Database, schema: string, from: string, to: string): Promise<string> {
  await main.query(
    sql`update platform.workspace set database = ${to}, moving_to = null where schema = ${schema} and database = ${from} and moving_to = ${to}`,
  )
  forgetWho(main)
  return to
}

/** Closed to its own role, or gone. */
export async function isClosed(database: Database, schema: string, role: string): Promise<boolean> {
  try {
    const { rows } = await database.query<{ open: boolean }>(
      sql`select pg_catalog.has_schema_privilege(${role}, ${schema}, 'usage') as open`,
    )
    return !rows[0]!.open
  } catch (error) {
    if (['3F000', '42704'].includes(codeOf(error))) return true
    throw error
  }
}
