import sql from 'sql-template-tag'
import { invalid } from '../../lib/errors.ts'
import { forgetWho } from '../auth/who.ts'
import type { Database } from '../postgres/database.ts'
import { insertPerson, personOf, personProblems } from './people.ts'

export type Membership = { person: string; workspace: string; user: string }

/**
 * Lets a person into a workspace, as the user whose row exists there already. Nobody has this e-mail: the person is made with
 * the name and password given. Somebody has it: he comes in with his own name and password, and those given are not used.
 */
export async function addPerson(
  database: Database,
  { workspace, user, ...given }: { workspace: string; user: string; email: string; name: string; password?: string },
): Promise<{ person: string }> {
  const known = await personOf(database, given.email)
  if (!known) {
    const wish = { name: given.name, email: given.email, password: given.password ?? '' }
    const problems = personProblems(wish)
    if (problems.length > 0) throw invalid(problems)
    await insertPerson(database, wish)
  }
  const found = known ?? (await personOf(database, given.email))
  if (!found) throw new Error(`The person ${given.email} vanished while joining a workspace`)
  await addMembership(database, { person: found.id, workspace, user })
  return { person: found.id }
}

/** Safe to repeat. One who belongs already stays the user that he is. */
export async function addMembership(database: Database, { person, workspace, user }: Membership): Promise<void> {
  await database.query(
    sql`insert into platform.membership (person, workspace, user_id, created_at)
      values (${person}, ${workspace}, ${user}, ${new Date().toISOString()}) on conflict (person, workspace) do nothing`,
  )
  forgetWho(database)
}

/** As which user the person with this e-mail comes into a workspace. */
export async function userOf(database: Database, { workspace, email }: { workspace: string; email: string }): Promise<string | undefined> {
  const { rows } = await database.query<{ user: string }>(
    sql`select m.user_id as "user" from platform.membership m join platform.person p on p.id = m.person
      where m.workspace = ${workspace} and p.email = ${email}`,
  )
  return rows[0]?.user
}

/** Ends a user's sessions in this workspace and closes his keys to it, within a second; other workspaces are not touched. */
export async function disableMembership(database: Database, { workspace, user }: Omit<Membership, 'person'>): Promise<void> {
  await database.as(null, async (run) => {
    await run(
      sql`update platform.membership set disabled_at = ${new Date().toISOString()}
        where workspace = ${workspace} and user_id = ${user} and disabled_at is null`,
    )
    await run(
      sql`delete from platform.session s using platform.membership m
        where m.workspace = ${workspace} and m.user_id = ${user} and s.person = m.person and s.workspace = m.workspace`,
    )
  })
  forgetWho(database)
}

export async function enableMembership(database: Database, { workspace, user }: Omit<Membership, 'person'>): Promise<void> {
  await database.query(sql`update platform.membership set disabled_at = null where workspace = ${workspace} and user_id = ${user}`)
  forgetWho(database)
}

export type Member = { person: string; user: string; name: string; email: string; workspace: string; disabled: boolean }

/** Everybody, or everybody of one workspace, with the workspace's name. */
export async function listMembers(database: Database, workspace: string | null = null): Promise<Member[]> {
  const { rows } = await database.query<Member>(
    sql`select m.person, m.user_id as "user", p.name, p.email, w.name as workspace,
        (m.disabled_at is not null or p.disabled_at is not null) as disabled
      from platform.membership m join platform.person p on p.id = m.person join platform.workspace w on w.id = m.workspace
      where ${workspace}::uuid is null or m.workspace = ${workspace}::uuid order by w.name, p.name, m.user_id`,
  )
  return rows
}

/** Who signs in as this user, and in how many workspaces he is. */
export async function personOfUser(
  database: Database,
  { workspace, user }: Omit<Membership, 'person'>,
): Promise<{ email: string; workspaces: number } | undefined> {
  const { rows } = await database.query<{ email: string; workspaces: string }>(
    sql`select p.email, (select count(*) from platform.membership other where other.person = p.id) as workspaces
      from platform.membership m join platform.person p on p.id = m.person where m.workspace = ${workspace} and m.user_id = ${user}`,
  )
  return rows[0] && { email: rows[0].email, workspaces: Number(rows[0].workspaces) }
}
