/** What a backup holds: each file with its size and SHA-256, and a seal over the list itself. Written last, so what has none is no backup. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Halt } from '../../lib/halt.ts'
import { isNewer } from '../folder/folder.ts'

/** `path` is below the backup's folder, with `/` on every system. */
export type Entry = { path: string; size: number; sha256: string }

export type Manifest = {
  format: 1
  /** A whole installation, or one workspace of it. */
  kind: 'backup' | 'workspace'
  /** Of the program that made it. */
  version: string
  /** Major version of the database; empty where it is backed up by its own tools. */
  postgres: string
  begun: string
  ended: string
  /** Empty ones too: PostgreSQL does not make them itself. */
  folders: string[]
  files: Entry[]
}

const name = 'manifest.json'

export function writeManifest(backup: string, manifest: Manifest): void {
  writeFileSync(path.join(backup, name), JSON.stringify({ ...manifest, seal: sealOf(manifest) }, null, 1), { mode: 0o600, flush: true })
}

/** The manifest, once it is itself whole, of a version we know, and every file stands there in its size. Bytes are checked on copying. */
export function readManifest(backup: string, version: string, kind: Manifest['kind'] = 'backup'): Manifest {
  const manifest = parse(backup)
  if (manifest.kind !== kind) throw otherKind(backup, manifest.kind)
  if (manifest.format !== 1 || isNewer(manifest.version, version)) throw tooNew(backup, manifest.version, version)
  for (const { path: file, size } of manifest.files) {
    const place = path.join(backup, file)
    if (!existsSync(place)) throw damaged(backup, { zh: `缺少文件 ${file}`, en: `the file ${file} is missing` })
    const found = statSync(place).size
    if (found !== size)
      throw damaged(backup, { zh: `${file} 应有 ${size} 字节，现在是 ${found}`, en: `${file} should have ${size} bytes and has ${found}` })
  }
  return manifest
}

export const hasManifest = (folder: string): boolean => existsSync(path.join(folder, name))

function parse(backup: string): Manifest {
  const file = path.join(backup, name)
  if (!existsSync(file)) throw noBackup(backup)
  try {
    const { seal, ...manifest }: Manifest & { seal: string } = JSON.parse(readFileSync(file, 'utf8'))
    const paths = [...manifest.folders, ...manifest.files.map((entry) => entry.path)]
    if (seal === sealOf(manifest) && paths.every(isBelow)) return manifest
  } catch {
    // not JSON, or not of this shape: the same sentence
  }
  throw damaged(backup, { zh: `${name} 被改动过`, en: `${name} was changed` })
}

/** No path may lead out of the folder it is restored into. */
const isBelow = (place: string) => !path.isAbsolute(place) && place.split(/[\\/]/).every((part) => part !== '..' && part !== '')

const sealOf = (manifest: Manifest) => createHash('sha256').update(JSON.stringify(manifest)).digest('hex')

export function damaged(backup: string, why: { zh: string; en: string }): Halt {
  return new Halt({
    zh: `备份 ${backup} 已损坏：${why.zh}。没有恢复任何东西，请用另一份备份。`,
    en: `The backup ${backup} is damaged: ${why.en}. Nothing was restored; use another backup.`,
  })
}

/** The same words wherever a byte is found to be wrong. */
export const altered = (backup: string, file: string): Halt =>
  damaged(backup, { zh: `${file} 的内容变了`, en: `what stands in ${file} is not what was saved` })

/** Given the folder in which backups lie, the newest is named. */
function noBackup(folder: string): Halt {
  const inside = existsSync(folder) ? readdirSync(folder).filter((each) => hasManifest(path.join(folder, each))) : []
  const newest = inside.toSorted().at(-1)
  const hint = newest ? path.join(folder, newest) : ''
  return new Halt({
    zh: `${folder} 不是一份完整的备份（没有 ${name}）。${hint && `其中最新的一份是 ${hint}。`}`,
    en: `${folder} is no complete backup (there is no ${name}).${hint && ` The newest one in it is ${hint}.`}`,
  })
}

function otherKind(folder: string, kind: Manifest['kind']): Halt {
  return kind === 'workspace'
    ? new Halt({
        zh: `${folder} 里只有一家企业：请用 npm run guanxi -- import-workspace --from ${folder}。`,
        en: `${folder} holds one workspace: use npm run guanxi -- import-workspace --from ${folder}.`,
      })
    : new Halt({
        zh: `${folder} 是整个系统的备份：请用 npm run guanxi -- restore --from ${folder} --into …。`,
        en: `${folder} is a backup of everything: use npm run guanxi -- restore --from ${folder} --into ….`,
      })
}

function tooNew(backup: string, made: string, version: string): Halt {
  return new Halt({
    zh: `备份 ${backup} 是更新的版本 ${made} 做的，本程序是 ${version}：请先升级程序。`,
    en: `The backup ${backup} was made by version ${made}, this is ${version}: update the program first.`,
  })
}
