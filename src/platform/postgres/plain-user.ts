import { spawnSync } from 'node:child_process'
import { existsSync, lchownSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** Turns a command into one that PostgreSQL agrees to run under: it refuses root. */
export type PlainUser = { command: (program: string, args: string[]) => [string, string[]]; uid?: number }

/**
 * Who runs PostgreSQL on `folder`. An ordinary user: himself. Root: himself under another number (a user namespace; works under a 0700
 * home, files stay root's). Where that is not allowed (containers), or the files are another user's already: that user, who keeps the one
 * right to pass through folders closed to him.
 */
export function plainUser(folder: string): PlainUser {
  if (process.getuid?.() !== 0) return { command: (program, args) => [program, args] }
  const keeper = existsSync(folder) ? statSync(folder).uid : 0
  if (keeper === 0 && mayUnshare()) return { command: (program, args) => ['unshare', [...asNobodyElse, program, ...args]] }
  const uid = keeper || ordinaryUid()
  if (keeper === 0 && existsSync(folder)) giveTo(folder, uid)
  return { command: (program, args) => ['setpriv', [...stepDown(uid), program, ...args]], uid }
}

const asNobodyElse = ['--user', '--map-user=1', '--map-group=1', '--']

function mayUnshare(): boolean {
  return spawnSync('unshare', [...asNobodyElse, 'true'], { stdio: 'ignore' }).status === 0
}

function stepDown(uid: number): string[] {
  const plain = [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups']
  const passing = [...plain, '--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--']
  const allowed = spawnSync('setpriv', [...passing, 'true'], { stdio: 'ignore' }).status === 0
  return allowed ? passing : [...plain, '--']
}

/** `postgres` where the system has one, else `nobody`. */
function ordinaryUid(): number {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : []
  const row = lines.map((line) => line.split(':')).find(([name]) => name === 'postgres')
  return Number(row?.[2] ?? 65534)
}

export function giveTo(place: string, uid: number): void {
  lchownSync(place, uid, uid)
  if (!statSync(place).isDirectory()) return
  for (const name of readdirSync(place)) {
    const inner = path.join(place, name)
    if (existsSync(inner)) giveTo(inner, uid)
  }
}
