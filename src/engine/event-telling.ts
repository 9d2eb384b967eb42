/** Telling listeners what was sighted, each as far as his rights reach at that moment, each from his own place on. */
import { type EventRow, type Position, isAfter, positionText } from './event-rows.ts'
import { type EventJson, type Sighted, heardBy, isFirstShared } from './event-sight.ts'
import type { Principal } from './principal.ts'

export type Listener = {
  /** His rights now (of this second; `anew`: of this moment, for his other questions too); null when he may not listen any more. */
  principal: (anew?: 'anew') => Promise<Principal | null>
  /** `at`: the place to resume from once these were heard. */
  hear: (events: EventJson[], at: string) => void
  close: () => void
}

export type Entry = {
  listener: Listener
  position: Position
  /** Batches that came while he was told what he missed. */
  waiting: Sighted[] | null
}

/** He hears of every event after his own place that he may hear of. People with the same rights (one person in two windows) are asked once. */
export async function tell(entries: Entry[], sighted: Sighted[]): Promise<void> {
  if (!sighted.length) return
  const asked = await Promise.all(entries.map(async (entry) => ({ entry, principal: await rightsOf(entry, sighted).catch(() => null) })))
  const memory = new Map<Principal, EventJson[][]>()
  for (const { entry, principal } of asked) {
    if (!principal) {
      entry.listener.close()
      continue
    }
    const heard = memory.get(principal) ?? sighted.map((each) => heardBy(principal, each))
    memory.set(principal, heard)
    sighted.forEach((each, i) => {
      if (!isAfter(each.at, entry.position)) return
      entry.position = each.at
      if (heard[i]!.length) entry.listener.hear(heard[i]!, positionText(each.at))
    })
  }
}

async function rightsOf({ listener }: Entry, sighted: Sighted[]): Promise<Principal | null> {
  const principal = await listener.principal()
  return principal && isFirstShared(principal, sighted) ? listener.principal('anew') : principal
}

/** Also past events that were not for him, so that his next resume need not read them again. */
export function moveTo(entry: Entry, position: Position): void {
  if (isAfter(position, entry.position)) entry.position = position
}

/** A bulk deed's event may carry thousands of ids; so many records are looked at in one go. */
const mostIds = 2000

export function* inPortions(rows: EventRow[]): Generator<EventRow[]> {
  let some: EventRow[] = []
  let ids = 0
  for (const row of rows) {
    if (some.length && ids + row.ids.length > mostIds) {
      yield some
      some = []
      ids = 0
    }
    some.push(row)
    ids += row.ids.length
  }
  if (some.length) yield some
}
