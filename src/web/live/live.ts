/**
 * What others do appears here by itself. One stream for all tabs of a browser: HTTP/1.1 allows six connections to a server, and the seventh tab
 * would hang. The tab that holds the lock listens and tells the others.
 */
import { base, get } from '../api/http.ts'
import { isOurs } from '../api/deeds.ts'
import { objectNamed, queries, schemaQuery } from '../api/queries.ts'
import { listsOf } from '../api/rows.ts'
import type { RecordJson } from '../../lib/wire.ts'

export type LiveEvent = {
  object: string
  id?: string
  version?: number
  changeset: string
  kind: 'created' | 'changed' | 'removed' | 'gone' | 'many'
  /** It was given to us or shared with us: no list of ours has it yet. */
  came?: true
}

export function listenLive(): () => void {
  const channel = new BroadcastChannel('guanxi.live')
  const stop = new AbortController()
  let stream: EventSource | undefined
  channel.addEventListener('message', ({ data }: MessageEvent<LiveEvent>) => hear(data))
  const lead = () => {
    stream = new EventSource(`${base}/events`)
    stream.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as LiveEvent
      hear(event)
      channel.postMessage(event)
    })
    // The browser reconnects by itself, but not after an answer that was no stream: a server that is just starting.
    stream.addEventListener('error', () => {
      if (stream?.readyState === EventSource.CLOSED && !stop.signal.aborted) setTimeout(() => !stop.signal.aborted && lead(), 15_000)
    })
  }
  // Locks exist only on https and localhost. Elsewhere each tab listens while it is looked at: at most a few windows.
  const { locks } = navigator as { locks?: LockManager }
  if (locks) {
    void locks
      .request('guanxi.live', { signal: stop.signal }, () => {
        lead()
        return new Promise<void>((release) => stop.signal.addEventListener('abort', () => release()))
      })
      .catch(() => undefined)
  } else {
    const look = () => {
      if (document.visibilityState === 'visible' && !stream) lead()
      else if (document.visibilityState === 'hidden') {
        stream?.close()
        stream = undefined
      }
    }
    look()
    document.addEventListener('visibilitychange', look, { signal: stop.signal })
  }
  return () => {
    stop.abort()
    stream?.close()
    channel.close()
  }
}

type Listener = (object: string) => void
const listeners = new Set<Listener>()

/** Told of each object that others changed something of, after what is shown has followed. */
export function onLive(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

let heard: LiveEvent[] = []
let timer: ReturnType<typeof setTimeout> | undefined

/** Events come in bursts; the screen follows three times a second at most. */
function hear(event: LiveEvent): void {
  if (isOurs(event.changeset)) return
  heard.push(event)
  timer ??= setTimeout(() => {
    const batch = heard
    heard = []
    timer = undefined
    follow(batch)
  }, 350)
}

function follow(events: LiveEvent[]): void {
  for (const [object, of] of Map.groupBy(events, (event) => event.object)) {
    const ids = new Set(of.flatMap((event) => event.id ?? []))
    const few = ids.size <= 5 && of.every((event) => event.kind === 'changed' && !event.came)
    void queries.invalidateQueries({
      predicate: ({ queryKey: [kind, name, id] }) => {
        if (kind === 'record' || kind === 'shares') return name === object && (ids.has(String(id)) || !few)
        return kind === 'related' || kind === 'count' || kind === 'timeline' || kind === object
      },
    })
    if (few) void look(object, [...ids])
    else for (const rows of listsOf(object)) rows.refresh()
    for (const listener of listeners) listener(object)
  }
}

/** A few changed records are read one by one, so that a list keeps its place. */
async function look(name: string, ids: string[]): Promise<void> {
  const lists = listsOf(name)
  const schema = queries.getQueryData(schemaQuery.queryKey)
  const object = schema && objectNamed(schema, name)
  if (!object) return
  for (const id of ids) {
    if (!lists.some((rows) => rows.find(id) >= 0)) continue
    const record = await get<RecordJson>(`/${object.path}/${id}`).catch(() => null)
    for (const rows of lists) {
      if (record) rows.put(record)
      else rows.drop([id])
    }
  }
}
