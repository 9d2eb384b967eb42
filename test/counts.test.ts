import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from './support/started.ts'

/** What is counted of a run over these files. */
function counted(files: Record<string, string>): { passed: number; failed: number; skipped: number } {
  const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-counted-'))
  const counts = path.join(folder, 'counts.json')
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
  const reporter = path.join(root, 'test/support/counts.ts')
  const given = [vitest, 'run', '--root', folder, '--globals', '--reporter', reporter, '--no-cache']
  spawnSync(process.execPath, given, { cwd: root, env: { ...process.env, GUANXI_COUNTS: counts }, stdio: 'ignore' })
  const found: unknown = JSON.parse(readFileSync(counts, 'utf8'))
  rmSync(folder, { recursive: true, force: true })
  return found as { passed: number; failed: number; skipped: number }
}

test('passed, failed and skipped tests are counted apart', () => {
  const file =
    "test('a', () => {}); test('b', () => {}); test('c', () => { throw new Error('no') }); test.skip('d', () => {}); test.todo('e')"
  expect(counted({ 'some.test.mjs': file })).toEqual({ passed: 2, failed: 1, skipped: 2 })
})

test('a file that does not load, a hook that fails and an error nobody caught are failures', () => {
  const files = {
    'loads-not.test.mjs': "import './nothing.mjs'",
    'hook.test.mjs': "describe('x', () => { afterAll(() => { throw new Error('no') }); test('a', () => {}) })",
    'late.test.mjs': "test('a', () => { void Promise.reject(new Error('nobody waits')) })",
  }
  expect(counted(files)).toEqual({ passed: 2, failed: 3, skipped: 0 })
})
