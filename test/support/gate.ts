import { createConnection, createServer } from 'node:net'
import type { Socket } from 'node:net'

/** Stands between a client and PostgreSQL, counts what is asked, can hold the answers back, and can change a word in them for one as long. */
export type Gate = { url: string; hold: () => void; asked: (text: string) => number; release: () => void; close: () => void }

export async function gateBefore(url: string, [word, other]: [string, string] = ['', '']): Promise<Gate> {
  const behind = new URL(url)
  const folder = behind.searchParams.get('host')
  const port = Number(behind.port)
  const held: [Socket, Buffer][] = []
  const sockets = new Set<Socket>()
  let holding = false
  let seen = ''
  const server = createServer((client) => {
    const database = folder ? createConnection(`${folder}/.s.PGSQL.${port}`) : createConnection(port, behind.hostname)
    for (const socket of [client, database]) sockets.add(socket.on('error', () => socket.destroy()))
    client.on('data', (bytes) => {
      seen += bytes.toString('latin1')
      database.write(bytes)
    })
    database.on('data', (given) => {
      const bytes = word ? Buffer.from(given.toString('latin1').replace(word, other), 'latin1') : given
      return holding ? held.push([client, bytes]) : client.write(bytes)
    })
    client.on('close', () => database.destroy())
    database.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  behind.searchParams.delete('host')
  behind.hostname = '127.0.0.1'
  behind.port = String(address && typeof address === 'object' ? address.port : 0)
  return {
    url: behind.href,
    asked: (text) => seen.split(text).length - 1,
    hold: () => (holding = true),
    release() {
      holding = false
      for (const [client, bytes] of held.splice(0)) client.write(bytes)
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
