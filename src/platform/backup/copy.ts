import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Entry } from './manifest.ts'

/** What stands below a folder, itself not named; `/` between the parts. What vanishes meanwhile is not there. */
export type Found = { folders: string[]; files: { path: string; size: number; changed: number }[] }

export async function lookThrough(folder: string, skip: (place: string) => boolean = () => false): Promise<Found> {
  const found: Found = { folders: [], files: [] }
  const look = async (inside: string): Promise<void> => {
    for (const name of (await readdir(path.join(folder, inside)).catch(orGone)) ?? []) {
      const place = inside ? `${inside}/${name}` : name
      if (skip(place)) continue
      const status = await stat(path.join(folder, place)).catch(orGone)
      if (status?.isDirectory()) {
        found.folders.push(place)
        await look(place)
      } else if (status?.isFile()) found.files.push({ path: place, size: status.size, changed: status.mtimeMs })
    }
  }
  await look('')
  return found
}

/** Copies a file that may be written to meanwhile, counting what was copied. On disk when it comes back (`sync`); undefined if it is gone. */
export async function copyOne(from: string, to: string, sync = true): Promise<Omit<Entry, 'path'> | undefined> {
  const source = await open(from).catch(orGone)
  if (!source) return undefined
  let target: FileHandle | undefined
  try {
    target = await open(to, 'w', 0o600)
    const hash = createHash('sha256')
    let size = 0
    for await (const chunk of source.createReadStream({ highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      size += chunk.length
      await target.writeFile(chunk)
    }
    if (sync) await target.sync()
    return { size, sha256: hash.digest('hex') }
  } finally {
    await target?.close()
    await source.close()
  }
}

/** Several at a time: most files are small, and each waits for the disk to say that it has it. After a failure none is begun or under way. */
export async function eachOf<T>(list: readonly T[], work: (one: T) => Promise<void>, atOnce = 8): Promise<void> {
  const left = list.values()
  const failures: unknown[] = []
  const one = async () => {
    for (const each of left) {
      if (failures.length > 0) return
      await work(each).catch((error: unknown) => failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  if (failures.length > 0) throw failures[0]
}

export async function makeFolders(root: string, folders: string[]): Promise<void> {
  for (const folder of folders) await mkdir(path.join(root, folder), { recursive: true, mode: 0o700 })
}

export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}

function orGone(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
