/** A workspace's tables: laid when it is made, planned anew when definitions change, its own definitions kept as rows. */
import { uuidv7 } from 'uuidv7'
import { Refusal } from '../lib/errors.ts'
import type { Databases, WorkspaceDatabase } from '../platform/databases/databases.ts'
import type { Run } from '../platform/postgres/database.ts'
import type { Field } from '../fields/field.ts'
import { type Catalog, type OwnFields, buildCatalog } from './catalog.ts'
import type { ObjectDefinition } from './definition.ts'
import type { House } from './house.ts'
import type { Registry } from './module.ts'
import type { Principal, Workspace } from './principal.ts'
import { fillAhead, fillBehind } from './store/fill-derived.ts'
import { leaveFills } from './fills.ts'
import { rememberRelease, watchOlder } from './older.ts'
import { plan } from './store/plan.ts'
import { id, sql, table } from './store/sql.ts'
import { layTables } from './store/tables.ts'

type Place = Pick<Workspace, 'schema' | 'role'>

/** Makes schema, role and tables, and lets the server in; can be repeated. */
export async function layWorkspace(
  database: Pick<WorkspaceDatabase, 'query' | 'owner' | 'admit'>,
  registry: Registry,
  place: Place,
): Promise<void> {
  const { rows } = await database.query<{ n: string }>(
    sql`select count(*)::text as n from pg_catalog.pg_roles where rolname = ${place.role}`,
  )
  await database.owner(async (run) => {
    if (rows[0]!.n === '0') await run(sql`create role ${id(place.role)} nologin`)
    for (const statement of layTables(place.schema, place.role)) await run(statement)
    const { tables, indexes } = await plan(run, place.schema, place.role, buildCatalog(registry))
    for (const statement of [...tables, ...indexes]) await run(statement)
    await database.admit(run, place.schema)
  })
}

type Known = { since: number; mark: Promise<string>; catalog: Promise<Catalog> }

/** So long a server may go on with definitions that another has changed. */
const rememberMs = 1000

/**
 * Catalogs by workspace. Each workspace keeps a mark that changes with its definitions, and is asked for it once a second while
 * somebody works in it: so that what one server defines, the others know within the second. `now` asks at once.
 */
export function openCatalogs(
  databaseOf: Databases['of'],
  registry: Registry,
): { of: (workspace: Workspace, now?: 'now') => Promise<Catalog>; forget: (workspace: Place) => void } {
  const known = new Map<string, Known>()
  const builtIn = buildCatalog(registry)

  const look = (workspace: Place, before: Known | undefined): Known => {
    // From before the question was asked: what is defined meanwhile is seen with the next one.
    const since = performance.now()
    const found = Promise.all([markIn(databaseOf(workspace), workspace), before?.mark]).then(async ([mark, last]) => ({
      mark,
      catalog: before && mark === last ? await before.catalog : await firstTouch(databaseOf(workspace), registry, builtIn, workspace),
    }))
    return { since, mark: found.then(({ mark }) => mark), catalog: found.then(({ catalog }) => catalog) }
  }

  return {
    of(workspace, now) {
      const key = workspace.schema
      const before = known.get(key)
      if (before && !now && performance.now() - before.since < rememberMs) return before.catalog
      const entry = look(workspace, before)
      known.set(key, entry)
      const drop = () => known.get(key) === entry && known.delete(key)
      entry.mark.catch(drop)
      entry.catalog.catch(drop)
      return entry.catalog
    },
    forget: (workspace) => known.delete(workspace.schema),
  }
}

async function markIn(database: WorkspaceDatabase, { schema, role }: Place): Promise<string> {
  const statement = sql`select value from ${table(schema, 'state')} where name = 'definitions'`
  const { rows } = await database.as(role, (run) => run<{ value: string }>(statement, { name: `definitions ${schema}` }), {
    readOnly: true,
  })
  return rows[0]?.value ?? ''
}

/** Reads what the workspace added and brings its tables up to the catalog when its hash is not among those laid. */
async function firstTouch(database: WorkspaceDatabase, registry: Registry, builtIn: Catalog, workspace: Place): Promise<Catalog> {
  const state = sql`select value from ${table(workspace.schema, 'state')} where name = 'catalog'`
  const [own, laid] = await database.as(
    workspace.role,
    (run) => Promise.all([ownDefinitions(run, workspace), run<{ value: string }>(state)]),
    { readOnly: true },
  )
  const { objects, fields } = own
  const catalog = objects.length || Object.keys(fields).length ? buildCatalog(registry, objects, fields) : builtIn
  if (!laid.rows[0]?.value.split(' ').includes(catalog.version)) {
    await fillAhead(database, workspace, catalog)
    await database.owner((run) => bringUp(database, run, workspace, catalog), { retry: true })
  }
  return catalog
}

/** Two servers after an upgrade, or two who define at once, come one after the other: the second waits at the row written first. */
async function bringUp(database: WorkspaceDatabase, run: Run, place: Place, catalog: Catalog): Promise<void> {
  await remember(run, place, catalog)
  await refuseMoved(run, place)
  // Less than deadlock_timeout: where people and we wait for each other it is we who give up, and are tried again.
  await run(sql`set local lock_timeout = '500ms'`)
  for (const statement of layTables(place.schema, place.role)) await run(statement)
  const { tables, behind, indexes } = await plan(run, place.schema, place.role, catalog)
  for (const statement of tables) await run(statement)
  await fillBehind(run, place.schema, catalog, behind)
  for (const statement of indexes) await run(statement)
  await database.admit(run, place.schema)
  await leaveFills(run, place, catalog)
  await rememberRelease(run, place, catalog.release)
  await watchOlder(run, place, database.where())
}

/**
 * Layouts only add, so that what was laid once is there for good: each version is remembered, and an older server that still runs, or
 * is started once more, beside a newer one lays nothing again and takes no mark back.
 */
const remember = (run: Run, { schema }: Place, { version }: Catalog) =>
  run(sql`insert into ${table(schema, 'state')} as s (name, value) values ('catalog', ${version})
    on conflict (name) do update set value = pg_catalog.right(s.value, 600) || ' ' || excluded.value`)

/** A workspace that was moved away is changed no more where it was (platform/databases/move.ts), not even by the owner of its tables. */
async function refuseMoved(run: Run, { schema }: Place): Promise<void> {
  const { rows } = await run(sql`select 1 from ${table(schema, 'state')} where name = 'moved'`)
  if (rows[0]) throw new Refusal('moving')
}

const mark = (run: Run, { schema }: Place, name: string, value: string) =>
  run(
    sql`insert into ${table(schema, 'state')} (name, value) values (${name}, ${value}) on conflict (name) do update set value = excluded.value`,
  )

async function ownDefinitions(run: Run, { schema }: Place): Promise<{ objects: ObjectDefinition[]; fields: OwnFields }> {
  const { rows } = await run<{ name: string; body: string }>(sql`select name, body from ${table(schema, 'definition')} order by at, name`)
  const objects: ObjectDefinition[] = []
  const fields: OwnFields = {}
  for (const row of rows) {
    const [object, field] = row.name.split('.') as [string, string | undefined]
    if (field) fields[object] = { ...fields[object], [field]: JSON.parse(row.body) as Field }
    else objects.push({ ...(JSON.parse(row.body) as ObjectDefinition), name: object, own: true })
  }
  return { objects, fields }
}

/** Objects may refer to each other, so they come together. */
export type Added = { objects?: ObjectDefinition[]; fields?: { of: string; name: string; field: Field }[] }

/**
 * A workspace's own objects and fields: the same shape as built-in ones, kept as rows, checked and laid before they count. Tables,
 * rows and the mark that tells other servers commit together; a second who defines here waits, and builds on what the first did.
 */
export async function define(house: House, who: Principal, added: Added, forget: (workspace: Workspace) => void): Promise<Catalog> {
  const { workspace } = who
  const database = house.databaseOf(workspace)
  const work = async (run: Run) => {
    await mark(run, workspace, 'definitions', uuidv7())
    const own = await ownDefinitions(run, workspace)
    own.objects.push(...(added.objects ?? []).map((object) => ({ ...object, own: true })))
    for (const { of, name, field } of added.fields ?? []) own.fields[of] = { ...own.fields[of], [name]: field }
    const catalog = buildCatalog(house.registry, own.objects, own.fields)
    await bringUp(database, run, workspace, catalog)
    await keep(run, who, added)
    return catalog
  }
  const catalog = await database.owner(work, { retry: true })
  forget(workspace)
  return catalog
}

async function keep(run: Run, { workspace, user }: Principal, { objects = [], fields = [] }: Added): Promise<void> {
  const rows = [
    ...objects.map((object) => ({ name: object.name, body: JSON.stringify(object) })),
    ...fields.map(({ of, name, field }) => ({ name: `${of}.${name}`, body: JSON.stringify(field) })),
  ]
  await run(sql`insert into ${table(workspace.schema, 'definition')} (name, body, at, by)
    select n, b, ${new Date().toISOString()}::timestamptz, ${user}::uuid from unnest(${rows.map((row) => row.name)}::text[], ${rows.map((row) => row.body)}::json[]) as u(n, b)
    on conflict (name) do update set body = excluded.body`)
}
