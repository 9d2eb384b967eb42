#!/usr/bin/env node
// The one entrance: npm start, npm test, npm run test:long, npm run build, npm run bench, npm run guanxi -- COMMAND.
// Plain JavaScript for any Node from 18 on, which finds or brings all that the rest needs.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './child.mjs'
import { install } from './install.mjs'
import { findRuntime } from './runtime.mjs'
import { runTests } from './test.mjs'
import { buildWeb, buildWebIfOlder } from './web.mjs'
import { Halt } from './words.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const [command = '--help', ...args] = process.argv.slice(2)

// Left alone the heap grows to several times what lives in it: checking a file of a million rows took 656 MB, with these 380 MB and a
// seventh more time.
const lean = ['--heap-growing-percent=30', '--max-semi-space-size=16']

const commands = {
  start(node) {
    buildWebIfOlder(root, node)
    return run(node, [...lean, 'src/main.ts', ...args], { root, server: true })
  },
  test: (node) => runTests(root, node, args),
  // the same promises with hundreds of rounds, and what takes too long for every change
  'test:long': (node) => runTests(root, node, args, { LONG: '1' }),
  build: (node) => buildWeb(root, node),
  bench: (node) => run(node, ['bench/main.ts', ...args], { root }),
}

try {
  await install(root)
  const node = findRuntime(root)
  const deed = Object.hasOwn(commands, command) ? commands[command] : () => run(node, ['src/cli/main.ts', command, ...args], { root })
  process.exitCode = await deed(node)
} catch (error) {
  if (!(error instanceof Halt)) throw error
  console.error(error.message)
  process.exitCode = 1
}
