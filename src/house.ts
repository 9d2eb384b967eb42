/** Opens the house on a database: modules registered, catalogs by workspace, jobs running. What main, the command line and the tests start with. */
import { uuidv7 } from 'uuidv7'
import { buildCatalog } from './engine/catalog.ts'
import type { House } from './engine/house.ts'
import { type Registry, register } from './engine/module.ts'
import type { Principal, Workspace } from './engine/principal.ts'
import { layWorkspace, openCatalogs } from './engine/workspace.ts'
import { create } from './engine/write/create.ts'
import { deed } from './engine/write/tx.ts'
import { modules } from './modules/index.ts'
import { administrator } from './modules/people/roles.ts'
import { layPlatform } from './platform/directory/tables.ts'
import type { Founder, Workspace as Place } from './platform/directory/workspaces.ts'
import { type Databases, openDatabases } from './platform/databases/databases.ts'
import type { Database } from './platform/postgres/database.ts'
import { sql, table } from './engine/store/sql.ts'

export type OpenHouse = House & {
  forget: (workspace: Pick<Workspace, 'schema' | 'role'>) => void
  lay: (place: Place, founder: Founder) => Promise<{ userId: string }>
  databases: Databases
}

export async function openHouse(
  database: Database,
  files: string,
  registry: Registry = register(modules),
  databases: Databases = openDatabases(database),
): Promise<OpenHouse> {
  buildCatalog(registry)
  await layPlatform(database)
  const catalogs = openCatalogs(databases.of, registry)
  const house: OpenHouse = {
    database,
    databases,
    databaseOf: databases.of,
    registry,
    files,
    catalogOf: catalogs.of,
    wake: () => {},
    forget: catalogs.forget,
    async lay(place, founder) {
      await layWorkspace(databases.of(place), registry, place)
      return { userId: await firstUser(house, place, founder) }
    },
  }
  return house
}

/** The founder becomes the first user and administrator; found again when set-up is done again after a crash. */
async function firstUser(house: House, place: Place, founder: Founder): Promise<string> {
  const workspace: Workspace = {
    id: place.id,
    name: place.name,
    schema: place.schema,
    role: place.role,
    timeZone: place.timeZone,
    currency: place.currency,
  }
  const catalog = await house.catalogOf(workspace)
  const users = table(place.schema, catalog.objects.get('user')!.table)
  const { rows } = await house
    .databaseOf(place)
    .as(place.role, (run) => run<{ id: string }>(sql`select id from ${users} order by created_at limit 1`), { readOnly: true })
  if (rows[0]) return rows[0].id
  const userId = uuidv7()
  const himself: Principal = {
    workspace,
    user: userId,
    name: founder.name,
    roles: [administrator],
    people: { own: [userId], department: [userId], below: [userId] },
    hasShares: false,
    language: 'zh',
  }
  const values = { name: founder.name, email: founder.email, roles: ['administrator'], active: true }
  await deed(house, himself, 'user.create', (tx) => create(tx, 'user', [{ id: userId, subject: 1, values }], { trusted: true }), {
    via: 'setup',
  })
  return userId
}
