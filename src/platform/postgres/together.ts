import type { Duplex } from 'node:stream'
import type pg from 'pg'

const waiting = new WeakSet<Duplex>()

/**
 * What is asked of a connection until this turn of the program ends leaves in one system call: of a deed's statements each cost one, a
 * sixth of all the time that creating a record took.
 */
export function together(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection
  if (waiting.has(stream)) return
  waiting.add(stream)
  stream.cork()
  process.nextTick(() => {
    waiting.delete(stream)
    stream.uncork()
  })
}
