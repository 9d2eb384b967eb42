/** An import step by step: take the file, choose, check, mend rows, run. The long steps are jobs and can be left. */
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '../../lib/errors.ts'
import { open } from '../../lib/tabular/open.ts'
import { type House, type Reading, read } from '../house.ts'
import { groundOf } from '../list.ts'
import { type Principal, contextOf } from '../principal.ts'
import { sql, table } from '../store/sql.ts'
import { type Once, once } from '../write/once.ts'
import { mayImport, mustImport } from './may.ts'
import { type Choices, choose } from './setup.ts'
import {
  type Body,
  type Import,
  type State,
  deleteImport,
  fileOf,
  forgetRows,
  insertImport,
  listImports,
  loadImport,
  nothingYet,
  saveImport,
  whyUnread,
} from './store.ts'
import { headerKey, suggest } from './suggest.ts'
import { candidatesOf, targetsOf } from './targets.ts'

/** A file at rest under `path`, not yet looked into. */
export async function beginImport(house: House, who: Principal, objectName: string, file: { path: string; name: string }): Promise<Import> {
  const object = (await house.catalogOf(who.workspace)).objects.get(objectName)
  if (object && !mayImport(who, object)) throw new Refusal('forbidden')
  const opened = await open(file.path, { language: who.language })
  const id = uuidv7()
  return write(house, who, async (reading) => {
    const body: Body = {
      object: objectName,
      file: file.name,
      opened,
      mapping: await suggested(reading, objectName, opened.columns),
      mode: 'create',
      key: [],
      twins: 'skip',
      defaults: {},
      language: who.language,
    }
    const made: Import = {
      id,
      by: who.user,
      at: new Date().toISOString(),
      path: path.relative(house.files, file.path),
      state: 'uploaded',
      body,
      progress: nothingYet,
      changeset: null,
    }
    await insertImport(reading, made)
    return made
  })
}

/** What the columns are called elsewhere, and what this firm chose for such headers before. */
async function suggested(reading: Reading, objectName: string, columns: { name: string; samples: string[] }[]): Promise<Body['mapping']> {
  const { object } = groundOf(reading, objectName)
  const targets = targetsOf(reading.catalog, reading.principal, object)
  const { rows } = await reading.run<{ header: string; field: string | null }>(
    sql`select header, field from ${table(reading.principal.workspace.schema, 'import_mapping')} where object = ${objectName}`,
  )
  const remembered = Object.fromEntries(
    rows.filter((row) => row.field === null || targets.has(row.field)).map((row) => [row.header, row.field ?? '']),
  )
  const found = suggest(columns, candidatesOf(targets), remembered)
  return Object.fromEntries(columns.map((column, i) => [column.name, found[i] ?? null]))
}

export type Changes = Choices & Way
type Way = { sheet?: string; headerRow?: number; encoding?: string }

/** New choices make a check that was done before worthless, but for what becomes of twins; what people mended stays, unless the rows are others now. */
export async function chooseImport(
  house: House,
  who: Principal,
  id: string,
  { sheet, headerRow, encoding, ...choices }: Changes,
): Promise<Import> {
  const before = await write(house, who, (reading) => loadImport(reading, id))
  const reread = sheet !== undefined || headerRow !== undefined || encoding !== undefined
  const opened = reread
    ? await open(fileOf(house, before), { ...readAs(before.body, { sheet, headerRow, encoding }), language: before.body.language }).catch(
        (error: unknown) => Promise.reject(whyUnread(error)),
      )
    : before.body.opened
  const stillTrue = !reread && Object.keys(choices).every((name) => name === 'twins')
  return write(house, who, async (reading) => {
    const found = await loadImport(reading, id, true)
    mustImport(reading, found.body)
    if (!['uploaded', 'checked'].includes(found.state)) throw busy(who)
    const base = reread ? { ...found.body, opened, mapping: await suggested(reading, found.body.object, opened.columns) } : found.body
    const body = Object.keys(choices).length ? choose(reading, base, choices) : base
    const next: Import = stillTrue ? { ...found, body } : { ...found, state: 'uploaded', body: { ...body, plain: undefined } }
    if (reread) await forgetRows(reading, id)
    await saveImport(reading, next)
    return next
  })
}

/** What was not asked for stays as it was; another sheet or encoding has its header looked for anew. */
function readAs({ opened: was }: Body, asked: Way): Way {
  const sheet = asked.sheet ?? was.sheet
  const encoding = asked.encoding ?? (was.kind === 'csv' ? was.encoding.replace('-bom', '') : undefined)
  return {
    ...(sheet === undefined ? {} : { sheet }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(asked.headerRow === undefined ? {} : { headerRow: asked.headerRow }),
  }
}

export const startCheck = (house: House, who: Principal, id: string, how: { once?: Once } = {}) =>
  start(house, who, id, ['uploaded', 'checked'], 'checking', how)

/** Needs a check, so that nobody is surprised; remembers which header went where. */
export async function startRun(house: House, who: Principal, id: string, how: { once?: Once } = {}): Promise<Import> {
  const started = await start(house, who, id, ['checked'], 'running', how)
  await write(house, who, (reading) => remember(reading, started))
  return started
}

async function start(
  house: House,
  who: Principal,
  id: string,
  from: State[],
  to: 'checking' | 'running',
  how: { once?: Once },
): Promise<Import> {
  const job = to === 'checking' ? 'import.check' : 'import.run'
  const at = new Date().toISOString()
  const begin = async (reading: Reading): Promise<Import> => {
    const found = await loadImport(reading, id, true)
    mustImport(reading, found.body)
    if (!from.includes(found.state)) throw busy(who)
    const { schema } = reading.principal.workspace
    const changeset = to === 'running' ? uuidv7() : found.changeset
    const begun: Import = { ...found, state: to, changeset, progress: { ...nothingYet, startedAt: at } }
    await saveImport(reading, begun)
    await reading.run(
      sql`insert into ${table(schema, 'outbox')} (id, job, payload, at) values (${uuidv7()}, ${job}, ${JSON.stringify({ import: id, user: found.by, language: who.language })}::jsonb, ${at})`,
    )
    return begun
  }
  const next = await write(house, who, (reading) => once({ ...reading, at }, how.once, () => begin(reading)))
  house.wake(who.workspace)
  return next
}

async function remember(reading: Reading, { body }: Import): Promise<void> {
  const entries = Object.entries(body.mapping)
  await reading.run(sql`insert into ${table(reading.principal.workspace.schema, 'import_mapping')} (object, header, field, at)
    select distinct on (h) ${body.object}, h, f, ${new Date().toISOString()}::timestamptz from unnest(${entries.map(([header]) => headerKey(header))}::text[], ${entries.map(([, field]) => field)}::text[]) as u(h, f) where h <> ''
    on conflict (object, header) do update set field = excluded.field, at = excluded.at`)
}

const busy = (who: Principal) =>
  new Refusal('not-now', {
    reason: who.language === 'zh' ? '这次导入已经开始或结束，或者还没有检查' : 'this import is running or done, or has not been checked',
  })

/** One that was never run is nothing but a file: it goes with all that was said about it. What ran is taken back instead. */
export async function dropImport(house: House, who: Principal, id: string): Promise<void> {
  const dropped = await write(house, who, async (reading) => {
    const found = await loadImport(reading, id, true)
    if (found.changeset !== null || !['uploaded', 'checked', 'failed'].includes(found.state))
      throw new Refusal('not-now', {
        reason: who.language === 'zh' ? '这次导入正在进行或已经导入，可以把它撤销' : 'it is running or was run; it can be taken back',
      })
    await deleteImport(reading, id)
    return found
  })
  await rm(fileOf(house, dropped), { force: true })
}

export const readImport = (house: House, who: Principal, id: string) => read(house, who, (reading) => loadImport(reading, id))
export const readImports = (house: House, who: Principal, limit: number, cursor?: string) =>
  read(house, who, (reading) => listImports(reading, limit, cursor))

/** A transaction that writes the import's own tables, which are no records. */
export async function write<T>(house: House, who: Principal, work: (reading: Reading) => Promise<T>): Promise<T> {
  const catalog = await house.catalogOf(who.workspace)
  return house.databaseOf(who.workspace).as(who.workspace.role, (run) => work({ run, catalog, principal: who, context: contextOf(who) }), {
    retry: true,
  })
}
