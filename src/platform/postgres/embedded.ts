import { spawnSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { say } from '../../lib/halt.ts'
import { addressOf } from './address.ts'
import { openCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { answers, launch } from './launch.ts'
import type { Passwords } from './passwords.ts'
import { gone, livingPostmaster, serves } from './postmaster.ts'
import { hasRoom } from './room.ts'

/** A running PostgreSQL of our own. */
export type Embedded = {
  url: (role: keyof Passwords, database: string) => string
  pid: () => number
  /** The folder of its cluster, and the major version it is of. */
  files: string
  major: string
  /** A server before us, killed, left it running. */
  adopted: boolean
  /** Open connections end; what was committed is on disk. */
  stop: () => Promise<void>
}

export type EmbeddedOptions = {
  /** Everything of it lies here: its files, its socket, its log; the passwords beside it. */
  folder: string
  /** Besides or instead of settings.ts: for one start, and for tests (`{ fsync: 'off' }`). */
  settings?: Record<string, string>
  /** Called when PostgreSQL died and did not come back. */
  onLost?: (reason: Error) => void
}

/** Starts the PostgreSQL of this folder, or takes over the one that a killed server left running; starts it again whenever it dies. */
export async function startEmbedded({ folder, settings = {}, onLost }: EmbeddedOptions): Promise<Embedded> {
  const cluster = await openCluster(folder)
  const adopted = await adopt(cluster)
  let pid = adopted ?? (await launch(cluster, settings))
  const stopping = new AbortController()
  const watch = async (): Promise<void> => {
    for (;;) {
      await pause(250, undefined, { ref: false, signal: stopping.signal })
      if (!serves(pid, cluster.files)) pid = await launchAgain(cluster, settings, stopping.signal)
    }
  }
  const watching = watch().catch((error: Error) => (stopping.signal.aborted ? undefined : onLost?.(error)))
  return {
    ...reading(cluster, () => pid, adopted !== undefined),
    async stop() {
      stopping.abort()
      await watching
      await stopPostmaster(pid, cluster)
    },
  }
}

/** PostgreSQL ends when its disk is full, and recovers as soon as there is room: until then it is tried again. */
async function launchAgain(cluster: Cluster, settings: Record<string, string>, signal: AbortSignal): Promise<number> {
  for (let told = false; ; told = true) {
    try {
      return await launch(cluster, settings)
    } catch (error) {
      if (hasRoom(cluster.folder)) throw error
      if (!told) console.error(say(full))
      await pause(1000, undefined, { ref: false, signal })
    }
  }
}

const full = {
  zh: '磁盘满了，自带的 PostgreSQL 停了下来：请腾出空间，之后它会自己恢复。',
  en: 'The disk is full and the PostgreSQL in the box has stopped: make room, and it goes on by itself.',
}

/** The PostgreSQL that a server of ours runs on this folder, to be used beside it. It is not ours to stop. */
export async function adoptEmbedded(folder: string): Promise<Omit<Embedded, 'stop'> | undefined> {
  const cluster = await openCluster(folder)
  const pid = await adopt(cluster)
  return pid === undefined ? undefined : reading(cluster, () => pid, true)
}

function reading(cluster: Cluster, pid: () => number, adopted: boolean): Omit<Embedded, 'stop'> {
  return {
    url: (role, database) => addressOf(cluster.seat, role, cluster.passwords[role], database),
    pid,
    files: cluster.files,
    major: cluster.binaries.major,
    adopted,
  }
}

/** The number of the postmaster that runs on this cluster, once it answers. */
async function adopt(cluster: Cluster): Promise<number | undefined> {
  for (;;) {
    const found = livingPostmaster(cluster.files)
    if (!found) return undefined
    Object.assign(cluster.seat, { host: found.host, port: found.port })
    if (await answers(cluster)) return found.pid
    // shutting down or still recovering: one of the two ends soon
    await pause(50)
  }
}

async function stopPostmaster(pid: number, { files, binaries }: Cluster): Promise<void> {
  if (!serves(pid, files)) return
  if (process.platform === 'win32') spawnSync(binaries.pgCtl, ['stop', '-D', files, '-m', 'fast'], { stdio: 'ignore' })
  else process.kill(pid, 'SIGINT')
  if (await gone(pid, files, 60_000)) return
  process.kill(pid, 'SIGQUIT')
  await gone(pid, files, 10_000)
}
