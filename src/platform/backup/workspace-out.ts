/** One workspace as files that any program can read; docs/export.md says what stands in them. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { open, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import sql from 'sql-template-tag'
import { Halt } from '../../lib/halt.ts'
import type { Workspace } from '../directory/workspaces.ts'
import { folderOf } from '../files/receive.ts'
import type { Database } from '../postgres/database.ts'
import { copyOne, eachOf, lookThrough, makeFolders } from './copy.ts'
import { type Entry, type Manifest, writeManifest } from './manifest.ts'
import type { Show } from './take.ts'

export type Member = { user: string; email: string; name: string; password: string; disabled: boolean }
/** `workspace.json`. */
export type About = {
  id: string
  name: string
  timeZone: string
  currency: string
  language: 'zh' | 'en'
  members: Member[]
  /** Tables and how many rows each has. */
  tables: Record<string, number>
}

/** People are in the first database (`database`); `ownerUrl` leads to the one where the workspace is. */
export type OutWish = { database: Database; ownerUrl: string; files: string; workspace: Workspace; to: string; version: string; show: Show }

/** Waiting jobs and passing events are of the running server; imports go with the file they read, which is not a record. */
export const staysBehind = new Set(['event', 'outbox', 'idempotency', 'import', 'import_row'])

/** All tables as of one moment, then the files: each that a row speaks of lay there before the row did. */
export async function carryOut({
  database,
  ownerUrl,
  files,
  workspace,
  to,
  version,
  show,
}: OutWish): Promise<{ about: About; kept: number }> {
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new Halt({ zh: `${to} 不是空的：请用 --to 指定一个新的文件夹。`, en: `${to} is not empty: name a new folder with --to.` })
  const begun = new Date().toISOString()
  const draft = `${to}.unfinished`
  await rm(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  try {
    const entries: Entry[] = []
    const about = await aboutOf(database, workspace, await writeTables(ownerUrl, workspace, draft, entries, show))
    const text = JSON.stringify(about, null, 2)
    await writeFile(path.join(draft, 'workspace.json'), text, { mode: 0o600, flush: true })
    entries.push({ path: 'workspace.json', size: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') })
    const kept = await copyFiles(folderOf(files, workspace.id), draft, entries)
    const manifest: Manifest = {
      format: 1,
      kind: 'workspace',
      version,
      postgres: '',
      begun,
      ended: new Date().toISOString(),
      folders: ['tables', 'files'],
      files: entries,
    }
    writeManifest(draft, manifest)
    await rm(to, { recursive: true, force: true })
    renameSync(draft, to)
    return { about, kept }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

async function writeTables(ownerUrl: string, workspace: Workspace, draft: string, entries: Entry[], show: Show): Promise<About['tables']> {
  const client = new pg.Client({ connectionString: ownerUrl, options: '-c TimeZone=UTC -c DateStyle=ISO -c statement_timeout=3600000' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const names = await tableNames(client, workspace.schema)
    await makeFolders(draft, ['tables', 'files'])
    const tables: Record<string, number> = {}
    for (const [done, name] of names.entries()) {
      show({ zh: '导出表', en: 'Tables' }, done, names.length)
      const place = `tables/${name}.jsonl`
      const { rows, ...sum } = await writeRows(client, workspace.schema, name, path.join(draft, place))
      entries.push({ path: place, ...sum })
      tables[name] = rows
    }
    return tables
  } finally {
    await client.end()
  }
}

async function aboutOf(database: Database, { id, name, timeZone, currency, language }: Workspace, tables: About['tables']): Promise<About> {
  const { rows: members } = await database.query<Member>(
    sql`select m.user_id as "user", p.email, p.name, p.password, m.disabled_at is not null or p.disabled_at is not null as disabled
      from platform.membership m join platform.person p on p.id = m.person where m.workspace = ${id} order by m.created_at, m.user_id`,
  )
  return { id, name, timeZone, currency, language, members, tables }
}

export async function tableNames(client: pg.Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname::text as name from pg_catalog.pg_class where relnamespace = $1::pg_catalog.regnamespace and relkind = 'r' order by 1`,
    [schema],
  )
  return rows.map(({ name }) => name).filter((name) => !staysBehind.has(name))
}

/** PostgreSQL writes the rows; none of them is read here, so no number loses a digit. */
async function writeRows(client: pg.Client, schema: string, name: string, place: string): Promise<{ rows: number } & Omit<Entry, 'path'>> {
  const file = await open(place, 'wx', 0o600)
  const hash = createHash('sha256')
  const sum = { rows: 0, size: 0 }
  try {
    const from = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`
    await client.query(`declare lines no scroll cursor for select pg_catalog.row_to_json(t)::text as line from ${from} t`)
    for (;;) {
      const { rows } = await client.query<{ line: string }>('fetch forward 1000 from lines')
      if (rows.length === 0) break
      // a line end within JSON stands between its words only: those within texts are written \\n
      const bytes = Buffer.from(rows.map(({ line }) => `${line.replaceAll('\n', ' ')}\n`).join(''))
      hash.update(bytes)
      await file.writeFile(bytes)
      sum.rows += rows.length
      sum.size += bytes.length
    }
    await client.query('close lines')
    await file.sync()
  } finally {
    await file.close()
  }
  return { ...sum, sha256: hash.digest('hex') }
}

async function copyFiles(from: string, draft: string, entries: Entry[]): Promise<number> {
  const found = await lookThrough(from, (place) => place === 'incoming')
  await makeFolders(
    draft,
    found.folders.map((folder) => `files/${folder}`),
  )
  let kept = 0
  await eachOf(found.files, async ({ path: place }) => {
    const copied = await copyOne(path.join(from, place), path.join(draft, 'files', place))
    if (!copied) return
    entries.push({ path: `files/${place}`, ...copied })
    kept++
  })
  return kept
}
