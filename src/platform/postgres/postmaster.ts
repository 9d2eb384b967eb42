import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
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

/** True while the process with this number is a PostgreSQL on this cluster: numbers are given again after a restart of the machine. */
export function serves(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  const words = commandOf(pid)
  return words === undefined || words.includes(cluster)
}

/** Signals 0 asks only whether somebody is there; EPERM means somebody of another user. */
export function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

export async function gone(pid: number, cluster: string, withinMs: number): Promise<boolean> {
  for (const end = Date.now() + withinMs; Date.now() < end;) {
    if (!serves(pid, cluster)) return true
    await pause(20)
  }
  return !serves(pid, cluster)
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
