import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Halt } from '../../lib/halt.ts'
import { addressOf, seatOf } from './address.ts'
import type { Seat } from './address.ts'
import { findBinaries } from './binaries.ts'
import type { Binaries } from './binaries.ts'
import { keepPasswords } from './passwords.ts'
import type { Passwords } from './passwords.ts'
import { giveTo, plainUser } from './plain-user.ts'
import type { PlainUser } from './plain-user.ts'
import { gone, livingPostmaster, serves } from './postmaster.ts'
import { settings } from './settings.ts'

/** A running PostgreSQL of our own. `adopted` when a server before us left it running. */
export type Embedded = {
  url: (role: keyof Passwords, database: string) => string
  pid: () => number
  adopted: boolean
  stop: () => Promise<void>
}

export type EmbeddedOptions = {
  /** Everything of it lies here: the cluster, its socket, its log, and beside them the passwords. */
  folder: string
  /** Only for tests: `{ fsync: 'off' }`. */
  settings?: Record<string, string>
  /** Called when PostgreSQL died and did not come back. */
  onLost?: (reason: Error) => void
}

type Place = {
  cluster: string
  log: string
  seat: Seat
  passwords: Passwords
  binaries: Binaries
  user: PlainUser
  settings: Record<string, string>
}

/** Starts the PostgreSQL of this folder, or takes over the one that a killed server left running; starts it again whenever it dies. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const place = await prepare(options)
  const adopted = await adopt(place)
  let pid = adopted ?? (await launch(place))
  let stopping = false
  const watch = async (): Promise<void> => {
    while (!stopping) {
      await pause(250, undefined, { ref: false })
      if (stopping || serves(pid, place.cluster)) continue
      pid = await launch(place)
    }
  }
  watch().catch((error: Error) => (stopping ? undefined : options.onLost?.(error)))
  return {
    url: (role, database) => addressOf(place.seat, role, place.passwords[role], database),
    pid: () => pid,
    adopted: adopted !== undefined,
    async stop() {
      stopping = true
      await stopPostmaster(pid, place)
    },
  }
}

async function prepare(options: EmbeddedOptions): Promise<Place> {
  const folder = path.resolve(options.folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const cluster = path.join(folder, 'cluster')
  const passwords = keepPasswords(`${folder}-passwords.json`)
  const binaries = findBinaries(path.join(folder, 'lib'))
  const user = plainUser(folder)
  const place = { cluster, log: path.join(folder, 'log'), passwords, binaries, user, settings: options.settings ?? {} }
  if (!existsSync(cluster)) initialise({ ...place, folder })
  return { ...place, seat: await seatOf(folder) }
}

/** Made under another name and renamed, so that a start killed half-way leaves nothing that looks like a cluster. */
function initialise(place: Omit<Place, 'seat'> & { folder: string }): void {
  const draft = `${place.cluster}-new`
  const passwordFile = path.join(place.folder, 'password')
  rmSync(draft, { recursive: true, force: true })
  writeFileSync(passwordFile, place.passwords.postgres, { mode: 0o600 })
  if (place.user.uid !== undefined) giveTo(place.folder, place.user.uid)
  const wishes = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8', '--auth=scram-sha-256']
  const [program, args] = place.user.command(place.binaries.initdb, [
    '-D',
    draft,
    '-U',
    'postgres',
    `--pwfile=${passwordFile}`,
    '--no-instructions',
    ...wishes,
  ])
  const made = spawnSync(program, args, { env: { ...process.env, ...place.binaries.env }, encoding: 'utf8' })
  rmSync(passwordFile, { force: true })
  if (made.status !== 0) throw failed(made.error?.message ?? lastLine(made.stderr ?? ''), place.folder)
  renameSync(draft, place.cluster)
}

/** The number of the postmaster left running by a killed server, once it answers with our password. */
async function adopt(place: Place): Promise<number | undefined> {
  for (;;) {
    const found = livingPostmaster(place.cluster)
    if (!found) return undefined
    Object.assign(place.seat, { host: found.host, port: found.port })
    if (await answers(place)) return found.pid
    // shutting down or still recovering: one of the two ends soon
    await pause(50)
  }
}

async function launch(place: Place): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await launchOnce(place)
    if (typeof outcome === 'number') return outcome
    // a postmaster killed -9 leaves children holding its shared memory for a moment
    if (attempt === 50 || !/shared memory|lock file|could not bind|Address already in use/.test(outcome)) throw failed(outcome, place.log)
    await pause(200)
  }
}

/** Its number once it answers, or its last words. */
async function launchOnce(place: Place): Promise<number | string> {
  const stale = path.join(place.cluster, 'postmaster.pid')
  if (existsSync(stale) && !livingPostmaster(place.cluster)) rmSync(stale, { force: true })
  const before = existsSync(place.log) ? statSync(place.log).size : 0
  const log = openSync(place.log, before > 10_000_000 ? 'w' : 'a', 0o600)
  const wishes = Object.entries({ ...settings(place.seat), ...place.settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [program, args] = place.user.command(place.binaries.postgres, ['-D', place.cluster, ...wishes])
  const env = { ...process.env, ...place.binaries.env }
  // in a session of its own: Ctrl-C in the terminal is for the server, which then stops PostgreSQL itself
  const child = spawn(program, args, { env, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  let ended = false
  let reason = ''
  child.once('error', (error) => ((ended = true), (reason = error.message)))
  child.once('exit', () => (ended = true))
  child.unref()
  while (!ended) {
    if (await answers(place)) return child.pid ?? 0
    await pause(20)
  }
  return reason || lastLine(readFileSync(place.log, 'utf8').slice(before))
}

async function answers(place: Place): Promise<boolean> {
  const client = new pg.Client({
    connectionString: addressOf(place.seat, 'postgres', place.passwords.postgres, 'postgres'),
    connectionTimeoutMillis: 5000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ folder: string }>("select current_setting('data_directory') as folder")
    return rows[0]?.folder === place.cluster
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '28P01') throw locked(place)
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Open connections are ended, what was committed is on disk. */
async function stopPostmaster(pid: number, place: Place): Promise<void> {
  if (!serves(pid, place.cluster)) return
  if (process.platform === 'win32') spawnSync(place.binaries.pgCtl, ['stop', '-D', place.cluster, '-m', 'fast'], { stdio: 'ignore' })
  else process.kill(pid, 'SIGINT')
  if (await gone(pid, place.cluster, 60_000)) return
  process.kill(pid, 'SIGQUIT')
  await gone(pid, place.cluster, 10_000)
}

function locked(place: Place): Halt {
  const file = `${path.dirname(place.cluster)}-passwords.json`
  return new Halt({
    zh: `${file} 里的密码打不开这个数据库，请从备份恢复这个文件。`,
    en: `The passwords in ${file} do not open this database: restore that file from a backup.`,
  })
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim())
  return lines.findLast((line) => /FATAL|PANIC|error:|refus/i.test(line)) ?? lines.at(-1) ?? ''
}

function failed(words: string, log: string): Halt {
  return new Halt({
    zh: `自带的 PostgreSQL 没有启动：${words.trim()}（记录在 ${log}）`,
    en: `The PostgreSQL in the box did not start: ${words.trim()} (its log: ${log})`,
  })
}
