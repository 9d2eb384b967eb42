import sql from 'sql-template-tag'
import type { Database } from '../postgres/database.ts'
import { hashOf, isKey } from './secret.ts'

/** Somebody who is signed in; `place` is null until he has chosen a workspace. */
export type Person = {
  person: string
  name: string
  email: string
  /** Only with a session: what state-changing calls must send back. */
  csrf: string | null
  viaKey: boolean
  /** By a key that may look and change nothing. */
  readOnly: boolean
  place: Who | null
}

/** Who acts, and where: the workspace, how its rows are reached, and which user he is there. */
export type Who = Omit<Person, 'place'> & {
  workspace: string
  workspaceName: string
  schema: string
  role: string
  database: string
  /** The id of his row in the workspace's table of users. */
  user: string
  timeZone: string
  currency: string
  language: string
}

/**
 * A session's token → who; null when it is none, has run out, or the person was disabled. One joined SELECT, remembered for a
 * second at most, under what the browser brings (`as`): another word there is asked for anew, on whatever server.
 */
export const who = (database: Database, token: string, as = token) => remembered(database, as, () => bySession(database, token))

/** The same for an API key. */
export async function whoKey(database: Database, key: string): Promise<Person | null> {
  return isKey(key) ? remembered(database, key, () => byKey(database, key)) : null
}

/** To be called after whatever takes rights away or moves a session: this server acts on it at once, others within the second. */
export const forgetWho = (database: Database) => caches.get(database)?.clear()

/** A second is what a revoked session may live on; at 1,000 requests/s it spares nearly all of the look-ups. */
const rememberMs = 1000
const rememberMost = 5000
const caches = new WeakMap<Database, Map<string, { since: number; answer: Promise<Person | null> }>>()

async function remembered(database: Database, secret: string, look: () => Promise<Person | null>): Promise<Person | null> {
  const cache = caches.get(database) ?? new Map()
  caches.set(database, cache)
  const key = hashOf(secret).toString('base64')
  // From before the question was asked, so that an answer is never trusted longer than a second after it was true.
  const since = performance.now()
  const known = cache.get(key)
  if (known && since - known.since < rememberMs) return known.answer
  const entry = { since, answer: look() }
  cache.delete(key)
  cache.set(key, entry)
  const drop = () => cache.get(key) === entry && cache.delete(key)
  if (cache.size > rememberMost) cache.delete(cache.keys().next().value ?? '')
  // Misses and failures are not remembered: they would push out those who are signed in.
  entry.answer.then((found) => found === null && drop(), drop)
  return entry.answer
}

type Row = { person: string; name: string; email: string; csrf: string | null; touchedAt: string; readOnly: boolean } & (InPlace | Nowhere)
type InPlace = { [column in PlaceColumn]: string }
type Nowhere = { [column in PlaceColumn]: null }
type PlaceColumn = Exclude<keyof Who, keyof Person>

const place = sql`w.id as workspace, w.name as "workspaceName", w.schema, w.role, w.database, m.user_id as "user",
  w.time_zone as "timeZone", w.currency, w.language`

async function bySession(database: Database, token: string): Promise<Person | null> {
  const now = new Date()
  const { rows } = await database.query<Row>(
    sql`select s.person, p.name, p.email, s.csrf, false as "readOnly", s.seen_at as "touchedAt", ${place}
      from platform.session s
      join platform.person p on p.id = s.person and p.disabled_at is null
      left join platform.membership m on m.person = s.person and m.workspace = s.workspace and m.disabled_at is null
      left join platform.workspace w on w.id = m.workspace and w.ready_at is not null and w.removed_at is null
      where s.hash = ${hashOf(token)} and s.expires_at > ${now.toISOString()} and s.created_at between ${daysBefore(now, longestDays)} and ${daysBefore(now, -aheadDays)}`,
    { name: 'who-by-session' },
  )
  const row = rows[0]
  if (!row) return null
  if (isStale(row.touchedAt, now)) await seen(database, token, now)
  return personOf(row, false)
}

/** The scopes of a key that may look and change nothing. One with any other scope opens nothing. */
export const onlyReading = '["read"]'

async function byKey(database: Database, key: string): Promise<Person | null> {
  const { rows } = await database.query<Row>(
    sql`select k.person, p.name, p.email, null as csrf, k.scopes is not null as "readOnly", coalesce(k.last_used_at, k.created_at) as "touchedAt", ${place}
      from platform.api_key k
      join platform.person p on p.id = k.person and p.disabled_at is null
      join platform.membership m on m.person = k.person and m.workspace = k.workspace and m.disabled_at is null
      join platform.workspace w on w.id = m.workspace and w.ready_at is not null and w.removed_at is null
      where k.hash = ${hashOf(key)} and k.revoked_at is null and (k.scopes is null or k.scopes = ${onlyReading}::jsonb)`,
    { name: 'who-by-key' },
  )
  const row = rows[0]
  if (!row) return null
  const now = new Date()
  if (isStale(row.touchedAt, now)) {
    await database.query(sql`update platform.api_key set last_used_at = ${now.toISOString()} where hash = ${hashOf(key)}`)
  }
  return personOf(row, true)
}

function personOf(row: Row, viaKey: boolean): Person {
  const person = { person: row.person, name: row.name, email: row.email, csrf: row.csrf, viaKey, readOnly: row.readOnly }
  if (row.workspace === null) return { ...person, place: null }
  const { workspace, workspaceName, schema, role, database, user, timeZone, currency, language } = row
  const place = { ...person, workspace, workspaceName, schema, role, database, user, timeZone, currency, language }
  return { ...person, place }
}

/** A session ends after two weeks without use, and after half a year of use. */
const unusedDays = 14
export const longestDays = 180
export const sessionEnd = (now: Date) => daysBefore(now, -unusedDays)
/** Opened later than this from now: by a clock that was wrong, and it would live as long as that was wrong. */
const aheadDays = 2
const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()

// Written once in ten minutes of use, not on each request. One that was used in the future comes back from there.
const isStale = (at: string, now: Date) => Math.abs(now.getTime() - Date.parse(at)) > 600_000

async function seen(database: Database, token: string, now: Date): Promise<void> {
  await database.query(
    sql`update platform.session set seen_at = ${now.toISOString()}, expires_at = ${sessionEnd(now)} where hash = ${hashOf(token)}`,
  )
}
