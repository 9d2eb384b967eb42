/** SQL in the open: small fragments on sql-template-tag. Identifiers come from the catalog, never from a request. */
import sql, { Sql, empty, join, raw } from 'sql-template-tag'

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
