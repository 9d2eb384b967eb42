/** A check or a run under way: as whom it goes on, and how it learns that it is over. */
import type { Run } from '../../platform/postgres/database.ts'
import type { House } from '../house.ts'
import { type Principal, type Workspace, loadPrincipal } from '../principal.ts'
import { endEarly } from './end.ts'
import { mayGoOn } from './may.ts'
import { type Body, type Import, type Rows, findImport, isGoing } from './store.ts'

export type Going = { house: House; workspace: Workspace; id: string; user: string; language: 'zh' | 'en'; signal: AbortSignal }

/** Another server works on it too, for it thinks us dead: whoever comes second lets go, and the job stays until one has done it. */
export class Overtaken extends Error {}

export const inWorkspace = <T>({ house, workspace }: Going, work: (rows: Rows) => Promise<T>): Promise<T> =>
  house.databaseOf(workspace).as(workspace.role, (run) => work({ run, principal: { workspace } }), { retry: true })

export const findGoing = (going: Going) => inWorkspace(going, (rows) => findImport(rows, going.id))

/** Asked before each chunk, for an import may take longer than a right lasts. Null: it may not, and that has been said. */
export async function stillMay(going: Going, { body }: Import): Promise<Principal | null> {
  const { house, workspace, user, language } = going
  const catalog = await house.catalogOf(workspace)
  const load = (run: Run) => loadPrincipal(run, workspace, user, house.registry.roles, catalog, language)
  const who = await house.databaseOf(workspace).as(workspace.role, load, { readOnly: true })
  if (who && mayGoOn(catalog, who, body)) return who
  await giveUp(going, { stopped: { why: 'rights' } })
  return null
}

export const giveUp = (going: Going, how: Pick<Body, 'stopped' | 'error'>) =>
  inWorkspace(going, async (rows) => {
    const found = await findImport(rows, going.id, true)
    if (found && isGoing(found)) await endEarly(rows, found, how)
  })

/** Stopped, ended or begun anew since `begun`. */
export const isOver = (begun: Import, now: Import) =>
  now.state !== begun.state || now.changeset !== begun.changeset || now.progress.startedAt !== begun.progress.startedAt
