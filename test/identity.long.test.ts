/** What the other suites show under `role` they show under the two other settings as well: several databases, a replica, two servers, imports, undo, export. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const suites = [
  'test/records.test.ts',
  'test/rights.test.ts',
  'test/import.test.ts',
  'test/undo.test.ts',
  'test/search.test.ts',
  'test/selling.test.ts',
  'test/runtime-roads.test.ts',
  'test/two-servers.test.ts',
  'test/two-servers-work.test.ts',
  'test/two-databases.test.ts',
  'test/replica.test.ts',
  'test/workspace-export.test.ts',
  'test/backup.test.ts',
  'src/platform/jobs',
  'src/http',
]

test.each(['login', 'shared'])('GUANXI_IDENTITY=%s', async (identity) => {
  const env = { ...process.env, GUANXI_IDENTITY: identity, LONG: '', SQL_RULES: '', NO_COLOR: '1', GUANXI_COUNTS: '' }
  const child = spawn(process.execPath, [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...suites], { cwd: root, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()))
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect(output).toMatch(/Tests .*passed/)
  expect(code, output.slice(-4000)).toBe(0)
})
