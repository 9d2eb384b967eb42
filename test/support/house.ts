/** A house with one firm on a fresh database: the engine and its tables, without HTTP. */
import { tmpdir } from 'node:os'
import path from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { uuidv7 } from 'uuidv7'
import type { House } from '../../src/engine/house.ts'
import { type Module, register } from '../../src/engine/module.ts'
import type { Principal } from '../../src/engine/principal.ts'
import { layWorkspace, openCatalogs } from '../../src/engine/workspace.ts'
import { onlyIn } from '../../src/platform/databases/databases.ts'
import { layPlatform } from '../../src/platform/directory/tables.ts'
import { type Workspace, createWorkspace } from '../../src/platform/directory/workspaces.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'

export type FreshHouse = { fresh: FreshDatabase; house: House; workspace: Workspace; who: Principal; drop: () => Promise<void> }

export async function freshHouse(modules: Module[]): Promise<FreshHouse> {
  const fresh = await freshDatabase()
  await layPlatform(fresh.database)
  const house = houseOn(fresh, modules, mkdtempSync(path.join(tmpdir(), 'guanxi-files-')))
  const workspace = await firmIn(house)
  return {
    fresh,
    house,
    workspace,
    who: anyone(workspace),
    async drop() {
      await fresh.drop()
      rmSync(house.files, { recursive: true, force: true })
    },
  }
}

export function houseOn({ database }: Pick<FreshDatabase, 'database'>, modules: Module[], files: string): House {
  const registry = register(modules)
  const databaseOf = onlyIn(database)
  return { database, databaseOf, registry, catalogOf: openCatalogs(databaseOf, registry).of, wake: () => undefined, files }
}

export async function firmIn(house: House, name = '北辰贸易'): Promise<Workspace> {
  const person = { name: '王芳', email: `${uuidv7()}@firm.cn`, password: 'correct horse' }
  const made = await createWorkspace(house.database, { name, person }, async (place) => {
    await layWorkspace(house.database, house.registry, place)
    return { userId: uuidv7() }
  })
  return made.workspace
}

/** A principal without roles: enough for deeds that only leave jobs. */
export function anyone(workspace: Workspace): Principal {
  const user = uuidv7()
  return {
    workspace,
    user,
    name: '王芳',
    roles: [],
    people: { own: [user], department: [user], below: [user] },
    hasShares: false,
    language: 'zh',
  }
}
