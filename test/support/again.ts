/** Suites run once more, elsewhere or otherwise, as a program of their own. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { expect } from 'vitest'

const root = path.join(import.meta.dirname, '../..')

/** All of them ran, and none failed. */
export async function passAgain(suites: string[], otherwise: Record<string, string>): Promise<void> {
  const env = { ...process.env, NO_COLOR: '1', GUANXI_COUNTS: '', ...otherwise }
  const child = spawn(process.execPath, [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...suites], { cwd: root, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()))
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect(output).toMatch(/Tests .*passed/)
  expect(output).not.toMatch(/\d+ failed/)
  expect(code, output.slice(-4000)).toBe(0)
}
