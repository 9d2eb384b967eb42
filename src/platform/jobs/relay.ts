/**
 * Carries jobs from the workspaces' outboxes to graphile-worker. Three steps, because no transaction may write both a workspace
 * and a shared schema (docs: growing past one machine): read what is not handed on, hand it on, mark it. A crash between them is
 * mended by doing it again: the outbox row's id is the job's key, and a key that is there already changes nothing.
 */
import sql from 'sql-template-tag'
import type { House } from '../../engine/house.ts'
import { id, table } from '../../engine/store/sql.ts'
import { allWorkspaces } from '../directory/workspaces.ts'
import type { Database } from '../postgres/database.ts'
import type { Place, Slip } from './slip.ts'

const batch = 500
/** Workspaces looked at in one sweep: ten firms are all looked at every 5 seconds, 2,000 of them within 4 minutes, at 10 questions a second. */
const portion = 50

/** The queue is in the one, the outboxes are where their workspaces are. */
type Databases = Pick<House, 'database' | 'databaseOf'>

export type Relay = { wake: (workspace: Place) => void; stop: () => Promise<void> }

export function openRelay(house: Databases, { sweepMs, log }: { sweepMs: number; log: (words: string) => void }): Relay {
  const busy = new Map<string, { again: boolean; done: Promise<void> }>()
  const failed = new Map<string, Place>()
  let stopped = false

  const wake = (place: Place): void => {
    const under = busy.get(place.id)
    if (under) under.again = true
    else if (!stopped) {
      const entry = { again: false, done: Promise.resolve() }
      busy.set(place.id, entry)
      entry.done = carry(place, entry)
    }
  }

  const carry = async (place: Place, entry: { again: boolean }): Promise<void> => {
    try {
      do {
        entry.again = false
        await handOn(house, place, false)
      } while (entry.again && !stopped)
      failed.delete(place.id)
    } catch (error) {
      if (!failed.has(place.id)) log(`jobs of ${place.schema} wait: ${wordsOf(error)}`)
      failed.set(place.id, place)
    } finally {
      busy.delete(place.id)
    }
  }

  const sweep = sweeping(house.database, wake, () => failed.values())
  const firstRound = everything(house, () => stopped, log)
  const timer = setInterval(() => void sweep().catch(() => undefined), sweepMs)
  timer.unref()
  return {
    wake,
    async stop() {
      stopped = true
      clearInterval(timer)
      await firstRound
      await Promise.all([...busy.values()].map((entry) => entry.done))
    },
  }
}

/** At start every row is handed on once more, also those marked: should the queue have lost one, the outbox has not. */
async function everything(house: Databases, isStopped: () => boolean, log: (words: string) => void): Promise<void> {
  const places = await allWorkspaces(house.database).catch(() => [])
  for (const place of places) {
    if (isStopped()) return
    await handOn(house, place, true).catch((error: unknown) => log(`jobs of ${place.schema} wait: ${wordsOf(error)}`))
  }
}

/** What failed a moment ago, and the next portion of all workspaces: another server may have died between its commit and its handing on. */
function sweeping(database: Database, wake: (place: Place) => void, failed: () => Iterable<Place>): () => Promise<void> {
  let rest: Place[] = []
  return async () => {
    for (const place of failed()) wake(place)
    if (!rest.length) rest = await allWorkspaces(database)
    for (const place of rest.splice(0, portion)) wake(place)
  }
}

type Waiting = { id: string; job: string; at: string }

async function handOn(house: Databases, place: Place, all: boolean): Promise<void> {
  const outbox = table(place.schema, 'outbox')
  const at = house.databaseOf(place)
  let after: Waiting | undefined
  for (;;) {
    const open = all ? sql`true` : sql`handed_at is null`
    const rest = after ? sql` and (at, id) > (${after.at}, ${after.id}::uuid)` : sql``
    const unhanded = sql`select id, job, at from ${outbox} where ${open}${rest} order by at, id limit ${batch}`
    const { rows } = await at.as(place.role, (run) => run<Waiting>(unhanded), { readOnly: true })
    if (rows.length) {
      await enqueue(house.database, place, rows)
      const ids = rows.map((row) => row.id)
      const mark = sql`update ${outbox} set handed_at = ${new Date().toISOString()} where ${id('id')} = any(${ids}::uuid[]) and handed_at is null`
      await at.as(place.role, (run) => run(mark), { retry: true })
    }
    if (rows.length < batch) return
    after = rows.at(-1)
  }
}

async function enqueue(database: Database, place: Place, rows: Waiting[]): Promise<void> {
  const slips = rows.map((row) => JSON.stringify({ workspace: place.id, outbox: row.id } satisfies Slip))
  await database.query(
    sql`select count(*) from unnest(${rows.map((row) => row.job)}::text[], ${slips}::text[], ${rows.map((row) => row.id)}::text[]) as o(job, slip, key),
      lateral graphile_worker.add_job(identifier => o.job, payload => o.slip::json, job_key => o.key, job_key_mode => 'unsafe_dedupe') j`,
  )
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
