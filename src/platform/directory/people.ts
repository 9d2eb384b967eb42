import sql from 'sql-template-tag'
import { uuidv7 } from 'uuidv7'
import { invalid, Refusal } from '../../lib/errors.ts'
import { countAttempt, forgiveAttempt } from '../auth/limits.ts'
import { hashPassword, passwordProblems } from '../auth/password.ts'
import { hashOf } from '../auth/secret.ts'
import { holderOf } from '../auth/sessions.ts'
import type { Holder } from '../auth/sessions.ts'
import { forgetWho } from '../auth/who.ts'
import type { Database } from '../postgres/database.ts'
import { emailProblems, nameProblems, plainEmail, plainName } from './words.ts'

export type NewPerson = { name: string; email: string; password: string }

export function personProblems({ name, email, password }: NewPerson) {
  return [...nameProblems(name), ...emailProblems(email), ...passwordProblems(password, email)]
}

/** The person with this e-mail if the password is his; a new one if nobody has it. Two at once with one e-mail make one person. */
export async function findOrMakePerson(database: Database, given: NewPerson): Promise<Holder> {
  const known = await personOf(database, given.email)
  if (!known) {
    const problems = personProblems(given)
    if (problems.length > 0) throw invalid(problems)
    await insertPerson(database, given)
  }
  const holder = await holderOf(database, given.email, given.password)
  if (!holder) throw new Refusal('wrong-password')
  return holder
}

export async function personOf(database: Database, email: string): Promise<{ id: string; name: string; email: string } | null> {
  const { rows } = await database.query<{ id: string; name: string; email: string }>(
    sql`select id, name, email from platform.person where email = ${plainEmail(email)}`,
  )
  return rows[0] ?? null
}

export async function insertPerson(database: Database, { name, email, password }: NewPerson): Promise<void> {
  await database.query(
    sql`insert into platform.person (id, email, name, password, created_at)
      values (${uuidv7()}, ${plainEmail(email)}, ${plainName(name)}, ${await hashPassword(password)}, ${new Date().toISOString()})
      on conflict (email) do nothing`,
  )
}

export type Change = { person: string; email: string; current: string; next: string; address: string; keep: string }

/** One's own password, with the old one, counted like a sign-in. Every session ends but the one with the token `keep`. */
export async function changePassword(database: Database, { person, email, current, next, address, keep }: Change): Promise<void> {
  const attempt = { email: plainEmail(email), address }
  await countAttempt(database, attempt)
  const holder = await holderOf(database, email, current)
  // 422 and not 401: he is signed in, the value is wrong.
  if (holder?.id !== person) throw invalid([{ field: 'current', code: 'wrong-password' }])
  await forgiveAttempt(database, attempt)
  const problems = passwordProblems(next, email, 'next')
  if (problems.length > 0) throw invalid(problems)
  await storePassword(database, person, await hashPassword(next), keep)
}

/** A new password by whoever runs the server. Every session of the person ends. */
export async function setPassword(database: Database, email: string, password: string): Promise<void> {
  const person = await personOf(database, email)
  if (!person) throw new Refusal('not-found')
  const problems = passwordProblems(password, email)
  if (problems.length > 0) throw invalid(problems)
  await storePassword(database, person.id, await hashPassword(password))
}

async function storePassword(database: Database, person: string, hash: string, keep = ''): Promise<void> {
  await database.as(null, async (run) => {
    await run(sql`update platform.person set password = ${hash} where id = ${person}`)
    await run(sql`delete from platform.session where person = ${person} and hash <> ${hashOf(keep)}`)
  })
  forgetWho(database)
}

/** Ends the person's sessions and closes his keys, in every workspace, within a second. */
export async function disablePerson(database: Database, person: string): Promise<void> {
  await database.as(null, async (run) => {
    await run(sql`update platform.person set disabled_at = ${new Date().toISOString()} where id = ${person} and disabled_at is null`)
    await run(sql`delete from platform.session where person = ${person}`)
  })
  forgetWho(database)
}

export async function enablePerson(database: Database, person: string): Promise<void> {
  await database.query(sql`update platform.person set disabled_at = null where id = ${person}`)
  forgetWho(database)
}
