import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/** Leaves the numbers of passed, failed and skipped tests for `npm test`, which says them in its last line. */
export default class Counts implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled: ReadonlyArray<unknown>): void {
    const file = process.env.GUANXI_COUNTS
    if (!file) return
    const states = modules.flatMap((module) => Array.from(module.children.allTests(), (test) => test.result().state))
    const count = (state: string) => states.filter((one) => one === state).length
    // a file that could not be read, a hook that failed and an error nobody caught are failures too
    const failed = count('failed') + count('pending') + modules.reduce((sum, module) => sum + brokenSuites(module), 0) + unhandled.length
    writeFileSync(file, JSON.stringify({ passed: count('passed'), failed, skipped: count('skipped') }))
  }
}

function brokenSuites(module: TestModule): number {
  const suites = Array.from(module.children.allSuites())
  return [module, ...suites].filter((suite) => suite.errors().length > 0).length
}
