/** What `workspace-out.ts` wrote becomes a workspace beside the living ones: a new one, with the records' own ids. */
import { randomBytes } from 'node:crypto'
import { createReadStream, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import sql from 'sql-template-tag'
import { uuidv7 } from 'uuidv7'
import { fillNames } from '../../engine/fills.ts'
import { Halt } from '../../lib/halt.ts'
import { addMembership } from '../directory/members.ts'
import { personOf } from '../directory/people.ts'
import type { Workspace } from '../directory/workspaces.ts'
import { folderOf } from '../files/receive.ts'
import type { Database } from '../postgres/database.ts'
import { copyOne, eachOf, hashOf, makeFolders } from './copy.ts'
import { altered, damaged, readManifest } from './manifest.ts'
import type { Show } from './take.ts'
import { type About, type Member, staysBehind, tableNames } from './workspace-out.ts'

export type InWish = {
  database: Database
  /** The name of the database it comes to, and the owner's way there. */
  at: string
  ownerUrl: string
  files: string
  from: string
  name: string
  version: string
  show: Show
  /** Makes the tables of the program. */
  lay: (workspace: Workspace) => Promise<void>
  /** Makes what the workspace itself added, once its definitions are there; again at the end, when its rows are. */
  bringUp: (workspace: Workspace) => Promise<void>
}

/** Nobody sees it before it is whole. What went wrong half-way is taken away again. */
export async function carryIn(wish: InWish): Promise<{ workspace: Workspace; about: About }> {
  const { database, from } = wish
  const manifest = readManifest(from, wish.version, 'workspace')
  await eachOf(manifest.files, async (entry) => {
    if ((await hashOf(path.join(from, entry.path))) !== entry.sha256) throw altered(from, entry.path)
  })
  const about: About = JSON.parse(readFileSync(path.join(from, 'workspace.json'), 'utf8'))
  const schema = `ws_${randomBytes(8).toString('hex')}`
  const { timeZone, currency, language } = about
  const workspace = {
    id: uuidv7(),
    name: wish.name || about.name,
    schema,
    role: schema,
    database: wish.at,
    timeZone,
    currency,
    language,
  }
  // a founder whom nobody is: set-up never goes on with this one
  await database.query(
    sql`insert into platform.workspace (id, name, schema, role, database, time_zone, currency, language, founder, created_at)
      values (${workspace.id}, ${workspace.name}, ${schema}, ${schema}, ${wish.at}, ${timeZone}, ${currency}, ${language}, ${uuidv7()}, ${new Date().toISOString()})`,
  )
  try {
    await wish.lay(workspace)
    await fill(wish, workspace, about)
    const folder = folderOf(wish.files, workspace.id)
    await makeFolders(folder, [''])
    await eachOf(manifest.files, async ({ path: place }) => {
      if (!place.startsWith('files/')) return
      const target = path.join(folder, place.slice('files/'.length))
      await makeFolders(path.dirname(target), [''])
      await copyOne(path.join(from, place), target)
    })
    for (const member of about.members) await letIn(database, workspace, member)
    await database.query(sql`update platform.workspace set ready_at = ${new Date().toISOString()} where id = ${workspace.id}`)
  } catch (error) {
    await takeAway(wish, workspace)
    throw error
  }
  return { workspace, about }
}

/** Definitions first, for the columns of all else may hang on them. */
async function fill(wish: InWish, workspace: Workspace, about: About): Promise<void> {
  const { schema } = workspace
  await withOwner(wish.ownerUrl, async (client) => {
    await insert(client, wish.from, schema, 'definition', about)
    await wish.bringUp(workspace)
    const known = new Set(await tableNames(client, schema))
    const names = Object.keys(about.tables).filter((name) => name !== 'definition' && !staysBehind.has(name))
    for (const [done, name] of names.entries()) {
      wish.show({ zh: '导入表', en: 'Tables' }, done, names.length)
      if (!known.has(name)) throw unknown(wish.from, name)
      if (name === 'state') await client.query(`delete from ${pg.escapeIdentifier(schema)}.state`)
      await insert(client, wish.from, schema, name, about)
    }
    // forgotten, so that what is made of values is made anew: its recipe may have changed since, or a fill not have been at its end
    await client.query(`delete from ${pg.escapeIdentifier(schema)}.state where name = 'catalog' or split_part(name, ' ', 1) = any($1)`, [
      fillNames,
    ])
  })
  await wish.bringUp(workspace)
}

async function insert(client: pg.Client, from: string, schema: string, name: string, about: About): Promise<void> {
  const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`
  const { rows } = await client.query<{ name: string }>(
    `select attname::text as name from pg_catalog.pg_attribute where attrelid = $1::pg_catalog.regclass and attnum > 0 and not attisdropped`,
    [table],
  )
  const columns = new Set(rows.map((row) => row.name))
  let batch: string[] = []
  let count = 0
  const send = async () => {
    if (batch.length === 0) return
    const stranger = Object.keys(JSON.parse(batch[0]!) as object).find((column) => !columns.has(column))
    if (stranger) throw unknown(from, `${name}.${stranger}`)
    // a table's columns that the export does not know stay at what they are without being said
    const said = Object.keys(JSON.parse(batch[0]!) as object)
      .map((column) => pg.escapeIdentifier(column))
      .join(', ')
    await client.query(`insert into ${table} (${said}) select ${said} from pg_catalog.json_populate_recordset(null::${table}, $1::json)`, [
      `[${batch.join(',')}]`,
    ])
    count += batch.length
    batch = []
  }
  for await (const line of createInterface({ input: createReadStream(path.join(from, 'tables', `${name}.jsonl`)), crlfDelay: Infinity })) {
    if (batch.push(line) === 500) await send()
  }
  await send()
  if (count !== about.tables[name])
    throw damaged(from, {
      zh: `${name} 应有 ${about.tables[name]} 行，读到 ${count} 行`,
      en: `${name} should have ${about.tables[name]} rows and has ${count}`,
    })
}

/** Known here: with his own name and password. Not known: with those he had. */
async function letIn(database: Database, workspace: Workspace, { user, email, name, password, disabled }: Member): Promise<void> {
  const now = new Date().toISOString()
  await database.query(
    sql`insert into platform.person (id, email, name, password, created_at) values (${uuidv7()}, ${email}, ${name}, ${password}, ${now}) on conflict (email) do nothing`,
  )
  const person = (await personOf(database, email))!.id
  await addMembership(database, { person, workspace: workspace.id, user })
  if (disabled)
    await database.query(sql`update platform.membership set disabled_at = ${now} where workspace = ${workspace.id} and person = ${person}`)
}

async function takeAway({ database, ownerUrl, files }: InWish, { id, schema }: Workspace): Promise<void> {
  await database.query(sql`update platform.workspace set removed_at = ${new Date().toISOString()} where id = ${id}`)
  await withOwner(ownerUrl, (client) => client.query(`drop schema if exists ${pg.escapeIdentifier(schema)} cascade`))
  await withOwner(ownerUrl, (client) => client.query(`drop role if exists ${pg.escapeIdentifier(schema)}`))
  rmSync(folderOf(files, id), { recursive: true, force: true })
}

async function withOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, options: '-c TimeZone=UTC -c DateStyle=ISO -c statement_timeout=3600000' })
  client.on('error', () => undefined)
  await client.connect()
  return work(client).finally(() => client.end())
}

function unknown(from: string, what: string): Halt {
  return new Halt({
    zh: `${from} 里有本程序没有的 ${what}：请先升级程序，或用导出它的版本导入。没有导入任何东西。`,
    en: `${from} has ${what}, which this program does not know: update it, or import with the version that exported. Nothing was imported.`,
  })
}
