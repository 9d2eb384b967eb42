import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Halt } from '../../lib/halt.ts'
import { seatOf } from './address.ts'
import type { Seat } from './address.ts'
import { findBinaries } from './binaries.ts'
import type { Binaries } from './binaries.ts'
import { keepPasswords } from './passwords.ts'
import type { Passwords } from './passwords.ts'
import { plainUser } from './plain-user.ts'
import type { PlainUser } from './plain-user.ts'

/** Where our PostgreSQL lives: the files, the log, the address it listens on, and how it is run. */
export type Cluster = {
  folder: string
  files: string
  log: string
  seat: Seat
  passwords: Passwords
  passwordFile: string
  binaries: Binaries
  user: PlainUser
}

/** Finds the cluster of a folder, or makes it. */
export async function openCluster(given: string): Promise<Cluster> {
  mkdirSync(given, { recursive: true, mode: 0o700 })
  const folder = realpathSync(given)
  const files = path.join(folder, 'cluster')
  const passwordFile = `${folder}-passwords.json`
  if (existsSync(files) && !existsSync(passwordFile)) throw locked(passwordFile)
  const binaries = findBinaries(path.join(folder, 'lib'))
  const found = {
    folder,
    files,
    log: path.join(folder, 'log'),
    passwords: keepPasswords(passwordFile),
    passwordFile,
    binaries,
    user: plainUser(folder),
  }
  if (!existsSync(files)) initialise(found)
  checkVersion(files, binaries)
  return { ...found, seat: await seatOf(folder) }
}

/** Made under another name and renamed, so that a start killed half-way leaves nothing that looks like a cluster. */
function initialise({ folder, files, passwords, binaries, user }: Omit<Cluster, 'seat'>): void {
  const draft = `${files}-new`
  const secret = path.join(folder, 'password')
  rmSync(draft, { recursive: true, force: true })
  writeFileSync(secret, passwords.postgres, { mode: 0o600 })
  user.give(folder)
  const wishes = [
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--encoding=UTF8',
    '--auth=scram-sha-256',
    '--no-instructions',
  ]
  const [program, args] = user.command(binaries.initdb, ['-D', draft, '-U', 'postgres', `--pwfile=${secret}`, ...wishes])
  const made = spawnSync(program, args, { env: { ...process.env, ...binaries.env }, encoding: 'utf8' })
  rmSync(secret, { force: true })
  if (made.status !== 0)
    throw didNotStart(
      made.error?.message ??
        made.stderr
          .trim()
          .split('\n')
          .findLast((line) => line.includes('error')) ??
        made.stderr,
      folder,
    )
  renameSync(draft, files)
}

function checkVersion(files: string, binaries: Binaries): void {
  const kept = readFileSync(path.join(files, 'PG_VERSION'), 'utf8').trim()
  if (kept === binaries.major) return
  throw new Halt({
    zh: `数据目录里的数据库是 PostgreSQL ${kept} 的，本程序带的是 ${binaries.major}：请用写它的那个版本导出备份，再在新目录恢复。`,
    en: `The database in the data folder is of PostgreSQL ${kept}, this program brings ${binaries.major}: make a backup with the version that wrote it and restore that into a new folder.`,
  })
}

export function didNotStart(words: string, log: string): Halt {
  return new Halt({
    zh: `自带的 PostgreSQL 没有启动：${words.trim()}（记录在 ${log}）`,
    en: `The PostgreSQL in the box did not start: ${words.trim()} (its log: ${log})`,
  })
}

/** It starts and lets nobody in: files of it are gone, as of a folder that was copied or restored half. */
export function notWhole(words: string, files: string): Halt {
  return new Halt({
    zh: `数据目录 ${files} 不完整（PostgreSQL 说：${words.trim()}）：请把备份恢复到一个新的目录，再用它启动；这个目录先留着不动。`,
    en: `The data folder ${files} is not whole (PostgreSQL says: ${words.trim()}): restore a backup into a new folder and start with that; leave this one as it is.`,
  })
}

export function locked(file: string): Halt {
  return new Halt({
    zh: `${file} 不见了，或与数据库的密码不符：请从备份恢复这个文件。`,
    en: `${file} is missing, or does not hold the passwords of this database: restore it from a backup.`,
  })
}
