/** The first database, the further ones and the replicas, as the configuration names them. */
import type { Config } from './config.ts'
import { Halt } from './lib/halt.ts'
import { type Databases, mainName, openDatabases } from './platform/databases/databases.ts'
import { openFurther } from './platform/databases/further.ts'
import { type ReplicaOptions, openReplica } from './platform/databases/replica.ts'
import { type Database, openDatabase } from './platform/postgres/database.ts'
import type { PoolOptions } from './platform/postgres/pools.ts'

export type AllDatabases = {
  /** The first: people, sessions, the directory of workspaces, the queue. */
  main: Database
  databases: Databases
  /** Of the owner of the tables in one of them. */
  ownerUrlOf: (name: string) => string
  close: () => Promise<void>
}

type Wish = Pick<Config, 'further' | 'replicaUrl'> & Partial<Pick<Config, 'identity'>> & { replica?: ReplicaOptions }

export async function openAll(
  reached: PoolOptions,
  { further, replicaUrl, replica, identity = 'role' }: Wish,
  tell: (words: string) => void = (words) => console.error(words),
): Promise<AllDatabases> {
  const main = await openDatabase({ ...reached, identity })
  const opened = new Map<string, Database>()
  for (const each of further) opened.set(each.name, await openFurther(each, tell, identity))
  const replicas = new Map<string, Awaited<ReturnType<typeof openReplica>>>()
  if (replicaUrl) replicas.set(mainName, await openReplica(main, replicaUrl, { ...replica, identity, secretUrl: reached.runtimeUrl }))
  for (const each of further)
    if (each.replicaUrl) {
      const as = { ...replica, identity, secretUrl: each.databaseUrl }
      replicas.set(each.name, await openReplica(opened.get(each.name)!, each.replicaUrl, as))
    }
  return {
    main,
    databases: openDatabases(main, opened, replicas),
    ownerUrlOf(name) {
      const url = name === mainName ? reached.ownerUrl : further.find((each) => each.name === name)?.ownerUrl
      if (url) return url
      throw ownerNeeded(name)
    },
    async close() {
      await Promise.all([main, ...opened.values(), ...replicas.values()].map((each) => each.close()))
    },
  }
}

function ownerNeeded(name: string): Halt {
  const variable = name === mainName ? 'DATABASE_OWNER_URL' : `DATABASE_OWNER_URL_${name.toUpperCase()}`
  return new Halt({
    zh: `这一步需要数据库所有者的地址：请设 ${variable}。`,
    en: `This needs the owner of the database: set ${variable}.`,
  })
}
