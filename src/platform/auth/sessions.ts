import sql from 'sql-template-tag'
import { Refusal } from '../../lib/errors.ts'
import { plainEmail } from '../directory/words.ts'
import type { Database } from '../postgres/database.ts'
import { countAttempt, forgiveAttempt } from './limits.ts'
import { verifyPassword } from './password.ts'
import { hashOf, newToken } from './secret.ts'
import { forgetWho, sessionEnd } from './who.ts'

/** Where a session was opened from; shown to its owner. */
export type Origin = { address: string; agent: string }

/**
 * E-mail and password → the token of a new session. An unknown e-mail, a wrong password and a disabled person get the same
 * answer after the same work; too many tries get 'too-many' before any of it.
 */
export async function signIn(
  database: Database,
  { email, password, ...origin }: { email: string; password: string } & Origin,
): Promise<string> {
  const attempt = { email: plainEmail(email), address: origin.address }
  await countAttempt(database, attempt)
  const holder = await holderOf(database, attempt.email, password)
  if (!holder) throw new Refusal('wrong-password')
  await forgiveAttempt(database, attempt)
  return openSession(database, holder, origin)
}

/** The person whose e-mail and password these are. */
export async function holderOf(database: Database, email: string, password: string): Promise<Holder | null> {
  const { rows } = await database.query<Holder>(
    sql`select id, password from platform.person where email = ${plainEmail(email)} and disabled_at is null`,
  )
  const found = rows[0]
  return (await verifyPassword(password, found?.password ?? null)) ? (found ?? null) : null
}

/** A person and the very hash that was verified: if it was changed meanwhile, no session opens. */
export type Holder = { id: string; password: string }

/** Opens a session; whoever belongs to one workspace only is in it at once. */
export async function openSession(database: Database, holder: Holder, { address, agent }: Origin): Promise<string> {
  const now = new Date()
  const at = now.toISOString()
  const token = newToken()
  const workspace = await onlyWorkspace(database, holder.id)
  // FOR SHARE waits for a change of password or a disabling under way, and then finds no row.
  const { count } = await database.query(
    sql`insert into platform.session (hash, person, workspace, csrf, created_at, seen_at, expires_at, address, agent)
      select ${hashOf(token)}::bytea, p.id, ${workspace}::uuid, ${newToken()}, ${at}::timestamptz, ${at}::timestamptz,
        ${sessionEnd(now)}::timestamptz, ${address.slice(0, 100)}, ${plainAgent(agent)}
      from platform.person p where p.id = ${holder.id} and p.password = ${holder.password} and p.disabled_at is null
      for share`,
  )
  if (count === 0) throw new Refusal('wrong-password')
  await database.query(sql`delete from platform.session where person = ${holder.id} and expires_at <= ${at}`)
  return token
}

/** Goes on in another of one's workspaces; one that is not his looks like one that is not. */
export async function chooseWorkspace(database: Database, token: string, workspace: string): Promise<void> {
  const { count } = await database.query(
    sql`update platform.session s set workspace = w.id from platform.membership m
      join platform.workspace w on w.id = m.workspace and w.ready_at is not null and w.removed_at is null
      where s.hash = ${hashOf(token)} and m.person = s.person and m.workspace = ${workspace} and m.disabled_at is null`,
  )
  if (count === 0) throw new Refusal('not-found')
  forgetWho(database)
}

export async function signOut(database: Database, token: string): Promise<void> {
  await database.query(sql`delete from platform.session where hash = ${hashOf(token)}`)
  forgetWho(database)
}

async function onlyWorkspace(database: Database, person: string): Promise<string | null> {
  const { rows } = await database.query<{ workspace: string }>(
    sql`select m.workspace from platform.membership m
      join platform.workspace w on w.id = m.workspace and w.ready_at is not null and w.removed_at is null
      where m.person = ${person} and m.disabled_at is null limit 2`,
  )
  return rows.length === 1 ? (rows[0]?.workspace ?? null) : null
}

const plainAgent = (agent: string) => agent.replaceAll('\0', '').toWellFormed().slice(0, 300)
