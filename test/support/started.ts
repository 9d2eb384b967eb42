import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'

export const root = path.resolve(import.meta.dirname, '../..')

/** The program as people start it, in a process group of its own; what it printed so far, and its exit code once it ended. */
export type Started = { child: ChildProcess; pid: number; out: () => string; err: () => string; ended: Promise<number | null> }

/** `npm start`, or the launcher itself, or any command of it. */
export function start(env: Record<string, string>, line: string[] = ['node', 'bin/guanxi.mjs', 'start']): Started {
  const [program = '', ...args] = line
  const { npm_lifecycle_event: _, ...plain } = process.env
  const child = spawn(program, args, {
    cwd: root,
    env: { ...plain, LANG: 'en_US.UTF-8', LC_ALL: '', HOST: '', GUANXI_URL: '', ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (text: Buffer) => (out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (err += text.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const started = { child, pid: child.pid ?? 0, out: () => out, err: () => err, ended }
  running.add(started)
  void ended.then(() => running.delete(started))
  return started
}

const running = new Set<Started>()

/** After a test that failed half-way, nothing of it goes on. */
export async function endAll(): Promise<void> {
  for (const { child, ended } of running) {
    child.kill('SIGTERM')
    await ended
  }
}

/** The same, and no PostgreSQL goes on in any folder of this place; then the place goes. */
export async function endIn(place: { folder: string; remove: () => void }): Promise<void> {
  await endAll()
  for (const name of readdirSync(place.folder)) {
    const pid = postgresPid(path.join(place.folder, name))
    if (pid) process.kill(pid, 'SIGKILL')
    if (pid) await gone(pid)
  }
  place.remove()
}

/** Waits until it says where it answers, and does. */
export async function answering(started: Started): Promise<string> {
  let over = false
  void started.ended.then(() => (over = true))
  const address = await vi.waitUntil(
    () => {
      if (over) throw new Error(`It ended: ${started.err()}`)
      return /Guanxi: (http\S+)/.exec(started.out())?.[1]
    },
    { timeout: 50_000 },
  )
  await vi.waitUntil(() => isHealthy(address), { timeout: 10_000 })
  return address
}

export async function isHealthy(address: string): Promise<boolean> {
  return fetch(`${address}/health`).then(
    ({ status }) => status === 200,
    () => false,
  )
}

/** The processes of a data folder: who holds its lock, and its PostgreSQL. */
export function serverPid(folder: string): number {
  return JSON.parse(readFileSync(path.join(folder, 'lock'), 'utf8')).pid
}

export function postgresPid(folder: string): number {
  const file = path.join(folder, 'postgres/cluster/postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
}

/** One that died and was not yet collected by its parent counts as gone. */
export async function gone(...pids: number[]): Promise<void> {
  await vi.waitUntil(() => pids.every((pid) => !lives(pid)), { timeout: 20_000 })
}

export function lives(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`).length > 0
  } catch {
    return false
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return address && typeof address === 'object' ? address.port : 0
}

/** A data folder that takes its processes with it when it goes. */
export function dataFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-data-'))
  return {
    folder,
    remove() {
      const pids = [existsSync(path.join(folder, 'lock')) ? serverPid(folder) : 0, postgresPid(folder)]
      for (const pid of pids) if (pid > 0 && lives(pid)) process.kill(pid, 'SIGKILL')
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}
