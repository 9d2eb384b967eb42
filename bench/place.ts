/** Where the measuring happens: one embedded PostgreSQL, our server and the yardstick's as processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openDatabase } from '../src/platform/postgres/database.ts'
import { startEmbedded } from '../src/platform/postgres/embedded.ts'
import { makeDatabase } from '../src/platform/postgres/roles.ts'

export const root = path.join(import.meta.dirname, '..')
const yardstick = path.join(root, '../shared/bench/limit.mjs')
export const hasYardstick = existsSync(yardstick)

export async function openPlace() {
  const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-bench-'))
  const server = await startEmbedded({
    folder: path.join(folder, 'pg'),
    settings: { shared_buffers: '2GB', maintenance_work_mem: '512MB', max_wal_size: '4GB' },
  })
  const urls = await makeDatabase(server, 'guanxi')
  const database = await openDatabase(urls)
  const children: ChildProcess[] = []
  const start = (args: string[], env: Record<string, string>) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    return child
  }
  return {
    folder,
    urls,
    database,
    async ours(): Promise<{ url: string; pid: number; stop: () => Promise<unknown> }> {
      const port = await freePort()
      const child = start(['--heap-growing-percent=30', '--max-semi-space-size=16', 'src/main.ts'], {
        DATABASE_URL: urls.runtimeUrl,
        DATABASE_OWNER_URL: urls.ownerUrl!,
        PORT: String(port),
        GUANXI_DATA: path.join(folder, `data-${port}`),
        GUANXI_LOG: 'error',
      })
      const stop = () => new Promise((resolve) => void (child.once('close', resolve), child.kill('SIGTERM')))
      return { url: await answering(`http://127.0.0.1:${port}`, '/health'), pid: child.pid!, stop }
    },
    async limit(): Promise<string> {
      const port = await freePort()
      start([yardstick, 'serve', String(port)], { DATABASE_URL: urls.ownerUrl! })
      return answering(`http://127.0.0.1:${port}`, '/search?q=x')
    },
    limitDeed: (args: string[]) => finished(start([yardstick, ...args], { DATABASE_URL: urls.ownerUrl! })),
    /** As autovacuum would have it after a while: rows just loaded are marked by whoever reads them first, and cost him a third. */
    async settle() {
      const owner = new pg.Client(urls.ownerUrl)
      await owner.connect()
      await owner.query('vacuum (analyze)')
      await owner.end()
    },
    async close() {
      for (const child of children) child.kill('SIGTERM')
      await pause(500)
      await database.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function finished(child: ChildProcess): Promise<Record<string, number>> {
  let said = ''
  child.stdout!.on('data', (part: Buffer) => (said += part.toString()))
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`the yardstick ended with ${String(code)}`)
  return JSON.parse(said.trim().split('\n').at(-1)!) as Record<string, number>
}

async function answering(url: string, at: string): Promise<string> {
  for (let i = 0; i < 300; i++) {
    if (
      await fetch(url + at).then(
        (answer) => answer.status < 500,
        () => false,
      )
    )
      return url
    await pause(100)
  }
  throw new Error(`${url} does not answer`)
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
