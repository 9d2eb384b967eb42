/** Between the server and its PostgreSQL: passes bytes, passes them late, or swallows them while all connections stay open, as a firewall does that forgot them. */
import { type Socket, connect, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export type Proxy = {
  url: string
  /** From now on nothing comes through; what is open stays open and is dead for good. */
  silence: () => void
  /** New connections are served again. */
  speak: () => void
  /** Each packet takes so much longer. */
  delay: (ms: number) => void
  close: () => void
}

export async function proxyTo(database: string): Promise<Proxy> {
  const address = new URL(database)
  const folder = address.searchParams.get('host')
  const upstream = () =>
    folder ? connect(`${folder}/.s.PGSQL.${address.port || 5432}`) : connect(Number(address.port || 5432), address.hostname)
  const sockets = new Set<Socket>()
  const dead = new WeakSet<Socket>()
  let [silent, late] = [false, 0]

  function pass(from: Socket, to: Socket): void {
    let before: Promise<unknown> = Promise.resolve()
    from.on('data', (bytes: Buffer) => {
      if (dead.has(from)) return
      before = before.then(() => (late ? pause(late) : undefined)).then(() => dead.has(from) || to.write(bytes))
    })
    from.on('error', () => to.destroy())
    from.on('close', () => void before.then(() => to.destroy()))
  }

  const server = createServer((near) => {
    const far = upstream()
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      if (silent) dead.add(socket)
    }
    pass(near, far)
    pass(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const own = server.address()
  const url = new URL(database)
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(own && typeof own === 'object' ? own.port : 0)
  return {
    url: url.href,
    silence() {
      silent = true
      for (const socket of sockets) dead.add(socket)
    },
    speak: () => void (silent = false),
    delay: (ms) => void (late = ms),
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
