/** SQL in the open: small fragments on sql-template-tag. Identifiers come from the catalog, never from a request. */
import sql, { Sql, empty, join, raw } from 'sql-template-tag'
import type { Run } from '../../platform/postgres/run.ts'

export { sql, Sql, empty, join, raw }

const identifiers = new Map<string, Sql>()

/** A quoted identifier. Refuses anything that our own naming cannot have made. */
export function id(name: string): Sql {
  let quoted = identifiers.get(name)
  if (!quoted) {
    if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new Error(`not an identifier: ${JSON.stringify(name)}`)
    quoted = raw(`"${name}"`)
    identifiers.set(name, quoted)
  }
  return quoted
}

/** A table of a workspace, always schema-qualified. */
export const table = (schema: string, name: string): Sql => sql`${id(schema)}.${id(name)}`

export const and = (parts: Sql[]): Sql => (parts.length === 0 ? sql`true` : parts.length === 1 ? parts[0]! : sql`(${join(parts, ' and ')})`)
export const or = (parts: Sql[]): Sql => (parts.length === 0 ? sql`false` : parts.length === 1 ? parts[0]! : sql`(${join(parts, ' or ')})`)

const names = new Map<string, string>()
/** A connection keeps what it has prepared: shapes beyond this many are sent whole each time. */
const mostPrepared = 500

/** Statements of the same shape are parsed once per connection: a list of 30 columns costs 0.2 ms to parse and analyse. */
export function prepared(statement: Sql): { name?: string } {
  const { text } = statement
  let name = names.get(text)
  if (!name) {
    if (names.size >= mostPrepared) return {}
    names.set(text, (name = `p${names.size}`))
  }
  return { name }
}

/** Asks for what is found by its key, whatever the key: prepared and planned once. A timeline's nine tables took 8 ms to plan and 1 to read. */
export function byKey<T>(run: Run, statement: Sql): ReturnType<typeof run<T>> {
  const { name } = prepared(statement)
  return run<T>(statement, name === undefined ? {} : { name, planned: 'once' })
}

/** A number in the statement itself: planned once, how much is wanted must be known, or a tenth of a table is taken for it. */
export const said = (count: number): Sql => raw(String(Math.trunc(count)))

/** The same fragment with its text put together once; only for one that carries no values. */
export const flat = (fragment: Sql): Sql => (fragment.values.length ? fragment : raw(fragment.text))
