/**
 * A small pool for each workspace that somebody works in just now, signed in as that workspace; in all of them together never more than
 * `places` connections. Who finds all taken is given the place of the connection that was idle longest, or waits in line.
 */
import type pg from 'pg'
import { codeOf } from './run.ts'

/** Where connections come from: a pool, or one workspace's share of all places. */
export type Connections = { connect: () => Promise<pg.PoolClient>; options: { max?: number | undefined } }

export type Logins = { of: (role: string) => Connections; close: () => Promise<void> }

export type LoginsOptions = {
  places: number
  /** Of one workspace, so that one cannot have all. */
  each: number
  open: (role: string, max: number) => pg.Pool
  /** Sets the password of a login that was refused; false where there is no such workspace here. */
  mend: (role: string) => Promise<boolean>
  patienceMs?: number
}

/** `taken`: connections somebody has or is about to get. */
type Room = { role: string; pool: pg.Pool; face: Connections; taken: number; usedAt: number }
type Waiting = { room: Room; go: () => void; clears: boolean }

export function openLogins({ places, each, open, mend, patienceMs = 10_000 }: LoginsOptions): Logins {
  const rooms = new Map<string, Room>()
  const line = new Set<Waiting>()
  const mended = new Map<string, { at: number; done: Promise<boolean> }>()
  let closing = 0
  let closed = false

  const roomOf = (role: string): Room => {
    const known = rooms.get(role)
    if (known) return known
    const room: Room = { role, pool: open(role, each), face: { connect: connecting(role), options: { max: each } }, taken: 0, usedAt: 0 }
    room.pool.on('remove', () => (leaveEmpty(room), call()))
    rooms.set(role, room)
    return room
  }

  const held = ({ pool, taken }: Room) => Math.max(pool.totalCount, taken)
  const idle = ({ pool, taken }: Room) => pool.totalCount > taken
  const used = () => [...rooms.values()].reduce((sum, room) => sum + held(room), closing)

  /** Nobody before him is passed over but those who wait for a connection of their own workspace. */
  const call = (): void => {
    for (const waiting of line) {
      const { room } = waiting
      if (idle(room) || (room.taken < each && used() < places)) {
        line.delete(waiting)
        room.taken++
        waiting.go()
      } else if (room.taken < each && !waiting.clears) {
        waiting.clears = true
        void clear().finally(() => ((waiting.clears = false), line.has(waiting) && used() < places && call()))
      }
    }
  }

  /** Ends the connection that was idle longest. Its place is free when PostgreSQL has let it go. */
  const clear = async (): Promise<void> => {
    const [oldest] = [...rooms.values()].filter(idle).toSorted((a, b) => a.usedAt - b.usedAt)
    if (!oldest) return
    oldest.taken++
    closing++
    try {
      const gone = new Promise((resolve) => oldest.pool.once('remove', resolve))
      const client = await oldest.pool.connect()
      oldest.taken--
      client.release(true)
      await gone
    } catch {
      oldest.taken--
    } finally {
      closing--
      leaveEmpty(oldest)
    }
  }

  const leaveEmpty = (room: Room): void => {
    if (room.pool.totalCount || room.taken || [...line].some((waiting) => waiting.room === room)) return
    if (rooms.get(room.role) === room) rooms.delete(room.role)
  }

  const enter = (room: Room): Promise<void> =>
    new Promise((resolve, reject) => {
      const waiting: Waiting = { room, go: () => (clearTimeout(timer), resolve()), clears: false }
      const timer = setTimeout(() => {
        line.delete(waiting)
        reject(new Error('timeout exceeded when trying to connect'))
      }, patienceMs)
      timer.unref()
      line.add(waiting)
      call()
    })

  const leave = (room: Room): void => {
    room.taken--
    room.usedAt = performance.now()
    leaveEmpty(room)
    call()
  }

  const take = async (role: string): Promise<pg.PoolClient> => {
    if (closed) throw new Error('Cannot use a pool after calling end on the pool')
    const room = roomOf(role)
    await enter(room)
    try {
      const client = await room.pool.connect()
      const release = client.release.bind(client)
      client.release = (broken) => {
        release(broken)
        leave(room)
      }
      return client
    } catch (error) {
      leave(room)
      throw error
    }
  }

  /** One whose password was changed is let in again. */
  const connecting = (role: string) => async () => {
    try {
      return await take(role)
    } catch (error) {
      if (!['28P01', '28000'].includes(codeOf(error)) || !(await mendOnce(role))) throw error
      return take(role)
    }
  }

  /** In a minute. */
  const mendOnce = (role: string): Promise<boolean> => {
    const before = mended.get(role)
    if (before && performance.now() - before.at < 60_000) return before.done
    const done = mend(role)
    mended.set(role, { at: performance.now(), done })
    return done
  }

  return {
    of: (role) => roomOf(role).face,
    async close() {
      closed = true
      await Promise.all([...rooms.values()].map(({ pool }) => pool.end()))
    },
  }
}
