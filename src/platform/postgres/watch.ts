/**
 * A connection whose other end fell silent (a cable pulled, a firewall that forgot it) looks like one that waits for a long answer,
 * for a quarter of an hour by the system's own reckoning. PostgreSQL ends each statement in its time, so one that says nothing for
 * longer is given up here: whoever waits is told that the database is away, and the idle ones of the same pool, which are no
 * better, are closed as well instead of costing the next request the same wait.
 */
import type { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import type pg from 'pg'

/** What is left to PostgreSQL to end a statement by itself. */
const graceMs = 5000

/** pg's own socket; of a fixed shape for years, and the only way to it. */
export const socketOf = (client: pg.ClientBase) => (client as unknown as { connection: { stream: Duplex } }).connection.stream as Socket

/** Looks after every connection of the pool while somebody has it: silent for longer than a statement may take, it is broken off. */
export function watch(pool: pg.Pool, statementTimeoutMs: number): void {
  const idle = new Set<pg.PoolClient>()
  pool.on('connect', (client) => {
    socketOf(client).on('timeout', () => {
      // whoever listens for notices is silent for hours; the system's keep-alive looks after him
      if (client.listenerCount('notification')) return
      for (const each of [client, ...idle]) socketOf(each).destroy(silent())
    })
  })
  pool.on('acquire', (client) => {
    idle.delete(client)
    socketOf(client).setTimeout(statementTimeoutMs + graceMs)
  })
  pool.on('release', (_: Error, client) => {
    idle.add(client)
    socketOf(client).setTimeout(0)
  })
  pool.on('remove', (client) => void idle.delete(client))
}

/** For a transaction whose statements may take longer than others. */
export const waitLonger = (client: pg.PoolClient, statementTimeoutMs: number) =>
  void socketOf(client).setTimeout(statementTimeoutMs + graceMs)

const silent = () => Object.assign(new Error('the database fell silent'), { code: 'ETIMEDOUT' })
