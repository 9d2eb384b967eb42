import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../src/platform/postgres/embedded.ts'
import { makeDatabase } from '../../src/platform/postgres/roles.ts'
import type { Server } from '../../src/platform/postgres/roles.ts'

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
  const address = (role: 'postgres' | 'guanxi_owner' | 'guanxi') => server.url(role, 'DATABASE')
  project.provide('postgres', { postgres: address('postgres'), guanxi_owner: address('guanxi_owner'), guanxi: address('guanxi') })
  return server.leave
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
