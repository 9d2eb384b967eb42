import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../src/platform/postgres/embedded.ts'
import { makeDatabase } from '../../src/platform/postgres/roles.ts'
import type { Server } from '../../src/platform/postgres/roles.ts'
import { openJudge, volatileFunctions } from './sql-rules.ts'
import { type Tap, openTap } from './tap.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of the run's PostgreSQL, with `DATABASE` where the database's name goes. */
    postgres: { postgres: string; guanxi_owner: string; guanxi: string }
  }
}

/** One PostgreSQL for the whole run: our own in a folder that goes away with it, or the one of TEST_POSTGRES (a superuser's address). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outside = process.env.TEST_POSTGRES
  const server = outside ? at(outside) : await inFolder(mkdtempSync(path.join(tmpdir(), 'guanxi-')))
  await makeDatabase(server, 'guanxi_template')
  const rules = process.env.LONG || process.env.SQL_RULES ? await holdAgainstRules(server) : undefined
  const through = rules?.through ?? ((url: string) => url)
  const address = (role: 'guanxi_owner' | 'guanxi') => through(server.url(role, 'DATABASE'))
  const postgres = server.url('postgres', 'DATABASE')
  project.provide('postgres', { postgres, guanxi_owner: address('guanxi_owner'), guanxi: address('guanxi') })
  return async () => {
    rules?.close()
    await server.leave()
    rules?.tell()
  }
}

/** What suites try in order to be refused. */
const attacks = [/隔壁的秘密客户/, /add_job\('note'\)/, /delete from graphile_worker\._private_jobs/]

/** All that the suites' servers say to PostgreSQL, held against the rules of growing past one machine (sql-rules.ts). */
async function holdAgainstRules(server: Server): Promise<Tap & { tell: () => void }> {
  const judge = openJudge(await volatileFunctions(server.url('postgres', 'postgres')))
  const tap = await openTap(server.url('guanxi', 'postgres'), (line, said) => {
    if (line.name.startsWith('guanxi')) judge.hear(line, said)
  })
  const tell = () => {
    const wrongs = judge.wrongs().filter(({ text }) => !attacks.some((each) => each.test(text)))
    const heard = Object.values(judge.kinds()).reduce((sum, count) => sum + count, 0)
    const words = `of ${heard} statements some break the rules:\n${wrongs.map((each) => `${each.rule}: ${each.text}`).join('\n')}`
    // the long form has suites that attack on purpose, whose tries are not all known here
    if (wrongs.length && process.env.SQL_RULES) throw new Error(words)
    if (wrongs.length) return console.error(words)
    console.log(`${heard} statements keep the rules of growing past one machine`)
  }
  return { ...tap, tell }
}

type TestServer = Server & { leave: () => Promise<void> }

async function inFolder(folder: string): Promise<TestServer> {
  const settings = { fsync: 'off', full_page_writes: 'off', shared_buffers: '128MB' }
  const { url, stop } = await startEmbedded({ folder: path.join(folder, 'pg'), settings })
  return {
    url,
    async leave() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function at(superuser: string): TestServer {
  return {
    url(role, database) {
      const address = new URL(superuser)
      address.pathname = `/${database}`
      if (role !== 'postgres') [address.username, address.password] = [role, 'for tests']
      return address.href
    },
    leave: () => Promise.resolve(),
  }
}
