/** A disk of its own, so small that it can be filled: a piece of memory, mounted. Only root may; elsewhere there is none. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type SmallDisk = { folder: string; fill: () => void; clear: () => void; remove: () => void }

const mounted = (folder: string, megabytes: number) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' }).status === 0
const unmount = (folder: string) => spawnSync('umount', ['-l', folder], { stdio: 'ignore' })

export function smallDisk(megabytes: number): SmallDisk | undefined {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'guanxi-small-')))
  if (process.platform !== 'linux' || !mounted(folder, megabytes)) {
    rmSync(folder, { recursive: true })
    return undefined
  }
  const filler = path.join(folder, 'filler')
  return {
    folder,
    /** To the last byte. */
    fill() {
      const file = openSync(filler, 'a')
      try {
        for (let size = 2 ** 20; size >= 1;)
          try {
            writeSync(file, Buffer.alloc(size, 1))
          } catch {
            size /= 2
          }
      } finally {
        closeSync(file)
      }
    },
    clear: () => rmSync(filler, { force: true }),
    remove() {
      unmount(folder)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function mayMount(): boolean {
  const disk = smallDisk(1)
  disk?.remove()
  return disk !== undefined
}
