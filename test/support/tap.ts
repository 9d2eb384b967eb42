/**
 * Stands between the server and PostgreSQL and tells what each connection says: how it was opened, and which statement it sent in
 * which message, in order. Nothing is changed on the way.
 */
import { createConnection, createServer } from 'node:net'
import type { Socket } from 'node:net'

/** One connection as it was opened. */
export type Line = { user: string; database: string; name: string; options: string }
/** One message: a text of the simple protocol, or one execution of the extended. */
export type Said = { text: string; simple: boolean }
export type Tap = { through: (url: string) => string; close: () => void }

/** `like`: an address of the PostgreSQL behind; every other of it leads through here too. */
export async function openTap(like: string, hear: (line: Line, said: Said) => void): Promise<Tap> {
  const behind = new URL(like)
  const folder = behind.searchParams.get('host')
  const port = Number(behind.port || 5432)
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (client) => {
    const database = folder ? createConnection(`${folder}/.s.PGSQL.${port}`) : createConnection(port, behind.hostname)
    for (const socket of [client, database]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    }
    client.on('data', reader(hear))
    client.pipe(database)
    database.pipe(client)
    client.on('close', () => database.destroy())
    database.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    through(url) {
      const to = new URL(url)
      to.searchParams.delete('host')
      to.hostname = '127.0.0.1'
      to.port = String(address && typeof address === 'object' ? address.port : 0)
      return to.href
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** The messages of one connection, however they are cut into packets. */
function reader(hear: (line: Line, said: Said) => void): (bytes: Buffer) => void {
  const statements = new Map<string, string>()
  const portals = new Map<string, string>()
  let line: Line | undefined
  let kept: Buffer[] = []
  let length = 0
  let needed = 4
  const take = (kind: string, body: Buffer) => {
    const [first = '', second = ''] = kind === 'Q' || kind === 'P' || kind === 'B' || kind === 'E' ? words(body, 2) : []
    if (kind === 'Q') hear(line!, { text: first, simple: true })
    if (kind === 'P') statements.set(first, second)
    if (kind === 'B') portals.set(first, statements.get(second) ?? '')
    if (kind === 'E') hear(line!, { text: portals.get(first) ?? '', simple: false })
  }
  return (bytes) => {
    kept.push(bytes)
    length += bytes.length
    if (length < needed) return
    let rest = kept.length === 1 ? bytes : Buffer.concat(kept)
    for (;;) {
      // the first message has no letter
      const head = line ? 1 : 0
      needed = rest.length < head + 4 ? head + 4 : head + rest.readInt32BE(head)
      if (rest.length < needed) break
      const body = rest.subarray(head + 4, needed)
      if (line) take(String.fromCharCode(rest[0]!), body)
      else line = opened(body)
      rest = rest.subarray(needed)
    }
    kept = [rest]
    length = rest.length
  }
}

/** Who connects and how; a wish for TLS or to cancel comes before that and is none. */
function opened(body: Buffer): Line | undefined {
  if (body.readInt16BE(0) !== 3) return undefined
  const parts = words(body.subarray(4), 100)
  const said = new Map(Array.from({ length: parts.length >> 1 }, (_, i) => [parts[2 * i]!, parts[2 * i + 1]!]))
  const word = (name: string) => said.get(name) ?? ''
  return { user: word('user'), database: word('database'), name: word('application_name'), options: word('options') }
}

/** The texts, each ended by a zero byte, that a message begins with. */
function words(body: Buffer, most: number): string[] {
  const found: string[] = []
  for (let from = 0; found.length < most;) {
    const end = body.indexOf(0, from)
    if (end < 0) break
    found.push(body.toString('utf8', from, end))
    from = end + 1
  }
  return found
}
