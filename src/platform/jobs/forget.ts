/** Once an hour, workspace by workspace: what nobody asks for any more goes. Events after a day, answers kept for Idempotency-Key after two, uploads that a kill left half. */
import sql from 'sql-template-tag'
import type { House } from '../../engine/house.ts'
import { pruneEvents } from '../../engine/event-rows.ts'
import { table } from '../../engine/store/sql.ts'
import { keptHours } from '../../engine/write/once.ts'
import { allWorkspaces } from '../directory/workspaces.ts'
import { folderOf, forgetHalves } from '../files/receive.ts'
import { type Rounds, keepDoing } from './rounds.ts'
import type { Place } from './slip.ts'

const everyMs = 3_600_000

export function keepForgetting(house: Pick<House, 'database' | 'databaseOf' | 'files'>, log: (words: string) => void): Rounds {
  const later = (error: unknown) => log(`old rows stay for now: ${error instanceof Error ? error.message : String(error)}`)
  const round = async (stopped: () => boolean): Promise<void> => {
    for (const place of await allWorkspaces(house.database)) {
      if (stopped()) return
      // one whose database is away does not keep the others waiting
      await forgetOld(house, place).catch(later)
      await forgetHalves(folderOf(house.files, place.id)).catch(later)
    }
  }
  return keepDoing(everyMs, round, later)
}

export async function forgetOld(house: Pick<House, 'databaseOf'>, place: Place): Promise<void> {
  await pruneEvents(house, place)
  const oldest = new Date(Date.now() - keptHours * 3_600_000).toISOString()
  await house.databaseOf(place).as(place.role, (run) => run(sql`delete from ${table(place.schema, 'idempotency')} where at < ${oldest}`))
}
