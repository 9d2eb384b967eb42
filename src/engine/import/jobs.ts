/** The long steps as jobs: acting as the person who started them, with the rights he has now. */
import { isAway, isDiskFull } from '../../lib/away.ts'
import type { House } from '../house.ts'
import { type Principal, type Workspace, loadPrincipal } from '../principal.ts'
import { check } from './check.ts'
import { readImport, write } from './imports.ts'
import { run } from './run.ts'
import { saveImport } from './store.ts'
import { sql, table } from '../store/sql.ts'

type At = { workspace: Workspace; house: House; signal: AbortSignal }
type Payload = { import?: string; user?: string; language?: 'zh' | 'en' }

export const importTasks = {
  'import.check': (payload: Record<string, unknown>, at: At) => perform(payload, at, check),
  'import.run': (payload: Record<string, unknown>, at: At) => perform(payload, at, run),
}

async function perform(payload: Payload, { workspace, house, signal }: At, work: typeof run): Promise<void> {
  const who = await principalOf(house, workspace, payload)
  if (!who) return
  try {
    await work(house, who, payload.import!, signal)
  } catch (error) {
    if (signal.aborted || passing(error)) throw error
    await giveUp(house, who, payload.import!, error)
  }
}

async function principalOf(house: House, workspace: Workspace, payload: Payload): Promise<Principal | null> {
  const catalog = await house.catalogOf(workspace)
  return house
    .databaseOf(workspace)
    .as(workspace.role, (go) => loadPrincipal(go, workspace, payload.user!, house.registry.roles, catalog, payload.language ?? 'zh'), {
      readOnly: true,
    })
}

/** The database went away or was busy, or the disk is full: the job is tried again. */
const passing = (error: unknown) =>
  isAway(error) || isDiskFull(error) || /^(57...|53...|40...|55P03)$/.test(String((error as { code?: string }).code ?? ''))

/** What can never work is said and ends; what was written stays and can be taken back. */
async function giveUp(house: House, who: Principal, id: string, error: unknown): Promise<void> {
  const found = await readImport(house, who, id)
  const reason = error instanceof Error ? error.message : String(error)
  await write(house, who, async (reading) => {
    await saveImport(reading, { ...found, state: 'failed', body: { ...found.body, error: reason } })
    await reading.run(sql`update ${table(who.workspace.schema, 'changeset')} set state = 'closed' where id = ${found.changeset}`)
  })
}
