import { createServer } from 'node:net'
import path from 'node:path'

/** Where PostgreSQL listens: a folder for its socket, or an address. */
export type Seat = { host: string; port: number }

/** A socket's path may have 107 bytes on Linux, 103 on macOS; a data folder deep down gets a port on the loopback instead. */
export async function seatOf(folder: string): Promise<Seat> {
  const socket = path.join(folder, '.s.PGSQL.5432')
  if (process.platform !== 'win32' && Buffer.byteLength(socket) < 100) return { host: folder, port: 5432 }
  return { host: '127.0.0.1', port: await freePort() }
}

export function addressOf(seat: Seat, user: string, password: string, database: string): string {
  const who = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  if (!seat.host.startsWith('/')) return `postgres://${who}@${seat.host}:${seat.port}/${database}`
  return `postgres://${who}@localhost:${seat.port}/${database}?host=${encodeURIComponent(seat.host)}`
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(address && typeof address === 'object' ? address.port : 0))
    })
  })
}
