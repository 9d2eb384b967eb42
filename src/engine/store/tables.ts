/**
 * The engine's own tables in each workspace's schema: the log of deeds, what goes out of it, and what a workspace added.
 * No triggers, no keys across schemas, no now(): times and ids come as parameters (docs: growing past one machine).
 */
import type { ColumnAt } from './columns.ts'
import { type Sql, id, raw as unsafe, sql, table } from './sql.ts'

/** One deed: who, when, through what; `undo_of` and `undone_by` point at each other. Import chunks add to an open one. */
const changeset = `id uuid primary key, deed text not null, at timestamptz not null, by uuid, via text not null, state text not null,
  undo_of uuid, undone_by uuid, created integer not null, changed integer not null, removed integer not null, subjects integer not null, objects text[] not null, note jsonb`

/** What a deed did to a record. `before`: the changed columns as they were (u), the whole row (r), nothing (c: the record is the copy). */
const change = `record uuid not null, version integer not null, changeset uuid not null, subject integer not null, object text not null, op text not null, before jsonb,
  primary key (record, version)`

/** Read by a commit-safe cursor: rows of transactions that ended before the oldest still running, in order of (xid, seq). `release`: of the server that wrote it. */
const event = `xid xid8 not null, seq bigint generated always as identity, changeset uuid not null, object text not null, kind text not null, ids uuid[], at timestamptz not null,
  release text, primary key (xid, seq)`

const tables: Record<string, string> = {
  changeset,
  change,
  event,
  outbox: 'id uuid primary key, job text not null, payload jsonb not null, at timestamptz not null, handed_at timestamptz',
  idempotency:
    'principal uuid not null, key text not null, hash text not null, status integer, body jsonb, at timestamptz not null, primary key (principal, key)',
  counter: 'name text primary key, n bigint not null',
  // json keeps the order in which things were said: fields, states and options are shown in it.
  definition: 'name text primary key, body json not null, at timestamptz not null, by uuid',
  share:
    'record uuid not null, user_id uuid not null, object text not null, level text not null, at timestamptz not null, by uuid, primary key (record, user_id)',
  file: 'id uuid primary key, name text not null, size bigint not null, type text not null, hash text not null, at timestamptz not null, by uuid',
  // `body`: file, mapping, choices; `progress`: how far a run is, moved in the transaction of each chunk.
  import:
    'id uuid primary key, by uuid not null, at timestamptz not null, path text not null, state text not null, body jsonb not null, progress jsonb not null, changeset uuid',
  // Only rows that are out of the ordinary: bad, twin, left out, mended, failed. The file itself is the truth for the others.
  import_row: 'import uuid not null, row integer not null, verdict text not null, body jsonb not null, primary key (import, row)',
  import_mapping: 'object text not null, header text not null, field text, at timestamptz not null, primary key (object, header)',
  // What a person put off in his own day, and until when of it he has seen.
  snooze: 'user_id uuid not null, record uuid not null, until date not null, primary key (user_id, record)',
  day_seen: 'user_id uuid primary key, at timestamptz not null',
  state: 'name text primary key, value text not null',
}

const indexes: Record<string, string[]> = {
  change: ['(changeset, subject)'],
  changeset: ['(at desc, id desc)', '(by, at desc)'],
  share: ['(user_id, object)'],
  outbox: ['(at) where handed_at is null'],
  event: ['(at)'],
  import: ['(by, at desc)'],
  import_row: ['(import, verdict, row)'],
}

/** The log can be added to and never rewritten by the runtime role; old events are forgotten, for the log knows them. */
const rights: Record<string, string> = { change: 'select, insert', event: 'select, insert, delete' }
const allRights = 'select, insert, update, delete'

/** What came to a table later; added where it is missing (plan.ts), for an ALTER TABLE waits for everybody even where it changes nothing. */
export const later: Record<string, ColumnAt[]> = { event: [{ name: 'release', type: 'text', kept: true }] }

/** Part of what a catalog's version tells apart: a workspace is brought up when it changes. */
export const layout = JSON.stringify([tables, indexes, later, rights])

/** Statements that lay a workspace's schema; each can be repeated. */
export function layTables(schema: string, role: string): Sql[] {
  const statements: Sql[] = [sql`create schema if not exists ${id(schema)}`, sql`grant usage on schema ${id(schema)} to ${id(role)}`]
  for (const [name, body] of Object.entries(tables)) {
    statements.push(sql`create table if not exists ${table(schema, name)} (${unsafe(body)})`)
    statements.push(sql`grant ${unsafe(rights[name] ?? allRights)} on ${table(schema, name)} to ${id(role)}`)
    for (const [i, index] of (indexes[name] ?? []).entries())
      statements.push(sql`create index if not exists ${id(`${name}_i${i}`)} on ${table(schema, name)} ${unsafe(index)}`)
  }
  return statements
}
