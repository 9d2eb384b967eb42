import { createHash } from 'node:crypto'
import sql, { raw } from 'sql-template-tag'
import type { Database } from '../postgres/database.ts'
import { codeOf } from '../postgres/run.ts'
import { takeTurn } from '../postgres/turn.ts'

/**
 * Makes schema `platform`, as the owner: who exists, which firm he belongs to, who is signed in. Safe to repeat, and cheap
 * when nothing changed: then not even the owner's address is needed. Nothing here refers to a workspace's schema.
 */
export async function layPlatform(database: Database): Promise<void> {
  if (await laidBefore(database)) return
  const { rows } = await database.query<{ role: string }>(sql`select current_user as role`)
  const runtime = rows[0]?.role ?? ''
  await database.owner(async (run) => {
    await takeTurn(run, 20261101)
    for (const statement of [...tables, ...rights(runtime)]) await run(raw(statement))
    // Tables and rights only grow, so what was laid once is there for good, and an older server started beside a newer one lays nothing.
    await run(
      sql`insert into platform.laid (fingerprint) select ${fingerprint} where not exists (select 1 from platform.laid where fingerprint = ${fingerprint})`,
    )
  })
}

async function laidBefore(database: Database): Promise<boolean> {
  try {
    const { rows } = await database.query(sql`select 1 from platform.laid where fingerprint = ${fingerprint}`)
    return rows.length > 0
  } catch (error) {
    if (['42P01', '3F000', '42501'].includes(codeOf(error))) return false
    throw error
  }
}

/** Times are given, never asked of the database. A column that comes later is an ALTER TABLE … ADD COLUMN IF NOT EXISTS at the end. */
const tables = [
  `create schema if not exists platform`,
  `create table if not exists platform.laid (fingerprint text not null)`,
  // `ready_at` is empty from the first step of making a workspace to the last: a crash between leaves it to be continued.
  `create table if not exists platform.workspace (
    id uuid primary key, name text not null, schema text not null unique, role text not null unique, database text not null,
    time_zone text not null, currency text not null, language text not null,
    founder uuid not null, created_at timestamptz not null, ready_at timestamptz, removed_at timestamptz)`,
  `create table if not exists platform.person (
    id uuid primary key, email text not null unique, name text not null, password text not null,
    created_at timestamptz not null, disabled_at timestamptz)`,
  // user_id is the row in the workspace's own table of users
  `create table if not exists platform.membership (
    person uuid not null references platform.person, workspace uuid not null references platform.workspace, user_id uuid not null,
    created_at timestamptz not null, disabled_at timestamptz, primary key (person, workspace))`,
  `create index if not exists membership_workspace on platform.membership (workspace)`,
  `create table if not exists platform.session (
    hash bytea primary key, person uuid not null references platform.person, workspace uuid references platform.workspace,
    csrf text not null, created_at timestamptz not null, seen_at timestamptz not null, expires_at timestamptz not null,
    address text not null, agent text not null)`,
  `create index if not exists session_person on platform.session (person)`,
  // Scopes are null (all that the person may) or ["read"] (who.ts).
  `create table if not exists platform.api_key (
    id uuid primary key, hash bytea not null unique, prefix text not null, name text not null,
    person uuid not null references platform.person, workspace uuid not null references platform.workspace, scopes jsonb,
    created_at timestamptz not null, last_used_at timestamptz, revoked_at timestamptz)`,
  `create index if not exists api_key_person on platform.api_key (person, workspace)`,
  `create table if not exists platform.attempt (bucket bytea primary key, started_at timestamptz not null, count integer not null)`,
  `create index if not exists attempt_started on platform.attempt (started_at)`,
  // where a move under way will end (databases/move.ts)
  `alter table platform.workspace add column if not exists moving_to text`,
  // a number that servers of before kept for each workspace; one that still runs beside us reads it
  `do $$ begin alter table platform.workspace alter column catalog_version drop not null; exception when undefined_column then null; end $$`,
]

/** What the server's own role may do here, and no more; nothing is taken away, for another version may be using it. The roles of workspaces may do nothing: they are not even let into the schema. */
const rights = (runtime: string) => {
  const role = `"${runtime.replaceAll('"', '""')}"`
  return [
    `revoke all on schema platform from public`,
    `revoke all on all tables in schema platform from public`,
    `grant usage on schema platform to ${role}`,
    `grant select on platform.laid to ${role}`,
    `grant select, insert, update (name, time_zone, currency, language, ready_at, removed_at, database, moving_to) on platform.workspace to ${role}`,
    `grant select, insert, update (name, password, disabled_at) on platform.person to ${role}`,
    `grant select, insert, update (disabled_at) on platform.membership to ${role}`,
    `grant select, insert, update (workspace, seen_at, expires_at), delete on platform.session to ${role}`,
    `grant select, insert, update (last_used_at, revoked_at) on platform.api_key to ${role}`,
    `grant select, insert, update, delete on platform.attempt to ${role}`,
  ]
}

const fingerprint = createHash('sha256')
  .update(JSON.stringify([tables, rights('')]))
  .digest('hex')
