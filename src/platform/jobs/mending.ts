/** Every few seconds, workspace by workspace: what servers of an older release beside us left empty in our columns is filled (engine/older.ts). */
import type { House } from '../../engine/house.ts'
import { mendOlder } from '../../engine/older.ts'
import { isAway } from '../../lib/away.ts'
import { Refusal } from '../../lib/errors.ts'
import { type Workspace, allWorkspaces } from '../directory/workspaces.ts'

const everyMs = 5000
/** As the relay does: ten firms are all looked at every 5 seconds, 2,000 of them within 4 minutes. */
const portion = 50

export function keepMending(house: House, log: (words: string) => void): { stop: () => Promise<void> } {
  let stopped = false
  let rest: Workspace[] = []
  let running: Promise<void> = Promise.resolve()
  const round = async (): Promise<void> => {
    if (!rest.length) rest = await allWorkspaces(house.database)
    for (const workspace of rest.splice(0, portion)) {
      if (stopped) return
      // one whose database is away, or that is on its way into another, does not keep the others waiting
      await all(workspace).catch(later)
    }
  }
  const all = async (workspace: Workspace): Promise<void> => {
    while (!stopped && (await mendOlder(house, workspace)));
  }
  const later = (error: unknown) => {
    if (!isAway(error) && !(error instanceof Refusal)) log(`older rows wait: ${error instanceof Error ? error.message : String(error)}`)
  }
  let busy = false
  const begin = () => {
    if (busy) return
    busy = true
    running = round()
      .catch(later)
      .finally(() => (busy = false))
  }
  const timer = setInterval(begin, everyMs)
  timer.unref()
  return {
    stop() {
      stopped = true
      clearInterval(timer)
      return running
    },
  }
}
