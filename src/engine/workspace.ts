/** A workspace's tables: laid when it is made, planned anew when definitions change, its own definitions kept as rows. */
import { Refusal } from '../lib/errors.ts'
import type { Databases, WorkspaceDatabase } from '../platform/databases/databases.ts'
import type { Run } from '../platform/postgres/database.ts'
import type { Field } from '../fields/field.ts'
import { type Catalog, type OwnFields, buildCatalog } from './catalog.ts'
import type { ObjectDefinition } from './definition.ts'
import type { House } from './house.ts'
import type { Registry } from './module.ts'
import type { Principal, Workspace } from './principal.ts'
import { leaveFills } from './search-fill.ts'
import { plan } from './store/plan.ts'
import { id, sql, table } from './store/sql.ts'
import { layTables } from './store/tables.ts'

type Place = Pick<Workspace, 'schema' | 'role'>

/** Makes schema, role and tables; can be repeated. The runtime role may take the workspace's role, and inherits nothing from it. */
export async function layWorkspace(
  database: Pick<WorkspaceDatabase, 'query' | 'owner'>,
  registry: Registry,
  place: Place,
  runtimeRole: string,
): Promise<void> {
  const { rows } = await database.query<{ n: string }>(
    sql`select count(*)::text as n from pg_catalog.pg_roles where rolname = ${place.role}`,
  )
  await database.owner(async (run) => {
    if (rows[0]!.n === '0') {
      await run(sql`create role ${id(place.role)} nologin`)
      await run(sql`grant ${id(place.role)} to ${id(runtimeRole)}`)
    }
    for (const statement of layTables(place.schema, place.role)) await run(statement)
    for (const statement of await plan(run, place.schema, place.role, buildCatalog(registry))) await run(statement)
  })
}

/** Catalogs by workspace; `version` is the directory's count of changes, so that other processes' changes are seen. */
export function openCatalogs(
  databaseOf: Databases['of'],
  registry: Registry,
): { of: (workspace: Workspace) => Promise<Catalog>; forget: (workspace: Place) => void } {
  const known = new Map<string, Promise<Catalog>>()
  const builtIn = buildCatalog(registry)
  return {
    of(workspace) {
      const key = workspace.schema
      let found = known.get(key)
      if (!found) {
        found = firstTouch(databaseOf(workspace), registry, builtIn, workspace)
        known.set(key, found)
        found.catch(() => known.delete(key))
      }
      return found
    },
    forget: (workspace) => known.delete(workspace.schema),
  }
}

/** Reads what the workspace added and brings its tables up to the catalog when its hash says that they are behind. */
async function firstTouch(database: WorkspaceDatabase, registry: Registry, builtIn: Catalog, workspace: Place): Promise<Catalog> {
  const { objects, fields } = await ownDefinitions(database, workspace)
  const catalog = objects.length || Object.keys(fields).length ? buildCatalog(registry, objects, fields) : builtIn
  const { rows } = await database.as(
    workspace.role,
    (run) => run<{ value: string }>(sql`select value from ${table(workspace.schema, 'state')} where name = 'catalog'`),
    { readOnly: true },
  )
  if (rows[0]?.value !== catalog.version) await bringUp(database, workspace, catalog)
  return catalog
}

async function bringUp(database: WorkspaceDatabase, place: Place, catalog: Catalog): Promise<void> {
  await database.owner(
    async (run) => {
      for (const statement of layTables(place.schema, place.role)) await run(statement)
      for (const statement of await plan(run, place.schema, place.role, catalog)) await run(statement)
      await leaveFills(run, place, catalog)
      await run(
        sql`insert into ${table(place.schema, 'state')} (name, value) values ('catalog', ${catalog.version}) on conflict (name) do update set value = excluded.value`,
      )
      await refuseMoved(run, place)
    },
    { retry: true },
  )
}

/** A workspace that was moved away is changed no more where it was (platform/databases/move.ts), not even by the owner of its tables. */
async function refuseMoved(run: Run, { schema }: Place): Promise<void> {
  const { rows } = await run(sql`select 1 from ${table(schema, 'state')} where name = 'moved'`)
  if (rows[0]) throw new Refusal('moving')
}

async function ownDefinitions(database: WorkspaceDatabase, place: Place): Promise<{ objects: ObjectDefinition[]; fields: OwnFields }> {
  const { rows } = await database.as(
    place.role,
    (run) => run<{ name: string; body: string }>(sql`select name, body from ${table(place.schema, 'definition')} order by at, name`),
    { readOnly: true },
  )
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

/** A workspace's own objects and fields: the same shape as built-in ones, kept as rows, checked and laid before they count. */
export async function define(house: House, who: Principal, added: Added, forget: (workspace: Workspace) => void): Promise<Catalog> {
  const { workspace } = who
  const own = await ownDefinitions(house.databaseOf(workspace), workspace)
  own.objects.push(...(added.objects ?? []).map((object) => ({ ...object, own: true })))
  for (const { of, name, field } of added.fields ?? []) own.fields[of] = { ...own.fields[of], [name]: field }
  const catalog = buildCatalog(house.registry, own.objects, own.fields)
  await bringUp(house.databaseOf(workspace), workspace, catalog)
  const rows = [
    ...(added.objects ?? []).map((object) => ({ name: object.name, body: JSON.stringify(object) })),
    ...(added.fields ?? []).map(({ of, name, field }) => ({ name: `${of}.${name}`, body: JSON.stringify(field) })),
  ]
  await house.databaseOf(workspace).as(workspace.role, (run) =>
    run(sql`insert into ${table(workspace.schema, 'definition')} (name, body, at, by)
      select n, b, ${new Date().toISOString()}::timestamptz, ${who.user}::uuid from unnest(${rows.map((row) => row.name)}::text[], ${rows.map((row) => row.body)}::json[]) as u(n, b)
      on conflict (name) do update set body = excluded.body`),
  )
  forget(workspace)
  return catalog
}
