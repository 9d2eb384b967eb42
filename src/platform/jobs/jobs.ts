/**
 * What a deed left to be done in the world (`tx.later`) is done here, after commit, at least once. The row in the workspace's
 * own `outbox` is the truth until the job is done: graphile-worker holds only its id and wakes somebody for it, so no
 * workspace's data lies in a shared table, and a job that comes twice finds its row gone. A job must be harmless twice all
 * the same: the process may die after the mail went out and before the row went.
 */
import sql, { type Sql } from 'sql-template-tag'
import type { House } from '../../engine/house.ts'
import type { Workspace } from '../../engine/principal.ts'
import { id, table } from '../../engine/store/sql.ts'
import { workspaceById } from '../directory/workspaces.ts'
import type { Database } from '../postgres/database.ts'
import { keepForgetting } from './forget.ts'
import { layJobs } from './lay.ts'
import { keepMending } from './mending.ts'
import { openRelay } from './relay.ts'
import type { Place, Slip } from './slip.ts'
import { keepWorking } from './worker.ts'

export type Task = (payload: Record<string, unknown>, at: TaskAt) => Promise<void>
/** `signal` aborts when the server is asked to stop: a long job then ends at the next good place by throwing, and begins again later. */
export type TaskAt = { workspace: Workspace; house: House; signal: AbortSignal }

export type JobsOptions = {
  database: Database
  house: House
  /** By name, as in `tx.later(name, payload)`. */
  tasks: Record<string, Task>
  runtimeUrl: string
  /** Needed when the queue's tables are not there yet, or not of this version. */
  ownerUrl?: string
  /** Jobs at a time in this process. */
  concurrency?: number
  log?: (words: string) => void
  /** For tests: how often is looked for what a crash left. */
  sweepMs?: number
}

export type Jobs = {
  /** A deed of this workspace left something; called after its commit. */
  wake: (workspace: Place) => void
  /** Waits up to 10 seconds for running jobs; what is cut off runs again after the next start. */
  stop: () => Promise<void>
}

export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { database, tasks, sweepMs = 5000, log = (words) => console.error(words) } = options
  await layJobs(database, options.ownerUrl)
  const relay = openRelay(options.house, { sweepMs, log })
  const names = Object.keys(tasks)
  const worker = keepWorking({
    runtimeUrl: options.runtimeUrl,
    concurrency: options.concurrency ?? 4,
    sweepMs,
    log,
    tasks: Object.fromEntries(names.map((name) => [name, (slip: Slip, signal: AbortSignal) => perform(options, name, slip, signal)])),
  })
  const forgetting = keepForgetting(options.house, log)
  const mending = keepMending(options.house, log)
  let stopped: Promise<void> | undefined
  const stop = () => Promise.all([relay.stop(), forgetting.stop(), mending.stop()]).then(worker.stop)
  return { wake: relay.wake, stop: () => (stopped ??= stop()) }
}

async function perform({ database, house, tasks }: JobsOptions, name: string, slip: Slip, signal: AbortSignal): Promise<void> {
  const workspace = await workspaceById(database, slip.workspace)
  if (!workspace) return later(database, slip.workspace)
  const row = (statement: (outbox: Sql) => Sql) =>
    house
      .databaseOf(workspace)
      .as(workspace.role, (run) => run<{ payload: string }>(statement(table(workspace.schema, 'outbox'))), { retry: true })
  const { rows } = await row((outbox) => sql`select payload from ${outbox} where ${id('id')} = ${slip.outbox}::uuid`)
  if (!rows[0]) return
  await tasks[name]!(JSON.parse(rows[0].payload) as Record<string, unknown>, { workspace, house, signal })
  await row((outbox) => sql`delete from ${outbox} where ${id('id')} = ${slip.outbox}::uuid`)
}

/** A firm that was removed has nothing to be done; one that is just being made will be there at the next try. */
async function later(database: Database, workspace: string): Promise<void> {
  const { rows } = await database.query(sql`select 1 from platform.workspace where id = ${workspace} and removed_at is null`)
  if (rows.length) throw new Error(`the workspace ${workspace} is not ready yet`)
}
