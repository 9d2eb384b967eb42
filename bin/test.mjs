import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from './child.mjs'
import { bringChromium } from './chromium.mjs'
import { buildWebIfOlder } from './web.mjs'

/** Everything the tests need, the tests, and at the end one line that can be counted. Arguments go to vitest, `env` to the tests. */
export async function runTests(root, node, args, env = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-count-'))
  const counts = path.join(folder, 'counts.json')
  try {
    const chromium = bringChromium() ?? ''
    buildWebIfOlder(root, node)
    const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
    const code = await run(node, [vitest, 'run', ...args], { root, env: { ...env, GUANXI_CHROMIUM: chromium, GUANXI_COUNTS: counts } })
    // without counts vitest itself did not come to its end
    const { passed, failed, skipped } = existsSync(counts)
      ? JSON.parse(readFileSync(counts, 'utf8'))
      : { passed: 0, failed: code ? 1 : 0, skipped: 0 }
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
    return code || (failed > 0 ? 1 : 0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
