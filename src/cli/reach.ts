import { readConfig } from '../config.ts'
import { layPlatform } from '../platform/directory/tables.ts'
import { openDatabase } from '../platform/postgres/database.ts'
import type { Database } from '../platform/postgres/database.ts'
import { type Reached, reachForCommand } from '../platform/reach.ts'
import { version } from '../version.ts'

/** The database of this folder for the length of one command: a running server's, or one started for it and stopped after it. */
export async function withDatabase<T>(
  env: Record<string, string | undefined>,
  work: (database: Database, reached: Reached) => Promise<T>,
): Promise<T> {
  const reached = await reachForCommand({ ...readConfig(env), version })
  try {
    const database = await openDatabase(reached)
    try {
      await layPlatform(database)
      return await work(database, reached)
    } finally {
      await database.close()
    }
  } finally {
    await reached.leave()
  }
}
