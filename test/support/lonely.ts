/** Servers with the faults that only show when there are two: each keeps to itself what belongs to all. */
import type { FastifyInstance } from 'fastify'
import { type OpenHouse, openHouse } from '../../src/house.ts'
import type { Database } from '../../src/platform/postgres/database.ts'
import { serve } from '../../src/server.ts'
import type { Pair } from './pair.ts'

export type Spoil = (house: OpenHouse) => Partial<OpenHouse>

/** A server of this process on the pair's database, with this fault, for as long as `work` takes. */
export async function beside<T>({ fresh, files }: Pair, spoil: Spoil, work: (url: string) => Promise<T>): Promise<T> {
  const house = await openHouse(fresh.database, files)
  const server: FastifyInstance = serve({ ...house, ...spoil(house) }, { url: 'http://127.0.0.1', log: 'error', dist: null })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return work(url).finally(() => server.close())
}

export const sound: Spoil = () => ({})

/** Tries of sign-in are counted by this server alone. */
export const countsAlone: Spoil = ({ database }) => {
  const counts = new Map<string, number>()
  const query: Database['query'] = async <T>(...[statement, options]: Parameters<Database['query']>) => {
    if (!statement.text.includes('insert into platform.attempt')) return database.query<T>(statement, options)
    const buckets = statement.values.filter((value): value is Buffer => Buffer.isBuffer(value))
    const rows = buckets.map((bucket) => {
      const count = (counts.get(bucket.toString('hex')) ?? 0) + 1
      counts.set(bucket.toString('hex'), count)
      return { bucket, started_at: new Date().toISOString(), count }
    })
    return { rows: rows as T[], count: rows.length }
  }
  return { database: { ...database, query } }
}

/** Who somebody is, once known, is never asked again. */
export const remembersWho: Spoil = ({ database }) => {
  const known = new Map<string, Promise<{ rows: unknown[]; count: number }>>()
  const query: Database['query'] = async <T>(...[statement, options]: Parameters<Database['query']>) => {
    if (!options?.name?.startsWith('who-by-')) return database.query<T>(statement, options)
    const key = (statement.values.find((value) => Buffer.isBuffer(value)) as Buffer).toString('hex')
    const found = known.get(key) ?? database.query(statement, options)
    known.set(key, found)
    return found as Promise<{ rows: T[]; count: number }>
  }
  return { database: { ...database, query } }
}

/** Definitions, once read, are never read again. */
export const remembersDefinitions: Spoil = ({ catalogOf }) => {
  const known = new Map<string, ReturnType<OpenHouse['catalogOf']>>()
  return {
    catalogOf(workspace) {
      const found = known.get(workspace.schema) ?? catalogOf(workspace)
      known.set(workspace.schema, found)
      return found
    },
  }
}

/** Uploads lie where only this server looks. */
export const keepsFiles =
  (folder: string): Spoil =>
  () => ({ files: folder })
