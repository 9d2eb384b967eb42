/** Every few seconds, workspace by workspace: what servers of an older release beside us left empty in our columns is filled (engine/older.ts). */
import type { House } from '../../engine/house.ts'
import { mendOlder } from '../../engine/older.ts'
import { isAway } from '../../lib/away.ts'
import { Refusal } from '../../lib/errors.ts'
import { type Workspace, allWorkspaces } from '../directory/workspaces.ts'
import { type Rounds, keepDoing } from './rounds.ts'

const everyMs = 5000
/** As the relay does: ten firms are all looked at every 5 seconds, 2,000 of them within 4 minutes. */
const portion = 50

export function keepMending(house: House, log: (words: string) => void): Rounds {
  let rest: Workspace[] = []
  const later = (error: unknown) => {
    if (!isAway(error) && !(error instanceof Refusal)) log(`older rows wait: ${error instanceof Error ? error.message : String(error)}`)
  }
  const all = async (workspace: Workspace, stopped: () => boolean): Promise<void> => {
    while (!stopped() && (await mendOlder(house, workspace)));
  }
  const round = async (stopped: () => boolean): Promise<void> => {
    if (!rest.length) rest = await allWorkspaces(house.database)
    for (const workspace of rest.splice(0, portion)) {
      if (stopped()) return
      // one whose database is away, or that is on its way into another, does not keep the others waiting
      await all(workspace, stopped).catch(later)
    }
  }
  return keepDoing(everyMs, round, later)
}
