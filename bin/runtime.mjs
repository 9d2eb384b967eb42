import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { Halt } from './words.mjs'

/** The Node that runs TypeScript: the one npm brought, else the one we run under if it is 22.18 or newer. */
export function findRuntime(root) {
  const brought = path.join(root, 'node_modules/.bin/node')
  if (process.platform !== 'win32' && existsSync(brought) && runs(brought)) return brought
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  throw new Halt(
    `这台机器（${process.platform}-${process.arch}）需要自己装 Node 22.18 或更新的版本，现在是 ${process.versions.node}。`,
    `This machine (${process.platform}-${process.arch}) needs Node 22.18 or newer installed; it has ${process.versions.node}.`,
  )
}

/** It is built for glibc and does not start on Alpine. */
function runs(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}
