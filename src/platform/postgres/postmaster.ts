import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** What `postmaster.pid` says, if the postmaster it names lives and is the one of this cluster. */
export type Postmaster = { pid: number; host: string; port: number }

export function livingPostmaster(cluster: string): Postmaster | undefined {
  const file = path.join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [pid, , , port, socketFolder, address] = readFileSync(file, 'utf8').split('\n')
  const found = { pid: Number(pid), port: Number(port), host: socketFolder || address || '127.0.0.1' }
  return serves(found.pid, cluster) ? found : undefined
}

/**
 * PostgreSQL itself tells a dead postmaster's file from a living one's, except where the number now belongs to another program (the
 * machine or the container was started anew): then it refuses, so that file goes.
 */
export function forgetReusedNumber(cluster: string): void {
  const file = path.join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  const words = commandOf(pid)
  if (words && !words.includes('postgres')) rmSync(file, { force: true })
}

/** True while the process with this number is a PostgreSQL on this cluster. */
export function serves(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  const words = commandOf(pid)
  return words === undefined || (words.includes('postgres') && (words.includes(cluster) || worksIn(pid, cluster)))
}

/** True once it is gone. */
export async function gone(pid: number, cluster: string, withinMs: number): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end;) {
    if (!serves(pid, cluster)) return true
    await pause(20)
  }
  return !serves(pid, cluster)
}

/** Signal 0 asks only whether somebody is there; EPERM means somebody of another user. */
function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The command line of a process; undefined where the system does not tell. A dead one not yet collected by its parent has an empty one. */
function commandOf(pid: number): string | undefined {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    if (process.platform === 'win32') return undefined
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/** A postmaster stands in its cluster, under whatever name that was given on its command line. */
function worksIn(pid: number, cluster: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster
  } catch {
    return false
  }
}
