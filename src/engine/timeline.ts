/** A record's timeline: what people noted about it, its own changes, and what happened to what hangs on it, merged, newest first. */
import { Refusal } from '../lib/errors.ts'
import type { TimelineEntry } from '../lib/wire.ts'
import { followUps } from './follow-ups.ts'
import { happenings, nameHappenings } from './happenings.ts'
import { changesOf, known, nameReferences, nameSharers } from './history.ts'
import type { Reading } from './house.ts'
import { groundOf } from './list.ts'

/** One entry: by its time and key it has its place, also from page to page; as text where it never was anything else. */
export type Told = { at: string; key: string } & ({ entry: TimelineEntry } | { text: () => string })

/** `{ records, next }` (TimelineAnswer) as JSON text. */
export async function timelineText(
  reading: Reading,
  objectName: string,
  recordId: string,
  query: { limit?: number; cursor?: string },
): Promise<string> {
  const { object } = groundOf(reading, objectName)
  const limit = query.limit ?? 50
  const until = query.cursor ? readPlace(query.cursor) : undefined
  const itself = changesOf(reading, object, known(recordId))
  // where it is not there that is said below, once
  const title = itself.then(
    (found) => found.title,
    () => null,
  )
  const parts = await Promise.all([
    itself.then(({ entries }) => entries.map(placed)),
    happenings(reading, object, recordId, until?.at).then((entries) => entries.map(placed)),
    ...followUps(reading, object, { id: recordId, title }, limit + 1, until),
  ])
  const merged = parts
    .flat()
    .filter(({ at, key }) => !until || at < until.at || (at === until.at && key < until.key))
    .toSorted((a, b) => (a.at === b.at ? (a.key < b.key ? 1 : -1) : a.at < b.at ? 1 : -1))
  const told = merged.slice(0, limit)
  const entries = told.flatMap((each) => ('entry' in each ? [each.entry] : []))
  const changes = entries.filter((entry) => !entry.about)
  await Promise.all([nameReferences(reading, object, changes), nameHappenings(reading, entries, recordId), nameSharers(reading, entries)])
  const last = merged.length > limit ? told.at(-1) : undefined
  const records = told.map((each) => ('text' in each ? each.text() : JSON.stringify(each.entry)))
  return `{"records":[${records.join(',')}],"next":${last ? `"${placeOf(last)}"` : 'null'}}`
}

const placed = (entry: TimelineEntry): Told => {
  const { about, changeset, at } = entry
  return { at, key: about ? `${changeset} ${about.id}` : `${changeset}`, entry }
}

const placeOf = ({ at, key }: Told) => Buffer.from(JSON.stringify([at, key])).toString('base64url')

function readPlace(text: string): { at: string; key: string } {
  try {
    const [at, key] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, string]
    if (!Number.isNaN(Date.parse(at)) && typeof key === 'string') return { at: new Date(at).toISOString(), key }
  } catch {
    // not ours
  }
  throw new Refusal('bad-cursor')
}
