/** What a running server has, and how one reads in it: passed along, nothing ambient. */
import type { Context } from '../fields/field.ts'
import type { Databases } from '../platform/databases/databases.ts'
import type { Database, Run } from '../platform/postgres/database.ts'
import type { Catalog } from './catalog.ts'
import type { Registry } from './module.ts'
import { type Principal, type Workspace, contextOf } from './principal.ts'

export type House = {
  /** Where people, sessions, the directory of workspaces and the queue are. */
  database: Database
  /** Where a workspace's own rows are: every use of a workspace goes through it. */
  databaseOf: Databases['of']
  registry: Registry
  /** The workspace's catalog, its tables laid; of this second, so that another server's definitions are in it. `now`: of this moment. */
  catalogOf: (workspace: Workspace, now?: 'now') => Promise<Catalog>
  /** Tells the relay that a deed left something in this workspace's outbox. */
  wake: (workspace: Workspace) => void
  /** Folder of uploaded files. */
  files: string
}

/** One transaction's view: everything that reading needs. */
export type Reading = { run: Run; catalog: Catalog; principal: Principal; context: Context }

export async function read<T>(house: House, principal: Principal, work: (reading: Reading) => Promise<T>): Promise<T> {
  return readIn(house.databaseOf(principal.workspace), house, principal, work)
}

/** For sums and reports: from a replica where there is one, a few seconds old at most, and never older than what this server wrote. */
export async function readAside<T>(house: House, principal: Principal, work: (reading: Reading) => Promise<T>): Promise<T> {
  return readIn(house.databaseOf(principal.workspace).aside, house, principal, work)
}

async function readIn<T>(at: Pick<Database, 'as'>, house: House, principal: Principal, work: (reading: Reading) => Promise<T>): Promise<T> {
  const catalog = await house.catalogOf(principal.workspace)
  return at.as(principal.workspace.role, (run) => work({ run, catalog, principal, context: contextOf(principal) }), { readOnly: true })
}
