/** The program as people run it, with a firm in it, whose plug can be pulled: on the server or on its PostgreSQL, as kill -9 does it. */
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { buildCatalog } from '../../src/engine/catalog.ts'
import { register } from '../../src/engine/module.ts'
import { modules } from '../../src/modules/index.ts'
import { allWorkspaces } from '../../src/platform/directory/workspaces.ts'
import { openDatabase } from '../../src/platform/postgres/database.ts'
import { adoptEmbedded } from '../../src/platform/postgres/embedded.ts'
import { type Call, caller } from './app.ts'
import type { Place } from './invariants.ts'
import { answering, dataFolder, endAll, freePort, gone, postgresPid, start } from './started.ts'

export type Plug = {
  url: string
  key: string
  call: Call
  folder: string
  /** What the server of this moment has complained of. */
  said: () => string
  pull: (what: 'server' | 'postgres') => Promise<void>
  /** The firm's tables, to be asked what must hold; whoever asked closes its database. */
  place: () => Promise<Place>
  /** As PostgreSQL's superuser. */
  admin: (...statements: string[]) => Promise<void>
  end: () => Promise<void>
}

export async function plugIn(data = dataFolder()): Promise<Plug> {
  const env = { GUANXI_DATA: data.folder, PORT: String(await freePort()) }
  const begin = () => start(env, ['node_modules/.bin/node', 'src/main.ts'])
  let server = begin()
  const url = await answering(server)
  const words = ['setup', '--workspace', '北辰贸易', '--name', '王芳', '--email', 'wang@firm.cn', '--password', 'correct horse', '--json']
  const setup = start(env, ['node', 'bin/guanxi.mjs', ...words])
  if ((await setup.ended) !== 0) throw new Error(setup.err())
  const key = JSON.parse(setup.out()).apiKey as string
  /** The server may answer out of its memory of a second while its PostgreSQL is still being started again. */
  const embedded = async () => {
    for (;;) {
      const found = await adoptEmbedded(path.join(data.folder, 'postgres'))
      if (found) return found
      await pause(100)
    }
  }
  return {
    url,
    key,
    folder: data.folder,
    said: () => server.err(),
    call: caller(url, key),
    async place() {
      const { url: address } = await embedded()
      const database = await openDatabase({ runtimeUrl: address('guanxi', 'guanxi'), ownerUrl: address('guanxi_owner', 'guanxi') })
      return { database, workspace: (await allWorkspaces(database))[0]!, catalog: buildCatalog(register(modules)) }
    },
    async admin(...statements) {
      const client = new pg.Client({ connectionString: (await embedded()).url('postgres', 'guanxi') })
      await client.connect()
      for (const statement of statements) await client.query(statement)
      await client.end()
    },
    async pull(what) {
      const pid = what === 'server' ? server.pid : postgresPid(data.folder)
      process.kill(pid, 'SIGKILL')
      await gone(pid)
      if (what === 'server') {
        await server.ended
        server = begin()
        await answering(server)
      }
    },
    async end() {
      await endAll()
      data.remove()
    },
  }
}

/** Asks again until it is answered, as a client does that heard nothing. */
export async function insist(ask: () => ReturnType<Call>): ReturnType<Call> {
  for (;;) {
    const answer = await ask().catch(() => ({ status: 0 }))
    if (answer.status !== 0 && answer.status < 500) return answer as Awaited<ReturnType<Call>>
    await pause(100)
  }
}
