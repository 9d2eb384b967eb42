import { defineConfig } from 'vitest/config'
import { findChromium } from './bin/chromium.mjs'

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: process.env.LONG ? 3_600_000 : 60_000,
    hookTimeout: 60_000,
    // what is waited for in a browser; on a busy machine a page takes longer than the second that is the default
    expect: { poll: { timeout: 15_000 } },
    globalSetup: ['test/support/postgres.ts'],
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
    // npm run test:long: what takes longer than a change can wait for
    exclude: process.env.LONG ? [] : ['**/*.long.test.ts'],
    reporters: ['default', './test/support/counts.ts'],
    // empty: there is no browser, and its tests are skipped
    env: { GUANXI_CHROMIUM: findChromium() ?? '' },
  },
})
