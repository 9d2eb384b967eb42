/** The real server on two databases: `main` of the run's PostgreSQL, and `east` in a PostgreSQL of its own that can be stopped. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { type Command, obey } from '../../src/cli/command.ts'
import { handsOn } from '../../src/cli/hands.ts'
import { openAll } from '../../src/databases.ts'
import { type OpenHouse, openHouse } from '../../src/house.ts'
import { startEmbedded } from '../../src/platform/postgres/embedded.ts'
import { makeDatabase } from '../../src/platform/postgres/roles.ts'
import { serve } from '../../src/server.ts'
import { startWork } from '../../src/work.ts'
import { freshDatabase } from './database.ts'
import { identity } from './identity.ts'

export type Place = 'main' | 'east'
export type Ask = <T extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<T[]>

export type Two = {
  url: string
  house: OpenHouse
  /** As the owner of the tables, past the server. */
  inside: <T>(place: Place, work: (ask: Ask) => Promise<T>) => Promise<T>
  run: (command: Command, ...args: string[]) => Promise<Record<string, unknown>>
  /** What a process of its own needs to open the same. */
  given: { main: { runtimeUrl: string; ownerUrl: string }; east: { databaseUrl: string; ownerUrl: string }; files: string }
  stopEast: () => Promise<void>
  startEast: () => Promise<void>
  /** Another server on the same databases, beside this one. */
  another: () => Promise<{ url: string; house: OpenHouse; stop: () => Promise<void> }>
  told: string[]
  stop: () => Promise<void>
}

export async function startTwo(): Promise<Two> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-two-'))
  const files = path.join(folder, 'files')
  const settings = { fsync: 'off', full_page_writes: 'off', shared_buffers: '64MB' }
  const begin = () => startEmbedded({ folder: path.join(folder, 'pg'), settings })
  let server = await begin()
  const far = await makeDatabase(server, 'east')
  const fresh = await freshDatabase()
  const given = {
    main: { runtimeUrl: fresh.runtimeUrl, ownerUrl: fresh.ownerUrl },
    east: { databaseUrl: far.runtimeUrl, ownerUrl: far.ownerUrl },
    files,
  }
  const told: string[] = []
  const openOne = async () => {
    const all = await openAll(given.main, { further: [{ name: 'east', ...given.east }], identity }, (words) => told.push(words))
    await all.main.admitAll()
    const house = await openHouse(all.main, files, undefined, all.databases)
    const work = await startWork(house, given.main)
    const app = serve(house, { url: 'http://127.0.0.1', log: 'silent', dist: null })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const stop = async () => {
      await app.close()
      await work.stop()
      await all.close()
    }
    return { all, url, house, stop }
  }
  const one = await openOne()
  return {
    url: one.url,
    house: one.house,
    given,
    told,
    async inside(place, work) {
      const client = new pg.Client({ connectionString: given[place].ownerUrl })
      await client.connect()
      return work(async (text, values) => (await client.query(text, values)).rows).finally(() => client.end())
    },
    async run(command, ...args) {
      const hands = await handsOn(one.all.main, { ...given.main, leave: () => Promise.resolve() }, one.all)
      const answer = await obey(command, args, { ...hands, files, withWork: (work) => work(one.house) })
      return answer.json as Record<string, unknown>
    },
    stopEast: () => server.stop(),
    async startEast() {
      server = await begin()
    },
    another: openOne,
    async stop() {
      await one.stop()
      await fresh.drop()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
