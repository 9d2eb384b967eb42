/** Once an hour, workspace by workspace: what nobody asks for any more goes. Events after a day, answers kept for Idempotency-Key after two. */
import sql from 'sql-template-tag'
import { pruneEvents } from '../../engine/event-rows.ts'
import { table } from '../../engine/store/sql.ts'
import { keptHours } from '../../engine/write/once.ts'
import { allWorkspaces } from '../directory/workspaces.ts'
import type { Database } from '../postgres/database.ts'
import type { Place } from './slip.ts'

const everyMs = 3_600_000

export function keepForgetting(database: Database, log: (words: string) => void): { stop: () => Promise<void> } {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  const round = async (): Promise<void> => {
    for (const place of await allWorkspaces(database)) {
      if (stopped) return
      await forgetOld(database, place)
    }
  }
  const begin = () =>
    (running = round().catch((error: unknown) => log(`old rows stay for now: ${error instanceof Error ? error.message : String(error)}`)))
  const timer = setInterval(() => void begin(), everyMs)
  timer.unref()
  return {
    stop() {
      stopped = true
      clearInterval(timer)
      return running
    },
  }
}

export async function forgetOld(database: Database, place: Place): Promise<void> {
  await pruneEvents({ database }, place)
  const oldest = new Date(Date.now() - keptHours * 3_600_000).toISOString()
  await database.as(place.role, (run) => run(sql`delete from ${table(place.schema, 'idempotency')} where at < ${oldest}`))
}
