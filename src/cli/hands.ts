import { readConfig } from '../config.ts'
import { loadDemo } from '../demo/load.ts'
import type { AllDatabases } from '../databases.ts'
import { openHouse } from '../house.ts'
import type { OpenHouse } from '../house.ts'
import { sql, table } from '../engine/store/sql.ts'
import { layWorkspace, openCatalogs } from '../engine/workspace.ts'
import type { Principal } from '../engine/principal.ts'
import { create } from '../engine/write/create.ts'
import { deed } from '../engine/write/tx.ts'
import { administrator } from '../modules/people/roles.ts'
import type { Workspace } from '../platform/directory/workspaces.ts'
import { fixedOn } from '../platform/databases/databases.ts'
import type { Database } from '../platform/postgres/database.ts'
import type { Reached } from '../platform/reach.ts'
import { startWork } from '../work.ts'
import { uuidv7 } from 'uuidv7'
import type { Hands } from './command.ts'

/** Opens the house for a command: whoever has this terminal has the server, so he acts with an administrator's rights. */
export async function handsOn(database: Database, reached: Reached, { databases, ownerUrlOf }: AllDatabases): Promise<Hands> {
  const house = await openHouse(database, readConfig(process.env).files, undefined, databases)
  return {
    database,
    databases,
    ownerUrlOf,
    lay: house.lay,
    loadDemo: (workspace, user) => loadDemo(house, workspace, user),
    addUser: (workspace, wanted) => addUser(house, workspace, wanted),
    files: house.files,
    layTables: (workspace) => layWorkspace(databases.of(workspace), house.registry, workspace),
    async layIn(target, workspace, define) {
      await layWorkspace(target, house.registry, workspace)
      await define()
      await openCatalogs(() => fixedOn(target), house.registry).of(workspace)
    },
    async bringUp(workspace) {
      house.forget(workspace)
      await house.catalogOf(workspace)
    },
    withWork: (work) => withWork(house, reached, work),
  }
}

/** Beside a running server both work on the same jobs; alone this process does. */
async function withWork<T>(house: OpenHouse, reached: Reached, work: (house: OpenHouse) => Promise<T>): Promise<T> {
  const jobs = await startWork(house, reached)
  return work(house).finally(jobs.stop)
}

async function addUser(
  house: OpenHouse,
  workspace: Workspace,
  { name, email, role }: { name: string; email: string; role: string },
): Promise<{ userId: string }> {
  const catalog = await house.catalogOf(workspace)
  const users = table(workspace.schema, catalog.objects.get('user')!.table)
  const { rows } = await house
    .databaseOf(workspace)
    .as(workspace.role, (run) => run<{ id: string }>(sql`select id from ${users} where f_email = ${email}`), { readOnly: true })
  if (rows[0]) return { userId: rows[0].id }
  const userId = uuidv7()
  const values = { name, email, roles: [role], active: true }
  await deed(
    house,
    terminal(workspace),
    'user.create',
    (tx) => create(tx, 'user', [{ id: userId, subject: 1, values }], { trusted: true }),
    { via: 'terminal' },
  )
  return { userId }
}

function terminal(workspace: Workspace): Principal {
  const user = '00000000-0000-0000-0000-000000000000'
  return {
    workspace,
    user,
    name: 'system:terminal',
    roles: [administrator],
    people: { own: [user], department: [user], below: [user] },
    hasShares: false,
    language: 'zh',
  }
}
