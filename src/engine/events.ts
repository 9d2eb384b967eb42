/**
 * Live events of a workspace for whoever listens: one reader a workspace, however many listen, and none while nobody does. It
 * asks every 100 ms, because NOTIFY on each write halves the writes per second; what it finds is sighted once and told to each
 * listener as far as his rights reach at that moment.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { everythingFor, sight } from './event-sight.ts'
import { type Entry, type Listener, inPortions, moveTo, tell } from './event-telling.ts'
import {
  type EventRow,
  type Position,
  canTellSince,
  isElsewhere,
  nowIn,
  portion,
  positionText,
  readEvents,
  readPosition,
} from './event-rows.ts'
import type { House } from './house.ts'
import type { Workspace } from './principal.ts'

export type { EventJson } from './event-sight.ts'
export type { Listener } from './event-telling.ts'

export type Events = {
  /** Resolves once nothing that commits from then on can be missed. `lastId`: where he left off. */
  listen: (workspace: Workspace, listener: Listener, lastId?: string) => Promise<Listening>
  /** Ends all reading, and all listeners. */
  close: () => Promise<void>
  /** Workspaces that are read for somebody at this moment. */
  rooms: () => number
}

export type Listening = { position: () => string; leave: () => void }

const everyMs = 100

type Room = { workspace: Workspace; entries: Set<Entry>; position: Position; started: Promise<void>; ended: Promise<void> }

export function openEvents(house: House): Events {
  const rooms = new Map<string, Room>()
  const stopping = new AbortController()

  const open = (workspace: Workspace): Room => {
    const room: Room = {
      workspace,
      entries: new Set(),
      position: { at: '', xid: 0n, seq: 0n },
      started: Promise.resolve(),
      ended: Promise.resolve(),
    }
    rooms.set(workspace.id, room)
    const gone = () => void rooms.delete(workspace.id)
    room.started = nowIn(house, workspace).then((now) => void (room.position = now))
    room.ended = room.started.then(
      () => readOn(house, room, stopping.signal, gone),
      () => gone(),
    )
    return room
  }

  return {
    rooms: () => rooms.size,
    async listen(workspace, listener, lastId) {
      const room = rooms.get(workspace.id) ?? open(workspace)
      const entry: Entry = { listener, position: room.position, waiting: [] }
      room.entries.add(entry)
      const listening = { position: () => positionText(entry.position), leave: () => void room.entries.delete(entry) }
      try {
        await room.started
        entry.position = room.position
        if (lastId !== undefined) await catchUp(house, room, entry, lastId)
        // More may come while he is told of what came; only when nothing is left may the room tell him directly.
        while (entry.waiting?.length) await tell([entry], entry.waiting.splice(0))
        entry.waiting = null
      } catch (error) {
        listening.leave()
        throw error
      }
      return listening
    },
    async close() {
      stopping.abort()
      for (const room of rooms.values()) closeAll(room)
      await Promise.all([...rooms.values()].map((room) => room.ended))
    },
  }
}

/** Until nobody listens. A database that is away for a moment is asked again; nothing is lost meanwhile. */
async function readOn(house: House, room: Room, signal: AbortSignal, gone: () => void): Promise<void> {
  while (room.entries.size && !signal.aborted) {
    let wait = everyMs
    try {
      const rows = await readEvents(house, room.workspace, room.position)
      if (isElsewhere(house, room.workspace, room.position)) await beginAnew(house, room)
      else for (const few of inPortions(rows)) await spread(house, room, few)
      if (rows.length === portion) wait = 0
    } catch {
      wait = 1000
    }
    await pause(wait, undefined, { signal }).catch(() => undefined)
  }
  // In the same breath as the last look at who listens, or the next listener would enter a room that nobody reads for.
  gone()
}

async function spread(house: House, room: Room, rows: EventRow[]): Promise<void> {
  const sighted = await sight(house, room.workspace, rows)
  room.position = rows.at(-1)!.at
  const entries = [...room.entries].filter((entry) => entry.waiting === null)
  for (const entry of room.entries) entry.waiting?.push(...sighted)
  await tell(entries, sighted)
  for (const entry of entries) moveTo(entry, room.position)
}

/** The workspace was moved to another database, whose transactions are counted otherwise: everybody looks at everything again. */
async function beginAnew(house: House, room: Room): Promise<void> {
  room.position = await nowIn(house, room.workspace)
  const catalog = await house.catalogOf(room.workspace)
  for (const entry of room.entries) {
    const principal = await entry.listener.principal()
    entry.position = room.position
    if (principal) entry.listener.hear(everythingFor(principal, catalog), positionText(room.position))
    else entry.listener.close()
  }
}

/** What he missed since he left, up to where the room is. Too much, or not known any more: he looks at everything again. */
async function catchUp(house: House, room: Room, entry: Entry, lastId: string): Promise<void> {
  const { position: here, workspace } = room
  const since = readPosition(lastId)
  if (since && (await canTellSince(house, workspace, since, here))) {
    entry.position = since
    for (;;) {
      const rows = await readEvents(house, workspace, entry.position)
      if (isElsewhere(house, workspace, entry.position)) break
      for (const few of inPortions(rows)) await tell([entry], await sight(house, workspace, few))
      if (rows.length) moveTo(entry, rows.at(-1)!.at)
      if (rows.length < portion) return
    }
  }
  const principal = await entry.listener.principal()
  if (principal) entry.listener.hear(everythingFor(principal, await house.catalogOf(workspace)), positionText(here))
}

function closeAll(room: Room): void {
  for (const { listener } of room.entries) listener.close()
}
