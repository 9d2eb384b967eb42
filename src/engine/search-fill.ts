/**
 * What records are found by is derived by our own code, so that a better recipe, or a field searched from now on, leaves
 * older rows behind. They are filled in the background, newest first, and marked so that a server that dies goes on there.
 */
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { searchRecipe } from '../lib/search-words.ts'
import type { Run } from '../platform/postgres/database.ts'
import type { Catalog, Placed } from './catalog.ts'
import type { House } from './house.ts'
import type { Workspace } from './principal.ts'
import type { Row } from './store/reader.ts'
import { id, join, sql, table } from './store/sql.ts'
import { deriveSearch } from './write/rows.ts'

type At = { workspace: Workspace; house: House; signal: AbortSignal }
type Place = Pick<Workspace, 'schema'>

const fill = ({ object }: Record<string, unknown>, { workspace, house, signal }: At) =>
  fillSearch(house, workspace, object as string, signal)

/** The name is not the first: servers of a release that ended these jobs unseen, when the recipe was not theirs, do not take them. */
export const searchTasks = { 'search.refill': fill, 'search.fill': fill }

const portion = 500

/** Marks what is behind and leaves a job for each such object; one without rows is up to date. Runs where the tables are laid. */
export async function leaveFills(run: Run, { schema }: Place, catalog: Catalog): Promise<void> {
  const searched = [...catalog.objects.values()].filter((object) => object.searched.length)
  const { rows: marks } = await run<{ name: string; value: string }>(
    sql`select name, value from ${table(schema, 'state')} where name like 'search %'`,
  )
  const marked = new Map(marks.map((row) => [row.name, row.value]))
  const behind = searched.filter((object) => marked.get(markOf(object))?.split(' ')[0] !== recipeOf(object))
  for (const object of behind) {
    const { rows } = await run(sql`select 1 from ${table(schema, object.table)} limit 1`)
    // 'all' is done; what follows otherwise is the last row that was.
    const value = rows.length ? `${recipeOf(object)} none` : `${recipeOf(object)} all`
    await run(
      sql`insert into ${table(schema, 'state')} (name, value) values (${markOf(object)}, ${value}) on conflict (name) do update set value = excluded.value`,
    )
    const payload = JSON.stringify({ object: object.name })
    if (rows.length)
      await run(
        sql`insert into ${table(schema, 'outbox')} (id, job, payload, at) values (${uuidv7()}, 'search.refill', ${payload}, ${new Date().toISOString()})`,
      )
  }
}

/** A fill that is not at its end and for which no job is waiting gets one again. */
export async function leaveLost(run: Run, { schema }: Place): Promise<void> {
  const { rows } = await run<{ object: string }>(
    sql`select pg_catalog.substr(s.name, 8) as object from ${table(schema, 'state')} s where s.name like 'search %' and s.value not like '% all'
      and not exists (select 1 from ${table(schema, 'outbox')} o where o.job like 'search.%' and o.payload ->> 'object' = pg_catalog.substr(s.name, 8))`,
  )
  for (const { object } of rows) {
    const payload = JSON.stringify({ object })
    await run(
      sql`insert into ${table(schema, 'outbox')} (id, job, payload, at) values (${uuidv7()}, 'search.refill', ${payload}, ${new Date().toISOString()})`,
    )
  }
}

export async function fillSearch(house: House, workspace: Workspace, name: string, signal?: AbortSignal): Promise<void> {
  const object = (await house.catalogOf(workspace)).objects.get(name)
  if (!object?.searched.length) return
  for (;;) {
    signal?.throwIfAborted()
    const begun = performance.now()
    const ended = await house.databaseOf(workspace).as(workspace.role, (run) => fillPortion(run, workspace, object), { retry: true })
    if (ended) return
    // Half of the time belongs to the people at work.
    await pause(performance.now() - begun)
  }
}

async function fillPortion(run: Run, { schema }: Place, object: Placed): Promise<boolean> {
  const state = table(schema, 'state')
  const at = table(schema, object.table)
  const { rows: marks } = await run<{ value: string }>(sql`select value from ${state} where name = ${markOf(object)} for update`)
  const [recipe, last] = (marks[0]?.value ?? '').split(' ')
  // a newer server's, or an older one's whose definitions we still have: whoever knows the recipe does it
  if (recipe !== recipeOf(object)) throw new Error(`the terms of ${object.name} are filled by another version`)
  if (last === 'all') return true
  const columns = object.searched.flatMap((field) => field.columns.map((column) => sql`t.${id(column.name)}`))
  const [made, before] = last!.split('/')
  const older = before === undefined ? sql`true` : sql`(t.created_at, t.id) < (${made}::timestamptz, ${before}::uuid)`
  const { rows } = await run<Row>(
    sql`select t.id, t.created_at::text as made, ${join(columns, ', ')} from ${at} t where ${older} order by t.created_at desc, t.id desc limit ${portion} for no key update of t`,
  )
  for (const row of rows) deriveSearch(object, row, undefined)
  await run(sql`update ${at} t set search_terms = u.terms::pg_catalog.tsvector
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.search_terms)}::text[]) as u(id, terms) where t.id = u.id`)
  const mark = rows.length < portion ? 'all' : markAt(rows.at(-1)!)
  await run(sql`update ${state} set value = ${`${recipe} ${mark}`} where name = ${markOf(object)}`)
  return mark === 'all'
}

const markAt = (row: Row) => `${String(row.made).replace(' ', 'T')}/${String(row.id)}`
const markOf = (object: Placed) => `search ${object.name}`
const recipeOf = (object: Placed) =>
  createHash('sha256')
    .update(JSON.stringify([searchRecipe, object.searched.map((at) => [at.name, at.type.name])]))
    .digest('hex')
    .slice(0, 12)
