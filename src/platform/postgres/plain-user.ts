import { spawnSync } from 'node:child_process'
import { existsSync, lchownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import path from 'node:path'

/** Turns a command into one that PostgreSQL agrees to run under: it refuses root, and users without a name. */
export type PlainUser = { command: (program: string, args: string[]) => [string, string[]]; give: (place: string) => void }

/**
 * Who runs PostgreSQL on `folder`. An ordinary user: himself. Root, or a number without a name: himself under another number (a user
 * namespace; works under a 0700 home, files stay his). Where root may not do that (containers), or the files are another user's already:
 * that user, who keeps the one right to pass through folders closed to him.
 */
export function plainUser(folder: string): PlainUser {
  const keeper = existsSync(folder) ? statSync(folder) : { uid: 0, gid: 0 }
  if (process.getuid?.() !== 0) return hasName() || !mayUnshare() ? himself : renumbered
  if (keeper.uid === 0 && mayUnshare()) return renumbered
  const other = keeper.uid === 0 ? ordinaryUser() : keeper
  const give = (place: string) => giveTo(place, other)
  if (keeper.uid === 0 && existsSync(folder)) give(folder)
  return { command: (program, args) => ['setpriv', [...stepDown(other), program, ...args]], give }
}

const himself: PlainUser = { command: (program, args) => [program, args], give: () => undefined }

const asAnotherNumber = ['--user', '--map-user=1', '--map-group=1', '--']
const renumbered: PlainUser = { command: (program, args) => ['unshare', [...asAnotherNumber, program, ...args]], give: () => undefined }

type Ids = { uid: number; gid: number }

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

function mayUnshare(): boolean {
  return spawnSync('unshare', [...asAnotherNumber, 'true'], { stdio: 'ignore' }).status === 0
}

function stepDown({ uid, gid }: Ids): string[] {
  const plain = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  const passing = [...plain, '--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--']
  const allowed = spawnSync('setpriv', [...passing, 'true'], { stdio: 'ignore' }).status === 0
  return allowed ? passing : [...plain, '--']
}

/** `postgres` where the system has one, else `nobody`. */
function ordinaryUser(): Ids {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : []
  const row = lines.map((line) => line.split(':')).find(([name]) => name === 'postgres')
  return { uid: Number(row?.[2] ?? 65534), gid: Number(row?.[3] ?? 65534) }
}

function giveTo(place: string, { uid, gid }: Ids): void {
  lchownSync(place, uid, gid)
  if (!lstatSync(place).isDirectory()) return
  for (const name of readdirSync(place)) giveTo(path.join(place, name), { uid, gid })
}
