import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { uuidv7 } from 'uuidv7'
import { invalid } from '../../lib/errors.ts'
import type { Language } from '../../lib/errors.ts'
import type { Database } from '../postgres/database.ts'
import { addMembership } from './members.ts'
import { findOrMakePerson } from './people.ts'
import type { NewPerson } from './people.ts'
import { nameProblems, plainName } from './words.ts'

/** A firm and where its rows are: in `database`, in `schema`, reached as `role`. */
export type Workspace = {
  id: string
  name: string
  schema: string
  role: string
  database: string
  timeZone: string
  currency: string
  language: Language
}

export type Founder = { person: string; name: string; email: string }

/**
 * Makes a workspace's schema, role, tables and first user, and says which user that is. Must be safe to repeat for the same
 * workspace and founder: after a crash it is called again.
 */
export type Lay = (workspace: Workspace, founder: Founder) => Promise<{ userId: string }>

export type NewWorkspace = { name: string; person: NewPerson; language?: Language; timeZone?: string; currency?: string; database?: string }

/**
 * A workspace with its first administrator. Three transactions, because none may write both `platform` and a workspace: the
 * workspace begins here, is laid by the engine, and counts from the third on. Doing it again after a crash goes on where it stopped.
 */
export async function createWorkspace(
  database: Database,
  wish: NewWorkspace,
  lay: Lay,
): Promise<{ workspace: Workspace; user: string; person: string }> {
  const problems = nameProblems(wish.name, 'workspace')
  if (problems.length > 0) throw invalid(problems)
  const { id: person } = await findOrMakePerson(database, wish.person)
  const workspace = (await unfinished(database, wish, person)) ?? (await begin(database, wish, person))
  const founder = await founderOf(database, person)
  const { userId } = await lay(workspace, founder)
  await addMembership(database, { person, workspace: workspace.id, user: userId })
  await database.query(
    sql`update platform.workspace set ready_at = ${new Date().toISOString()} where id = ${workspace.id} and ready_at is null`,
  )
  return { workspace, user: userId, person }
}

export async function workspaceById(database: Database, id: string): Promise<Workspace | null> {
  const { rows } = await database.query<Workspace>(sql`${selectReady} and w.id = ${id}`)
  return rows[0] ?? null
}

/** Every firm of this server, oldest first. */
export async function allWorkspaces(database: Database): Promise<Workspace[]> {
  const { rows } = await database.query<Workspace>(sql`${selectReady} order by w.id`)
  return rows
}

export async function anyWorkspace(database: Database): Promise<boolean> {
  const { rows } = await database.query(sql`select 1 from platform.workspace where ready_at is not null limit 1`)
  return rows.length > 0
}

/** The workspaces a person may choose from, by name. */
export async function listWorkspaces(database: Database, person: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await database.query<{ id: string; name: string }>(
    sql`select w.id, w.name from platform.membership m join platform.workspace w on w.id = m.workspace
      where m.person = ${person} and m.disabled_at is null and w.ready_at is not null and w.removed_at is null order by w.name, w.id`,
  )
  return rows
}

const columns = sql`w.id, w.name, w.schema, w.role, w.database, w.time_zone as "timeZone", w.currency, w.language`
const selectReady = sql`select ${columns} from platform.workspace w where w.ready_at is not null and w.removed_at is null`

/** One that this founder began under this name and that never came to its end. */
async function unfinished(database: Database, { name }: NewWorkspace, person: string): Promise<Workspace | null> {
  const { rows } = await database.query<Workspace>(
    sql`select ${columns} from platform.workspace w
      where w.founder = ${person} and w.name = ${plainName(name)} and w.ready_at is null and w.removed_at is null order by w.id limit 1`,
  )
  return rows[0] ?? null
}

async function begin(database: Database, wish: NewWorkspace, person: string): Promise<Workspace> {
  // Roles belong to the whole PostgreSQL, not to one database, so the name is drawn, not counted.
  const schema = `ws_${randomBytes(8).toString('hex')}`
  const workspace: Workspace = {
    id: uuidv7(),
    name: plainName(wish.name),
    schema,
    role: schema,
    database: wish.database ?? 'main',
    timeZone: wish.timeZone ?? 'Asia/Shanghai',
    currency: wish.currency ?? 'CNY',
    language: wish.language ?? 'zh',
  }
  await database.query(
    sql`insert into platform.workspace (id, name, schema, role, database, time_zone, currency, language, founder, created_at)
      values (${workspace.id}, ${workspace.name}, ${schema}, ${schema}, ${workspace.database}, ${workspace.timeZone}, ${workspace.currency},
        ${workspace.language}, ${person}, ${new Date().toISOString()})`,
  )
  return workspace
}

async function founderOf(database: Database, person: string): Promise<Founder> {
  const { rows } = await database.query<Founder>(sql`select id as person, name, email from platform.person where id = ${person}`)
  if (!rows[0]) throw new Error(`No person ${person}`)
  return rows[0]
}
