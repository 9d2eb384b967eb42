/** What commands work with, beside the running server of a test. */
import type { Hands } from '../../src/cli/command.ts'
import { handsOn } from '../../src/cli/hands.ts'
import type { Database } from '../../src/platform/postgres/database.ts'
import { openDatabases } from '../../src/platform/databases/databases.ts'
import type { App } from './app.ts'

/** The real ones, whose jobs are done by the server of `app`. */
export async function handsFor({ fresh, house }: Pick<App, 'fresh' | 'house'>): Promise<Hands> {
  const all = { main: fresh.database, databases: house.databases, ownerUrlOf: () => fresh.ownerUrl, close: () => Promise.resolve() }
  const hands = await handsOn(fresh.database, { ...fresh, leave: () => Promise.resolve() }, all)
  return { ...hands, files: house.files, lay: house.lay, withWork: (work) => work(house) }
}

/** For commands that touch nothing but the directory: whatever else is asked of them is refused. */
export const bareHands = (database: Database): Hands => {
  const none = () => Promise.reject(new Error('nothing is laid here'))
  return {
    database,
    databases: openDatabases(database),
    ownerUrlOf: () => '',
    lay: none,
    loadDemo: none,
    addUser: none,
    files: '',
    layTables: none,
    layIn: none,
    bringUp: none,
    withWork: none,
  }
}
