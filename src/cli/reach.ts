import { readConfig } from '../config.ts'
import { layPlatform } from '../platform/directory/tables.ts'
import { type AllDatabases, openAll } from '../databases.ts'
import { identityAt } from '../platform/postgres/admission.ts'
import type { Database } from '../platform/postgres/database.ts'
import { type Reached, reachForCommand } from '../platform/reach.ts'
import { version } from '../version.ts'

/** The database of this folder for the length of one command: a running server's, or one started for it and stopped after it. */
export async function withDatabase<T>(
  env: Record<string, string | undefined>,
  work: (database: Database, reached: Reached, all: AllDatabases) => Promise<T>,
): Promise<T> {
  const config = readConfig(env)
  const reached = await reachForCommand({ ...config, version })
  try {
    // the server decides who the workspaces are to PostgreSQL, whatever this terminal says
    const identity = (await identityAt(reached.runtimeUrl)) ?? config.identity
    const all = await openAll(reached, { ...config, identity })
    try {
      await all.main.admitAll()
      await layPlatform(all.main)
      return await work(all.main, reached, all)
    } finally {
      await all.close()
    }
  } finally {
    await reached.leave()
  }
}
