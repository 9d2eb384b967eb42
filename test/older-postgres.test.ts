/** The walls between workspaces stand on an outside PostgreSQL 15 as they do on our own 18: the same suites, run again there. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { olderPostgres, startOlder } from './support/older-postgres.ts'

const root = path.join(import.meta.dirname, '..')
const suites = [
  'test/isolation.test.ts',
  'test/identity.test.ts',
  'src/platform/postgres/identity.test.ts',
  'src/platform/postgres/roles.test.ts',
  'src/platform/postgres/database.test.ts',
]
const more = ['test/records.test.ts', 'test/rights.test.ts', 'test/undo.test.ts', 'test/import.test.ts', 'test/search.test.ts', 'src/http']

let postgres: Awaited<ReturnType<typeof startOlder>> | undefined
beforeAll(async () => {
  if (olderPostgres) postgres = await startOlder(olderPostgres)
}, 120_000)
afterAll(() => postgres?.stop())

test.skipIf(!olderPostgres)(
  `isolation, roles and transactions hold on PostgreSQL ${olderPostgres ?? '15 (none here, skipped)'}`,
  async () => {
    const { code, output } = await run([...suites, ...(process.env.LONG ? more : [])])
    expect(output).toMatch(/Tests .*passed/)
    expect(output).not.toMatch(/\d+ failed/)
    expect(code, output.slice(-4000)).toBe(0)
  },
  1_200_000,
)

function run(files: string[]): Promise<{ code: number | null; output: string }> {
  const env = { ...process.env, TEST_POSTGRES: postgres!.url, NO_COLOR: '1', GUANXI_COUNTS: '' }
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', ...files], { cwd: root, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })))
}
