/**
 * Uploaded files on disk, by the hash of what is in them: `{folder}/{workspace}/ab/abcdef…`. The same content sent twice lies
 * there once, and no name that somebody chose ever becomes a path. Each workspace has a folder of its own, so that nobody can
 * find out by uploading whether another firm has a file.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '../../lib/errors.ts'

export type Received = { path: string; hash: string; size: number }

/** What a multipart reader gives for a file. */
export type Part = { file: Readable & { truncated?: boolean } }

export const largestFile = 50 * 1024 * 1024

/** `house.files` and the workspace's id → its own folder. */
export const folderOf = (files: string, workspace: string) => path.join(files, workspace)

/** Streams a part to its place, counting and hashing on the way. Whatever goes wrong, nothing half stays behind. */
export const receiveFile = (part: Part, folder: string, largest = largestFile) =>
  receive(part, folder, largest, (hash) => placeOf(folder, hash))

/** The same for a file that is read and never handed out, such as an import's: to a place of its own. */
export const receiveAt = (part: Part, folder: string, largest: number, place: string) => receive(part, folder, largest, () => place)

async function receive(part: Part, folder: string, largest: number, placeFor: (hash: string) => string): Promise<Received> {
  const incoming = incomingOf(folder)
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  const temporary = path.join(incoming, randomUUID())
  try {
    const { hash, size } = await write(part, temporary, largest)
    const place = placeFor(hash)
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 })
    await rename(temporary, place)
    return { path: place, hash, size }
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** What a kill left of uploads; none takes a day. */
export async function forgetHalves(folder: string, now = Date.now()): Promise<void> {
  const incoming = incomingOf(folder)
  for (const name of await readdir(incoming).catch(() => [])) {
    const half = path.join(incoming, name)
    const found = await stat(half).catch(() => undefined)
    if (found && now - found.mtimeMs > 86_400_000) await rm(half, { force: true })
  }
}

const incomingOf = (folder: string) => path.join(folder, 'incoming')

export const placeOf = (folder: string, hash: string) => path.join(folder, hash.slice(0, 2), hash)

async function write(part: Part, place: string, largest: number): Promise<{ hash: string; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  await pipeline(
    part.file,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        size += chunk.length
        if (size > largest) throw tooLarge(largest)
        hash.update(chunk)
        yield chunk
      }
    },
    createWriteStream(place, { flags: 'wx', mode: 0o600 }),
  )
  // the multipart reader cuts a file at its own limit, and ends as if it were whole
  if (part.file.truncated) throw tooLarge(largest)
  await onDisk(place)
  return { hash: hash.digest('hex'), size }
}

export const tooLarge = (largest: number) => new Refusal('too-large', { max: `${Math.round(largest / 1024 / 1024)} MB` })

/** Answered means kept, also when the power goes. */
async function onDisk(place: string): Promise<void> {
  const file = await open(place, 'r+')
  await file.sync().finally(() => file.close())
}
