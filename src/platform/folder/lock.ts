import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Who works on a data folder: the server (at its address), or a command for a moment. */
export type Holder = { pid: number; born: string; work: 'server' | 'command'; address: string }
export type Lock = { tell: (address: string) => void; release: () => void }

/** Takes the folder for ourselves, or says who has it. A holder that was killed holds nothing. */
export function takeLock(folder: string, work: Holder['work'], address = ''): Lock | Holder {
  const file = path.join(folder, 'lock')
  const mine: Holder = { pid: process.pid, born: bornAt(process.pid), work, address }
  for (;;) {
    if (place(file, mine)) return lockOn(file, mine)
    const holder = read(file)
    if (holder && lives(holder)) return holder
    setAside(file, holder)
  }
}

export function isLock(found: Lock | Holder): found is Lock {
  return 'release' in found
}

function lockOn(file: string, mine: Holder): Lock {
  return {
    tell(address) {
      const draft = `${file}.${process.pid}`
      writeFileSync(draft, JSON.stringify({ ...mine, address }), { mode: 0o600 })
      renameSync(draft, file)
    },
    release: () => (read(file)?.pid === mine.pid ? rmSync(file, { force: true }) : undefined),
  }
}

/** Written whole under another name, then linked: the file appears at once with its words, or not at all. */
function place(file: string, mine: Holder): boolean {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Renaming succeeds for one of several who saw the same dead holder. If it was a newer one's file by then, it goes back. */
function setAside(file: string, dead: Holder | undefined): void {
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  try {
    renameSync(file, aside)
    const found = read(aside)
    if (found && found.pid !== dead?.pid) linkSync(aside, file)
  } catch {
    // somebody else was quicker
  } finally {
    rmSync(aside, { force: true })
  }
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function lives(holder: Holder): boolean {
  return bornAt(holder.pid) === holder.born && holder.born !== ''
}

/** When a process began, so that a number given again is not taken for the old one. Empty when there is no such process. */
function bornAt(pid: number): string {
  try {
    if (!existsSync('/proc/self/stat')) return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    const [state, ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    if (state === 'Z') return ''
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${rest[18]}`
  } catch {
    return ''
  }
}
