import sql from 'sql-template-tag'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '../../lib/errors.ts'
import type { Database } from '../postgres/database.ts'
import { hashOf, newKey } from './secret.ts'
import { forgetWho, onlyReading } from './who.ts'

/** Whose key: a person in one workspace. */
export type Keeper = { person: string; workspace: string }

/** A key as its owner sees it later: enough to know which one it is, not enough to use it. */
export type KeyShape = { id: string; name: string; prefix: string; readOnly: boolean; createdAt: string; lastUsedAt: string | null }

/** Makes a key that acts as this person in this workspace, or only reads as him. `key` is shown this once; the database keeps only its hash. */
export async function createKey(database: Database, keeper: Keeper, name: string, readOnly = false): Promise<KeyShape & { key: string }> {
  const key = newKey()
  const shape = { id: uuidv7(), name, prefix: key.slice(0, 8), readOnly, createdAt: new Date().toISOString(), lastUsedAt: null }
  await database.query(
    sql`insert into platform.api_key (id, hash, prefix, name, person, workspace, scopes, created_at)
      values (${shape.id}, ${hashOf(key)}, ${shape.prefix}, ${name}, ${keeper.person}, ${keeper.workspace}, ${readOnly ? onlyReading : null}, ${shape.createdAt})`,
  )
  return { ...shape, key }
}

/** The person's own keys in this workspace, newest first; revoked ones are gone. */
export async function listKeys(database: Database, { person, workspace }: Keeper): Promise<KeyShape[]> {
  const { rows } = await database.query<KeyShape>(
    sql`select id, name, prefix, scopes is not null as "readOnly", created_at as "createdAt", last_used_at as "lastUsedAt" from platform.api_key
      where person = ${person} and workspace = ${workspace} and revoked_at is null order by id desc`,
  )
  return rows.map((row) => ({ ...row, createdAt: iso(row.createdAt), lastUsedAt: row.lastUsedAt && iso(row.lastUsedAt) }))
}

/** Another's key looks like no key. */
export async function revokeKey(database: Database, { person, workspace }: Keeper, id: string): Promise<void> {
  const { count } = await database.query(
    sql`update platform.api_key set revoked_at = ${new Date().toISOString()}
      where id = ${id} and person = ${person} and workspace = ${workspace} and revoked_at is null`,
  )
  if (count === 0) throw new Refusal('not-found')
  forgetWho(database)
}

const iso = (at: string) => new Date(at).toISOString()
