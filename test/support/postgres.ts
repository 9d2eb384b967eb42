import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../src/platform/postgres/embedded.ts'
import { makeDatabase } from '../../src/platform/postgres/roles.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of the run's PostgreSQL, with `DATABASE` where the database's name goes. */
    postgres: { postgres: string; guanxi_owner: string; guanxi: string }
  }
}

/** One PostgreSQL for the whole run, in a folder that goes away with it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-'))
  const server = await startEmbedded({
    folder: path.join(folder, 'pg'),
    settings: { fsync: 'off', full_page_writes: 'off', shared_buffers: '128MB' },
  })
  await makeDatabase(server, 'guanxi_template')
  const at = (role: 'postgres' | 'guanxi_owner' | 'guanxi') => server.url(role, 'DATABASE')
  project.provide('postgres', { postgres: at('postgres'), guanxi_owner: at('guanxi_owner'), guanxi: at('guanxi') })
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
