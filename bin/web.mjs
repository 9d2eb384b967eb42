import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { spawnSync } from 'node:child_process'
import { Halt, say } from './words.mjs'

const sources = ['src/web', 'src/ui', 'src/lib', 'src/fields', 'src/modules', 'vite.config.ts', 'package-lock.json']

/** Builds the web app when a source is newer than what was built. */
export function buildWebIfOlder(root, node) {
  const built = path.join(root, 'dist/index.html')
  if (existsSync(built) && statSync(built).mtimeMs >= newest(root)) return 0
  if (existsSync(path.join(root, 'vite.config.ts'))) console.error(say('正在生成网页……', 'Building the web app…'))
  return buildWeb(root, node)
}

/** Built beside and then moved, so that a build cut short, or one beside a running server, leaves nothing half. */
export function buildWeb(root, node) {
  if (!existsSync(path.join(root, 'vite.config.ts'))) {
    console.error(say('还没有网页可以生成。', 'There is no web app to build yet.'))
    return 0
  }
  const draft = path.join(root, `node_modules/.web-${process.pid}`)
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  const made = spawnSync(node, [vite, 'build', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    // Built from within a test it would else be React for developers: twice the size, and three times as slow.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (made.status !== 0) {
    rmSync(draft, { recursive: true, force: true })
    console.error(`${made.stdout}${made.stderr}`)
    throw new Halt('网页没有生成（原因在上面）。', 'The web app was not built (the reason is above).')
  }
  rmSync(path.join(root, 'dist'), { recursive: true, force: true })
  renameSync(draft, path.join(root, 'dist'))
  return 0
}

function newest(root) {
  return Math.max(...sources.map((source) => newestIn(path.join(root, source))))
}

function newestIn(place) {
  if (!existsSync(place)) return 0
  const status = statSync(place)
  if (!status.isDirectory()) return status.mtimeMs
  // the folder's own time tells of files taken away
  return Math.max(status.mtimeMs, ...readdirSync(place).map((name) => newestIn(path.join(place, name))))
}
