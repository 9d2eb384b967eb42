import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { copyOne, eachOf, lookThrough } from './copy.ts'

/** Files that came after the backup lie where its log came from. Too many do no harm: none is seen but through a row. */
export async function fetchUploads(into: string, from: string[]): Promise<void> {
  for (const folder of from.filter(existsSync)) {
    const { files } = await lookThrough(folder, (place) => place.split('/')[1] === 'incoming')
    const wanted = files.filter((file) => !existsSync(path.join(into, file.path)))
    await eachOf(wanted, async ({ path: place }) => {
      const target = path.join(into, place)
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
      const copied = await copyOne(path.join(folder, place), target)
      // its name is the hash of what is in it
      if (copied && /^[0-9a-f]{64}$/.test(path.basename(place)) && copied.sha256 !== path.basename(place)) await rm(target)
    })
  }
}
