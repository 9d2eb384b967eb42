import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { rm, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createHash } from 'node:crypto'
import { Halt } from '../../lib/halt.ts'
import { type Copied, type Source, copyCluster } from './cluster.ts'
import { type Found, copyOne, eachOf, lookThrough, makeFolders } from './copy.ts'
import type { Held } from './hold.ts'
import { type Entry, type Manifest, writeManifest } from './manifest.ts'

export type Words = { zh: string; en: string }
export type Show = (what: Words, done: number, total: number) => void

export type BackupWish = {
  /** The data folder. */
  folder: string
  /** Uploads, where they do not lie in it. */
  files?: string
  /** Where backups lie; this one gets a folder of its own in it. */
  to: string
  version: string
  /** The PostgreSQL in the box, running; missing where the database is somebody's own. */
  own?: Source & { major: string }
  /** Whether its log is kept from now on, for moments between two backups; unless said otherwise it is. */
  keepLog?: boolean
  show: Show
}

export type Backup = {
  backup: string
  files: number
  bytes: number
  begun: string
  ended: string
  database: boolean
  /** What became of the log since the backup before. */
  log?: Held['since']
}

/**
 * Everything of a data folder while people write in it: uploaded files, then the database, then the files that came meanwhile; so
 * each file that a row speaks of is there. Written under another name and renamed at the end: what bears the name is whole.
 */
export async function takeBackup({
  folder,
  files = path.join(folder, 'files'),
  to,
  version,
  own,
  keepLog = true,
  show,
}: BackupWish): Promise<Backup> {
  mustLieOutside(to, folder)
  mkdirSync(to, { recursive: true })
  await mustFit(folder, to)
  const begun = new Date()
  const { draft, place } = drafted(to, begun)
  try {
    const kept = collection(draft, show)
    await takeFiles(files, kept)
    const copied = own ? await takeDatabase(folder, own, keepLog, kept) : undefined
    await takeFiles(files, kept)
    const entries = [...kept.entries.values()]
    const ended = new Date().toISOString()
    const manifest: Manifest = {
      format: 1,
      kind: 'backup',
      version,
      postgres: own?.major ?? '',
      begun: begun.toISOString(),
      ended,
      folders: [...kept.folders],
      files: entries,
    }
    writeManifest(draft, manifest)
    renameSync(draft, place)
    await copied?.whole()
    const bytes = entries.reduce((sum, { size }) => sum + size, 0)
    const database = own !== undefined
    return { backup: place, files: entries.length, bytes, begun: manifest.begun, ended, database, ...(copied ? { log: copied.log } : {}) }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw isFull(error) ? noRoom(to) : error
  }
}

/** What was copied so far. `changed` tells a file that was still being written when it was copied first. */
type Collection = {
  draft: string
  entries: Map<string, Entry>
  folders: Set<string>
  changed: Map<string, number>
  show: Show
  bytes: number
}

const collection = (draft: string, show: Show): Collection => ({
  draft,
  entries: new Map(),
  folders: new Set(),
  changed: new Map(),
  show,
  bytes: 0,
})

/** Uploads lie under the hash of their content and never change; half ones, in `incoming`, are nobody's yet. */
async function takeFiles(root: string, kept: Collection): Promise<void> {
  const found = await lookThrough(root, (place) => place.split('/')[1] === 'incoming')
  const isNew = (file: Found['files'][number]) =>
    kept.entries.get(`files/${file.path}`)?.size !== file.size || kept.changed.get(file.path) !== file.changed
  const fresh = found.files.filter(isNew)
  for (const file of fresh) kept.changed.set(file.path, file.changed)
  await take(kept, root, 'files', { folders: found.folders, files: fresh }, { zh: '备份文件（MB）', en: 'Files (MB)' })
}

async function takeDatabase(folder: string, own: Source, keepLog: boolean, kept: Collection): Promise<Copied> {
  const below = 'postgres/cluster'
  const what = { zh: '备份数据库（MB）', en: 'Database (MB)' }
  const copied = await copyCluster(
    own,
    (found, needed) => take(kept, own.cluster, below, found, what, needed),
    async (place, bytes) => {
      await writeFile(path.join(kept.draft, below, place), bytes, { mode: 0o600, flush: true })
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      kept.entries.set(`${below}/${place}`, { path: `${below}/${place}`, size: bytes.length, sha256 })
    },
    (found) => take(kept, path.join(own.cluster, 'pg_wal'), 'log', inLog(found), what),
    keepLog,
  )
  // the roles in the cluster know these passwords and no others
  const passwords = 'postgres-passwords.json'
  await take(kept, folder, '', { folders: [], files: [{ path: passwords, size: 0, changed: 0 }] }, what, true)
  return copied
}

const inLog = ({ files }: Found): Found => ({ folders: [], files: files.map((file) => ({ ...file, path: path.basename(file.path) })) })

async function take(kept: Collection, root: string, below: string, found: Found, what: Words, needed = false): Promise<void> {
  const inBackup = (place: string) => (below ? `${below}/${place}` : place)
  const folders = (below ? ['', ...found.folders] : []).map((place) => (place ? inBackup(place) : below))
  for (const place of folders) kept.folders.add(place)
  await makeFolders(kept.draft, folders)
  const total = megabytes(found.files.reduce((sum, { size }) => sum + size, 0))
  let done = 0
  await eachOf(found.files, async ({ path: place }) => {
    const target = inBackup(place)
    const copied = await copyOne(path.join(root, place), path.join(kept.draft, target))
    if (!copied && needed) throw new Error(`${path.join(root, place)} is gone`)
    if (!copied) return
    kept.entries.set(target, { path: target, ...copied })
    done += copied.size
    kept.show(what, Math.min(megabytes(done), total), total)
  })
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6)

/** guanxi-20261122-033100, by the clock of Greenwich; the second of one second gets a number. */
function drafted(to: string, begun: Date): { draft: string; place: string } {
  const stamp = begun.toISOString().replace(/\D/g, '')
  const plain = `guanxi-${stamp.slice(0, 8)}-${stamp.slice(8, 14)}`
  for (let number = 1; ; number++) {
    const name = number === 1 ? plain : `${plain}-${number}`
    const [draft, place] = [path.join(to, `.${name}.unfinished`), path.join(to, name)]
    if (existsSync(draft) || existsSync(place)) continue
    mkdirSync(draft, { mode: 0o700 })
    return { draft, place }
  }
}

function mustLieOutside(to: string, folder: string): void {
  const inside = ['files', 'postgres'].some((part) => !path.relative(path.join(folder, part), to).startsWith('..'))
  if (!inside) return
  throw new Halt({
    zh: `备份不能放在被备份的文件夹里（${to}）：请用 --to 指定别处，最好是另一块硬盘。`,
    en: `A backup cannot lie in what it backs up (${to}): name another place with --to, best on another disk.`,
  })
}

/** Asked before the hours are spent, not after. */
async function mustFit(folder: string, to: string): Promise<void> {
  const found = await lookThrough(folder, (place) => !/^(files|postgres)(\/|$)/.test(place) || place === 'postgres/cluster/pg_wal')
  const wanted = found.files.reduce((sum, { size }) => sum + size, 0)
  const { bavail, bsize } = await statfs(to)
  if (bavail * bsize < wanted) throw noRoom(to, wanted)
}

const isFull = (error: unknown) => error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')

function noRoom(to: string, wanted?: number): Halt {
  const size = wanted === undefined ? '' : `${megabytes(wanted).toLocaleString('en')} MB`
  return new Halt({
    zh: `${to} 放不下这份备份${size && `（约需 ${size}）`}，没有留下备份：请用 --to 指定别处。`,
    en: `There is no room for the backup in ${to}${size && ` (it takes about ${size})`}; none was kept. Name another place with --to.`,
  })
}
