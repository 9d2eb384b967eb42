/**
 * Where a workspace's rows are. The directory (`platform.workspace`, in `main`) says which database holds it, and every use of a
 * workspace goes through `of`. What was said once is remembered for good: a workspace that was moved is closed in its old database
 * before it opens in the new one (move.ts), so a server that still believes the old place is refused there, asks again and goes on.
 */
import type { Sql } from 'sql-template-tag'
import { isAway } from '../../lib/away.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Database } from '../postgres/database.ts'
import { codeOf } from '../postgres/run.ts'
import { whereNow } from './where.ts'

export type Place = { schema: string }

export type WorkspaceDatabase = Pick<Database, 'as' | 'query' | 'owner' | 'admit' | 'copyIn' | 'stream'> & {
  /** The name of the database that answered last. */
  where: () => string
  /** For reports: a replica that lags a few seconds at most, where there is one; never older than what this server had written when it was asked for. */
  aside: Pick<Database, 'as' | 'stream'>
}

export type Databases = {
  of: (place: Place) => WorkspaceDatabase
  /** By its name: `main`, or one that the configuration names. */
  named: (name: string) => Database
  names: string[]
}

/** A replica of one of them; null while it is away, or behind what is asked for. `since`: performance.now() of what it must know. */
export type Replica = { fresh: (since: number) => Promise<Database | null>; failed: () => void }

export const mainName = 'main'

/** One that is not asked of the directory: where a workspace is just being brought to. */
export const fixedOn = (database: Database): WorkspaceDatabase => ({ ...database, where: () => mainName, aside: database })

/** All workspaces in one database: what small houses and tests begin with. */
export const onlyIn = (main: Database): Databases['of'] => openDatabases(main).of

export function openDatabases(
  main: Database,
  further: ReadonlyMap<string, Database> = new Map(),
  replicas: ReadonlyMap<string, Replica> = new Map(),
): Databases {
  const places = new Map<string, string>()
  const wrote = new Map<string, number>()
  const faces = new Map<string, WorkspaceDatabase>()
  const named = (name: string): Database => {
    const found = name === mainName ? main : further.get(name)
    if (found) return found
    throw new Refusal('unknown-database', { name })
  }

  const placeOf = async (schema: string): Promise<string> => {
    const known = places.get(schema)
    if (known !== undefined) return known
    const name = (await whereNow(main, named, schema)) ?? mainName
    places.set(schema, name)
    return name
  }

  /** Where it is now, when it is not where it was looked for. */
  const elsewhere = async (schema: string, before: string, error: unknown): Promise<string | undefined> => {
    if (!mayHaveMoved(error)) return undefined
    const now = await whereNow(main, named, schema).catch(() => undefined)
    if (now === undefined || now === before) return undefined
    places.set(schema, now)
    return now
  }

  const reach = async <T>(schema: string, work: (database: Database) => Promise<T>, repeatable: boolean): Promise<T> => {
    for (let attempt = 0; ; attempt++) {
      const name = places.get(schema) ?? (await placeOf(schema))
      try {
        return await work(named(name))
      } catch (error) {
        if ((await elsewhere(schema, name, error)) === undefined) throw error
        if (!repeatable || attempt === 3) throw new Refusal('moving')
      }
    }
  }

  const face = (schema: string): WorkspaceDatabase => ({
    where: () => places.get(schema) ?? mainName,
    async as(role, work, options = {}) {
      const answer = await reach(schema, (database) => database.as(role, work, options), Boolean(options.retry || options.readOnly))
      if (!options.readOnly) wrote.set(schema, performance.now())
      return answer
    },
    query: (statement, options) => reach(schema, (database) => database.query(statement, options), false),
    owner: (work, options) => reach(schema, (database) => database.owner(work, options), Boolean(options?.retry)),
    admit: (run, place) => named(places.get(schema) ?? mainName).admit(run, place),
    async copyIn(role, copy, chunks) {
      const count = await reach(schema, (database) => database.copyIn(role, copy, chunks), false)
      wrote.set(schema, performance.now())
      return count
    },
    stream: (role, statement, batch) => streaming(schema, (database) => database.stream(role, statement, batch)),
    get aside() {
      return asideOf(schema, wrote.get(schema) ?? 0)
    },
  })

  const asideOf = (schema: string, since: number): WorkspaceDatabase['aside'] => ({
    as: (role, work, options) =>
      beside(
        schema,
        since,
        (database) => database.as(role, work, { ...options, readOnly: true }),
        () => face(schema).as(role, work, { ...options, readOnly: true }),
      ),
    async *stream<T>(role: string | null, statement: Sql, batch?: number) {
      const open = async (database: Database) => begun(database.stream<T>(role, statement, batch))
      yield* await beside(schema, since, open, () => reach(schema, open, true))
    },
  })

  /** On the replica, else where everything is. */
  const beside = async <T>(
    schema: string,
    since: number,
    work: (database: Database) => Promise<T>,
    otherwise: () => Promise<T>,
  ): Promise<T> => {
    const replica = replicas.get(places.get(schema) ?? (await placeOf(schema)))
    const database = await replica?.fresh(since)
    if (!replica || !database) return otherwise()
    try {
      return await work(database)
    } catch (error) {
      const gone = isAway(error) || codeOf(error) === conflict
      if (gone) replica.failed()
      if (gone || mayHaveMoved(error)) return otherwise()
      throw error
    }
  }

  async function* streaming<T>(schema: string, open: (database: Database) => AsyncGenerator<T, void, undefined>) {
    yield* await reach(schema, async (database) => begun(open(database)), true)
  }

  return {
    named,
    names: [mainName, ...further.keys()],
    of(place) {
      let found = faces.get(place.schema)
      if (!found) faces.set(place.schema, (found = face(place.schema)))
      return found
    },
  }
}

/** The first portion is there: what the database has to say against it, it says before. */
async function begun<T>(portions: AsyncGenerator<T, void, undefined>): Promise<AsyncGenerator<T, void, undefined>> {
  const first = await portions.next()
  return (async function* () {
    try {
      if (!first.done) yield first.value
      yield* portions
    } finally {
      await portions.return()
    }
  })()
}

/** A replica chose what came from the primary over this reader. */
const conflict = '40001'

/** Closed to its role, its schema or role gone, or its database stopped since. */
const signs = new Set(['42501', '3F000', '42P01', '42704', '22023'])

const mayHaveMoved = (error: unknown) =>
  (error instanceof Refusal && ['moving', 'unknown-database'].includes(error.code)) || signs.has(codeOf(error)) || isAway(error)
