import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Halt } from '../../lib/halt.ts'

/** Makes the data folder ready: there, writable, and not from a version newer than this one. */
export function openFolder(folder: string, version: string): void {
  try {
    make(folder)
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new Halt({
      zh: `不能写入数据目录 ${folder}（${reason(error)}）：请用 GUANXI_DATA 指定一个可写的目录，或改它的权限。`,
      en: `The data folder ${folder} cannot be written (${reason(error)}): set GUANXI_DATA to a folder you may write to, or change its rights.`,
    })
  }
  const file = path.join(folder, 'version')
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
  if (kept && isNewer(kept, version)) {
    throw new Halt({
      zh: `数据目录 ${folder} 是更新的版本 ${kept} 写的，本程序是 ${version}：请升级程序，或用 GUANXI_DATA 指定另一个目录。`,
      en: `The data folder ${folder} was written by version ${kept}, this is ${version}: update the program, or set GUANXI_DATA to another folder.`,
    })
  }
  if (kept !== version) writeFileSync(file, `${version}\n`)
}

/** One by one: Node's own recursive mkdir runs for ever under /proc. */
function make(folder: string): void {
  if (existsSync(folder)) return
  make(path.dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

export function isNewer(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => text.split(/[.+-]/).map(Number))
  for (let place = 0; place < 3; place++) {
    const difference = (left?.[place] || 0) - (right?.[place] || 0)
    if (difference !== 0) return difference > 0
  }
  return false
}

function reason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
