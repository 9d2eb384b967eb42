import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What PostgreSQL needs at least to recover: a new segment of its log. */
const segment = 16 * 2 ** 20

/** True when as much can be written here. Tried, for quotas and reserves are not in the figures of a disk. */
export function hasRoom(folder: string): boolean {
  const probe = path.join(folder, 'room')
  try {
    writeFileSync(probe, Buffer.alloc(segment, 1), { mode: 0o600 })
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { force: true })
  }
}
