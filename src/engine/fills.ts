/**
 * What our own code makes of a record's values — the terms it is found by, what is computed of them, what is gathered on it — stands in
 * columns, so that a better recipe, or a new field, leaves older rows behind. They are filled in the background, newest first, in
 * portions that hold their rows shortly, and marked so that a server that dies goes on there.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import type { Run } from '../platform/postgres/database.ts'
import type { Catalog, Placed } from './catalog.ts'
import { computedFill } from './computed-fill.ts'
import type { House } from './house.ts'
import type { Workspace } from './principal.ts'
import { searchFill } from './search-fill.ts'
import { sql, table } from './store/sql.ts'

type At = { workspace: Workspace; house: House; signal: AbortSignal }
type Place = Pick<Workspace, 'schema'>

export type Fill = {
  /** The mark in `state` is this and the object's name. */
  name: string
  job: string
  /** Undefined where an object has nothing of the kind. */
  recipeOf: (object: Placed) => string | undefined
  /** Fills the rows behind `last`, the first ones where it is undefined; answers the last of them, or undefined when there are no more. */
  portion: (at: FillAt, object: Placed, last: string | undefined) => Promise<string | undefined>
}
export type FillAt = { run: Run; house: House; workspace: Workspace; catalog: Catalog }

const all: Fill[] = [searchFill, computedFill]
export const fillNames = all.map(({ name }) => name)
const task =
  (kind: Fill) =>
  ({ object }: Record<string, unknown>, { workspace, house, signal }: At) =>
    fill(house, workspace, kind, object as string, signal)

/** `search.fill`: the name under which a release before left them. */
export const fillTasks = { ...Object.fromEntries(all.map((kind) => [kind.job, task(kind)])), 'search.fill': task(searchFill) }

/** Marks what is behind and leaves a job for each such object; one without rows is up to date. Runs where the tables are laid. */
export async function leaveFills(run: Run, place: Place, catalog: Catalog): Promise<void> {
  const { rows: marks } = await run<{ name: string; value: string }>(sql`select name, value from ${table(place.schema, 'state')}`)
  const marked = new Map(marks.map((row) => [row.name, row.value]))
  for (const kind of all)
    for (const object of catalog.objects.values()) {
      const recipe = kind.recipeOf(object)
      const mark = `${kind.name} ${object.name}`
      if (recipe === undefined || marked.get(mark)?.split(' ')[0] === recipe) continue
      const { rows } = await run(sql`select 1 from ${table(place.schema, object.table)} limit 1`)
      // 'all' is done; what follows otherwise is the last row that was.
      const value = rows.length ? `${recipe} none` : `${recipe} all`
      await run(
        sql`insert into ${table(place.schema, 'state')} (name, value) values (${mark}, ${value}) on conflict (name) do update set value = excluded.value`,
      )
      if (rows.length) await leave(run, place, kind, object.name)
    }
}

/** A fill that is not at its end and for which no job is waiting gets one again. */
export async function leaveLost(run: Run, place: Place): Promise<void> {
  for (const kind of all) {
    const { rows } = await run<{ object: string }>(
      sql`select pg_catalog.substr(s.name, ${kind.name.length + 2}) as object from ${table(place.schema, 'state')} s where s.name like ${`${kind.name} %`} and s.value not like '% all'
        and not exists (select 1 from ${table(place.schema, 'outbox')} o where o.job like ${`${kind.name}.%`} and o.payload ->> 'object' = pg_catalog.substr(s.name, ${kind.name.length + 2}))`,
    )
    for (const { object } of rows) await leave(run, place, kind, object)
  }
}

const leave = (run: Run, { schema }: Place, { job }: Fill, object: string) =>
  run(
    sql`insert into ${table(schema, 'outbox')} (id, job, payload, at) values (${uuidv7()}, ${job}, ${JSON.stringify({ object })}, ${new Date().toISOString()})`,
  )

export async function fill(house: House, workspace: Workspace, kind: Fill, name: string, signal?: AbortSignal): Promise<void> {
  for (;;) {
    const catalog = await house.catalogOf(workspace)
    const object = catalog.objects.get(name)
    const recipe = object && kind.recipeOf(object)
    if (recipe === undefined) return
    signal?.throwIfAborted()
    const begun = performance.now()
    const work = (run: Run) => nextPortion({ run, house, workspace, catalog }, kind, object!, recipe)
    if (await house.databaseOf(workspace).as(workspace.role, work, { retry: true })) return
    // Half of the time belongs to the people at work.
    await pause(performance.now() - begun)
  }
}

/** True at the end. */
async function nextPortion(at: FillAt, kind: Fill, object: Placed, mine: string): Promise<boolean> {
  const state = table(at.workspace.schema, 'state')
  const mark = `${kind.name} ${object.name}`
  const { rows: marks } = await at.run<{ value: string }>(sql`select value from ${state} where name = ${mark} for update`)
  const [recipe, last] = (marks[0]?.value ?? '').split(' ')
  // a newer server's, or an older one's whose definitions we still have: whoever knows the recipe does it
  if (recipe !== mine) throw new Error(`${kind.name} of ${object.name} is filled by another version`)
  if (last === 'all') return true
  const next = await kind.portion(at, object, last === 'none' ? undefined : last)
  await at.run(sql`update ${state} set value = ${`${recipe} ${next ?? 'all'}`} where name = ${mark}`)
  return next === undefined
}

export const fillSearch = (house: House, workspace: Workspace, name: string, signal?: AbortSignal) =>
  fill(house, workspace, searchFill, name, signal)
