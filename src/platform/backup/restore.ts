import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { Halt } from '../../lib/halt.ts'
import { openFolder } from '../folder/folder.ts'
import { isLock, takeLock } from '../folder/lock.ts'
import { startEmbedded } from '../postgres/embedded.ts'
import { findBinaries } from '../postgres/binaries.ts'
import { copyOne, eachOf, makeFolders } from './copy.ts'
import { type Content, contentOf, moveImports, uploadsMissing } from './content.ts'
import { type Manifest, altered, damaged, readManifest } from './manifest.ts'
import { layLog, mustHaveReadAll, replaying, whyNot } from './replay.ts'
import type { Show } from './take.ts'
import { type Log, type Until, logUntil } from './until.ts'
import { fetchUploads } from './uploads.ts'

export type RestoreWish = { from: string; into: string; version: string; show: Show; until?: Until }
/** `missing`: uploads that rows speak of and nobody has. */
export type Restored = { manifest: Manifest; content?: Content; missing: number }

/**
 * A backup becomes a data folder. It is put together in a corner of that folder, each byte compared with the manifest, started once
 * so that PostgreSQL mends what was copied in the middle of a write and goes on to the moment asked for, and only then moved to its place.
 */
export async function restoreBackup({ from, into, version, show, until }: RestoreWish): Promise<Restored> {
  const manifest = readManifest(from, version)
  const draft = path.join(into, corner)
  if (manifest.postgres) mustBeOurs(from, manifest.postgres, path.join(draft, 'postgres'))
  else if (until) throw notOurs(from)
  const release = claim(into, version)
  try {
    const log = until && (await logUntil(from, manifest, until, version))
    await copyAll(from, manifest, draft, show)
    if (log) await layLog(draft, log, show)
    if (log) await fetchUploads(path.join(draft, 'files'), log.uploads)
    const beyond = until && log ? { until, log } : undefined
    const found = manifest.postgres ? await startOnce(from, draft, path.join(into, 'files'), beyond) : { missing: 0 }
    for (const part of parts.filter((each) => existsSync(path.join(draft, each)))) renameSync(path.join(draft, part), path.join(into, part))
    return { manifest, ...found }
  } catch (error) {
    rmSync(path.join(into, 'version'), { force: true })
    throw error
  } finally {
    await rm(draft, { recursive: true, force: true })
    release()
  }
}

const corner = '.restoring'
/** The database last: without it nothing here looks like a data folder. */
const parts = ['files', 'postgres-passwords.json', 'postgres']

/** What a restore that was cut off left behind does not count. */
const uncounted = new Set(['lost+found', 'version', 'lock', corner])

function claim(into: string, version: string): () => void {
  if (existsSync(into) && readdirSync(into).some((name) => !uncounted.has(name))) {
    throw new Halt({
      zh: `${into} 不是空的，没有动它：请用 --into 指定一个新的文件夹，再用 GUANXI_DATA 指向它。`,
      en: `${into} is not empty and was left as it is: name a new folder with --into, then point GUANXI_DATA to it.`,
    })
  }
  openFolder(into, version)
  const lock = takeLock(into, 'command')
  if (!isLock(lock)) throw new Halt({ zh: `${into} 正在被使用（pid ${lock.pid}）。`, en: `${into} is in use (pid ${lock.pid}).` })
  rmSync(path.join(into, corner), { recursive: true, force: true })
  mkdirSync(path.join(into, corner), { mode: 0o700 })
  return lock.release
}

async function copyAll(from: string, manifest: Manifest, draft: string, show: Show): Promise<void> {
  // of the time before it: this backup's own log lies in its cluster
  const files = manifest.files.filter((entry) => !entry.path.startsWith('log/'))
  await makeFolders(
    draft,
    manifest.folders.filter((folder) => folder !== 'log'),
  )
  const total = files.reduce((sum, { size }) => sum + size, 0)
  let done = 0
  await eachOf(files, async (entry) => {
    // before it mends a copy, PostgreSQL itself brings all of it to disk
    const copied = await copyOne(path.join(from, entry.path), path.join(draft, entry.path), !entry.path.startsWith('postgres/'))
    if (copied?.sha256 !== entry.sha256) throw altered(from, entry.path)
    done += entry.size
    show({ zh: '恢复（MB）', en: 'Restoring (MB)' }, Math.round(done / 1e6), Math.round(total / 1e6))
  })
}

function mustBeOurs(from: string, major: string, spare: string): void {
  const ours = findBinaries(path.join(spare, 'lib')).major
  if (major === ours) return
  throw new Halt({
    zh: `备份 ${from} 里是 PostgreSQL ${major} 的数据库，本程序带的是 ${ours}：请用做这份备份的版本恢复。`,
    en: `The backup ${from} holds a database of PostgreSQL ${major}, this program brings ${ours}: restore it with the version that made it.`,
  })
}

/** PostgreSQL reads its log from the backup's beginning to its end, and does not start if that is not all there. */
async function startOnce(from: string, draft: string, files: string, beyond?: { until: Until; log: Log }) {
  const settings = beyond ? replaying(beyond.until) : {}
  const embedded = await startEmbedded({ folder: path.join(draft, 'postgres'), settings }).catch((error: unknown) => {
    if (!(error instanceof Halt)) throw error
    const why = beyond ? whyNot(draft, beyond.until, beyond.log, error) : error
    throw why === error ? doesNotStart(from, error) : why
  })
  try {
    if (beyond && !beyond.until.time) mustHaveReadAll(draft, beyond.log)
    const adminUrl = embedded.url('postgres', 'guanxi')
    await moveImports(adminUrl, files)
    return { content: await contentOf(adminUrl), missing: await uploadsMissing(adminUrl, path.join(draft, 'files')) }
  } finally {
    await embedded.stop()
  }
}

function notOurs(from: string): Halt {
  return new Halt({
    zh: `备份 ${from} 里没有数据库，只有上传的文件：--until 请用数据库自己的工具。`,
    en: `The backup ${from} holds no database, only uploaded files: for --until use the database's own tools.`,
  })
}

/** Without the place of the log, which goes with the rest. */
function doesNotStart(from: string, { zh, en }: Halt): Halt {
  const why = { zh: zh.replace(/（[^（]*）$/, ''), en: en.replace(/ \([^(]*\)$/, '') }
  return damaged(from, { zh: `PostgreSQL 不能从它启动（${why.zh}）`, en: `PostgreSQL does not start from it (${why.en})` })
}
