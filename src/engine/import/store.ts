/** An import as it is kept: what the file is, what was chosen, how far it is, and the rows that are out of the ordinary. */
import path from 'node:path'
import { Refusal } from '../../lib/errors.ts'
import type { Opened } from '../../lib/tabular/open.ts'
import type { House, Reading } from '../house.ts'
import { isId } from '../list.ts'
import { type Workspace, has } from '../principal.ts'
import { sql, table } from '../store/sql.ts'
import type { CellProblem } from './shape.ts'

export type Choice = 'skip' | 'create' | 'update'
export type State = 'uploaded' | 'checking' | 'checked' | 'running' | 'done' | 'failed'

export type Body = {
  object: string
  file: string
  opened: Opened
  mapping: Record<string, string | null>
  mode: 'create' | 'update' | 'upsert'
  key: string[]
  twins: Choice
  defaults: Record<string, unknown>
  /** Rows without exceptions, by what would happen to them; set by a check. */
  plain?: { create: number; update: number }
  language: 'zh' | 'en'
  error?: string
  /** Why it ended before its time: somebody stopped it, or its person may not go on. */
  stopped?: { why: 'asked'; by: string } | { why: 'rights' }
}
/** `row`: the last data row that is behind us; a run goes on after it. */
export type Progress = { row: number; created: number; updated: number; failed: number; skipped: number; startedAt: string | null }
export type Import = {
  id: string
  by: string
  at: string
  /** Within the house's folder of files, which another server may reach under another name. */
  path: string
  state: State
  body: Body
  progress: Progress
  changeset: string | null
}

export const fileOf = ({ files }: Pick<House, 'files'>, found: Pick<Import, 'path'>) => path.resolve(files, found.path)

/** What reading the file failed by. One that is gone was dropped in that moment, or lost with its folder. */
export const whyUnread = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT' ? new Refusal('file-gone') : error

export type Verdict = 'fail' | 'twin' | 'skip' | 'create' | 'update'
export type Exception = {
  cells: string[]
  extra: number
  problems?: CellProblem[]
  twin?: { id: string; title: string; subtitle: string; visible: boolean } | { row: number; title: string; cells?: string[] }
  mended?: Record<string, string>
  skip?: boolean
  choice?: Choice
  /** Said by the run: why this row was not written. */
  failed?: CellProblem[]
}
export type ExceptionRow = { row: number; verdict: Verdict; body: Exception }

export const nothingYet: Progress = { row: 0, created: 0, updated: 0, failed: 0, skipped: 0, startedAt: null }

type Kept = { id: string; by: string; at: string; path: string; state: State; body: string; progress: string; changeset: string | null }

const toImport = (row: Kept): Import => ({
  ...row,
  at: new Date(row.at).toISOString(),
  body: JSON.parse(row.body) as Body,
  progress: JSON.parse(row.progress) as Progress,
})

export const isGoing = ({ state }: Import) => state === 'checking' || state === 'running'

/** What it takes to reach the rows; as whom is not asked here. */
export type Rows = Pick<Reading, 'run'> & { principal: { workspace: Pick<Workspace, 'schema'> } }

export async function findImport({ run, principal }: Rows, id: string, lock = false): Promise<Import | undefined> {
  const { schema } = principal.workspace
  const { rows } = await run<Kept>(sql`select * from ${table(schema, 'import')} where id = ${id}${lock ? sql` for update` : sql``}`)
  return rows[0] && toImport(rows[0])
}

/** One's own imports; everybody's for an administrator. */
export async function loadImport(reading: Pick<Reading, 'run' | 'principal'>, id: string, lock = false): Promise<Import> {
  if (!isId(id)) throw new Refusal('not-found')
  const found = await findImport(reading, id, lock)
  if (!found || (found.by !== reading.principal.user && !has(reading.principal, 'admin'))) throw new Refusal('not-found')
  return found
}

export async function listImports(reading: Reading, limit: number, cursor?: string): Promise<{ records: Import[]; next: string | null }> {
  const { schema } = reading.principal.workspace
  const mine = has(reading.principal, 'admin') ? sql`true` : sql`by = ${reading.principal.user}`
  if (cursor !== undefined && !isId(cursor)) throw new Refusal('bad-cursor')
  const after = cursor ? sql` and id < ${cursor}::uuid` : sql``
  const { rows } = await reading.run<Kept>(
    sql`select * from ${table(schema, 'import')} where ${mine}${after} order by id desc limit ${limit + 1}`,
  )
  return { records: rows.slice(0, limit).map(toImport), next: rows.length > limit ? rows[limit - 1]!.id : null }
}

export async function insertImport(reading: Reading, made: Import): Promise<void> {
  await reading.run(sql`insert into ${table(reading.principal.workspace.schema, 'import')} (id, by, at, path, state, body, progress)
    values (${made.id}, ${made.by}, ${made.at}, ${made.path}, ${made.state}, ${JSON.stringify(made.body)}::jsonb, ${JSON.stringify(made.progress)}::jsonb)`)
}

export async function saveImport(reading: Rows, changed: Import): Promise<void> {
  await reading.run(sql`update ${table(reading.principal.workspace.schema, 'import')} set state = ${changed.state}, body = ${JSON.stringify(changed.body)}::jsonb,
    progress = ${JSON.stringify(changed.progress)}::jsonb, changeset = ${changed.changeset} where id = ${changed.id}`)
}

export async function deleteImport(reading: Reading, id: string): Promise<void> {
  const { schema } = reading.principal.workspace
  await reading.run(sql`delete from ${table(schema, 'import_row')} where import = ${id}`)
  await reading.run(sql`delete from ${table(schema, 'import')} where id = ${id}`)
}

/** Rows between two numbers that are out of the ordinary. */
export async function exceptions(reading: Rows, importId: string, from: number, to: number): Promise<Map<number, ExceptionRow>> {
  const { rows } = await reading.run<{ row: number; verdict: Verdict; body: string }>(
    sql`select row, verdict, body from ${table(reading.principal.workspace.schema, 'import_row')} where import = ${importId} and row between ${from} and ${to}`,
  )
  return new Map(rows.map((row) => [row.row, { ...row, body: JSON.parse(row.body) as Exception }]))
}

export async function saveExceptions(reading: Rows, importId: string, list: ExceptionRow[]): Promise<void> {
  if (!list.length) return
  await reading.run(sql`insert into ${table(reading.principal.workspace.schema, 'import_row')} (import, row, verdict, body)
    select ${importId}::uuid, r, v, b from unnest(${list.map((each) => each.row)}::integer[], ${list.map((each) => each.verdict)}::text[], ${list.map((each) => JSON.stringify(each.body))}::jsonb[]) as u(r, v, b)
    on conflict (import, row) do update set verdict = excluded.verdict, body = excluded.body`)
}

/** A new check forgets what the last one found, and keeps what people decided. */
export async function forgetFindings(reading: Rows, importId: string): Promise<void> {
  const place = table(reading.principal.workspace.schema, 'import_row')
  await reading.run(sql`delete from ${place} where import = ${importId} and not (body ?| array['mended', 'skip', 'choice'])`)
}

/** The file is read another way: a row's number says another row. */
export async function forgetRows(reading: Pick<Reading, 'run' | 'principal'>, importId: string): Promise<void> {
  await reading.run(sql`delete from ${table(reading.principal.workspace.schema, 'import_row')} where import = ${importId}`)
}

export async function countVerdicts(reading: Pick<Reading, 'run' | 'principal'>, importId: string): Promise<Record<Verdict, number>> {
  const { rows } = await reading.run<{ verdict: Verdict; n: string }>(
    sql`select verdict, count(*)::text as n from ${table(reading.principal.workspace.schema, 'import_row')} where import = ${importId} group by verdict`,
  )
  return { fail: 0, twin: 0, skip: 0, create: 0, update: 0, ...Object.fromEntries(rows.map((row) => [row.verdict, Number(row.n)])) }
}
