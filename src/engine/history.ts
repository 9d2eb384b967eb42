/** History of one record by field, and its timeline: follow-ups, changes, and what happened to what hangs on it, merged, newest first. Both are readings of the log. */
import { Refusal } from '../lib/errors.ts'
import type { TimelineAnswer, TimelineEntry } from '../lib/wire.ts'
import type { Placed } from './catalog.ts'
import type { Cell } from '../fields/field.ts'
import type { Reading } from './house.ts'
import { happenings, nameHappenings } from './happenings.ts'
import { groundOf, isId, loadRecords } from './list.ts'
import { fieldAccess } from './principal.ts'
import { nameTitles } from './titles.ts'
import { type Row, reader } from './store/reader.ts'
import { and, id, join, byKey, sql, table } from './store/sql.ts'
import { sees } from './access.ts'
import { valueOf } from './write/expressions.ts'
import type { Op } from './write/log.ts'
import { shareCells, shareChanges } from './write/shares.ts'

type Entry = {
  version: number
  op: Op
  before: string | null
  changeset: string
  deed: string
  at: string
  by: string
  byName: string | null
}

/** All changes of a record, newest first, each with the values before and after that the principal may read. */
export async function history(reading: Reading, objectName: string, recordId: string): Promise<TimelineAnswer> {
  const { object } = groundOf(reading, objectName)
  const [records] = await Promise.all([changesOf(reading, object, known(recordId)), isThere(reading, object, recordId)])
  await Promise.all([nameReferences(reading, object, records), nameSharers(reading, records)])
  return { records, next: null }
}

/** More changes of one record than this are not walked; nobody scrolls there. */
const deepest = 500

async function changesOf(reading: Reading, object: Placed, recordId: string): Promise<TimelineEntry[]> {
  const { schema } = reading.principal.workspace
  const users = table(schema, reading.catalog.objects.get('user')!.table)
  const columns = object.columns.filter((column) => !column.name.startsWith('search_')).map((column) => id(column.name))
  const itself = sql`select ${join(columns, ', ')}, (select u.f_name from ${users} u where u.id = t.created_by) as made_by__ from ${table(schema, object.table)} t where t.id = ${recordId}`
  const changes = sql`select c.version, c.op, c.before, c.changeset, s.deed, s.at, s.by, (select u.f_name from ${users} u where u.id = s.by) as "byName"
      from ${table(schema, 'change')} c join ${table(schema, 'changeset')} s on s.id = c.changeset where c.record = ${recordId} order by c.version desc limit ${deepest}`
  const [now, shared, log] = await Promise.all([
    byKey<Row>(reading.run, itself),
    shareCells(reading, [recordId]),
    byKey<Entry>(reading.run, changes),
  ])
  const made = now.rows[0]
  let after: Row = { ...made, ...shared.get(recordId) }
  return log.rows.map((entry) => {
    const cells = entry.before === null ? {} : (JSON.parse(entry.before) as Record<string, Cell>)
    const before = { ...after, ...cells }
    const changes = entry.op === 'u' ? differences(reading, object, before, after, cells) : []
    const shares = shareChanges(cells, after)
    after = before
    // What an import brought from elsewhere was made there, by whom and when the file says.
    const elsewhere = made && entry.op === 'c' && entry.version === 1
    return {
      kind:
        entry.op === 'c' ? 'created' : object.actions.some((action) => entry.deed === `${object.name}.${action.name}`) ? 'deed' : 'change',
      at: new Date(elsewhere ? String(made.created_at) : entry.at).toISOString(),
      by: elsewhere ? { id: String(made.created_by), title: made.made_by__ as string | null } : { id: entry.by, title: entry.byName },
      changeset: entry.changeset,
      deed: entry.deed,
      changes,
      ...(shares.length ? { shares } : {}),
    }
  })
}

export function differences(reading: Reading, object: Placed, before: Row, after: Row, cells: Record<string, Cell>) {
  return [...object.fields.values()]
    .filter(
      (at) =>
        at.columns.some((column) => column.name in cells) &&
        ['read', 'write'].includes(fieldAccess(reading.principal, object.name, at.name)),
    )
    .map((at) => ({ field: at.name, before: valueOf(at, before), after: valueOf(at, after) }))
}

export async function timeline(
  reading: Reading,
  objectName: string,
  recordId: string,
  query: { limit?: number; cursor?: string },
): Promise<TimelineAnswer> {
  const { object } = groundOf(reading, objectName)
  const limit = query.limit ?? 50
  const until = query.cursor ? readPlace(query.cursor) : undefined
  const [, ...parts] = await Promise.all([
    isThere(reading, object, known(recordId)),
    changesOf(reading, object, recordId),
    happenings(reading, object, recordId, until?.at),
    ...followUps(reading, object, recordId, limit + 1, until),
  ])
  const merged = parts
    .flat()
    .filter((entry) => !until || entry.at < until.at || (entry.at === until.at && keyOf(entry) < until.key))
    .toSorted((a, b) => (a.at === b.at ? (keyOf(a) < keyOf(b) ? 1 : -1) : a.at < b.at ? 1 : -1))
  const records = merged.slice(0, limit)
  await nameReferences(
    reading,
    object,
    records.filter((entry) => !entry.about),
  )
  await Promise.all([nameHappenings(reading, records, recordId), nameSharers(reading, records)])
  const last = merged.length > limit ? records.at(-1) : undefined
  return { records, next: last ? Buffer.from(JSON.stringify([last.at, keyOf(last)])).toString('base64url') : null }
}

function known(recordId: string): string {
  if (!isId(recordId)) throw new Refusal('not-found')
  return recordId
}

/** To whom it may not be shown it is not there; asked together with what is told of it. */
async function isThere({ run, principal }: Reading, object: Placed, recordId: string): Promise<void> {
  const statement = sql`select 1 from ${table(principal.workspace.schema, object.table)} t where t.id = ${recordId}::uuid and ${sees(principal, object, 'read', 't')}`
  if (!(await byKey(run, statement)).rows.length) throw new Refusal('not-found')
}

const keyOf = ({ record, about, changeset }: TimelineEntry) => record?.id ?? (about ? `${changeset} ${about.id}` : `${changeset}`)

function readPlace(text: string): { at: string; key: string } {
  try {
    const [at, key] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, string]
    if (!Number.isNaN(Date.parse(at)) && typeof key === 'string') return { at: new Date(at).toISOString(), key }
  } catch {
    // not ours
  }
  throw new Refusal('bad-cursor')
}

function followUps(
  reading: Reading,
  object: Placed,
  recordId: string,
  limit: number,
  until: { at: string } | undefined,
): Promise<TimelineEntry[]>[] {
  return object.pointers.flatMap(({ object: name, at }) => {
    const child = reading.catalog.objects.get(name)!
    const stands = child.definition.timeline
    return stands ? [ofOne(reading, child, at.columns[0]!.name, stands.at, recordId, limit, until)] : []
  })
}

async function ofOne(
  reading: Reading,
  child: Placed,
  column: string,
  times: string[],
  recordId: string,
  limit: number,
  until: { at: string } | undefined,
): Promise<TimelineEntry[]> {
  const ground = groundOf(reading, child.name)
  const read = reader(ground)
  const place = (name: string) => sql`t.${id((child.fields.get(name) ?? child.system.get(name))!.columns[0]!.name)}`
  const at = sql`coalesce(${join(times.map(place), ', ')})`
  const conditions = [
    sql`t.${id(column)} = ${recordId}::uuid`,
    sees(reading.principal, child, 'read', 't'),
    ...(until ? [sql`${at} <= ${until.at}::timestamptz`] : []),
  ]
  const statement = sql`select ${read.columns}, ${at} as at__ from ${table(reading.principal.workspace.schema, child.table)} t where ${and(conditions)} order by at__ desc, t.id desc limit ${limit}`
  const { rows } = await byKey<Row & { at__: string }>(reading.run, statement)
  const records = rows.map(read.read)
  await nameTitles(reading, child, records)
  return rows.map((row, i) => {
    const record = records[i]!
    const owner = child.owner ? (record[child.owner.name] as TimelineEntry['by']) : record.createdBy
    return { kind: 'activity', at: new Date(row.at__).toISOString(), by: owner, changeset: null, deed: `${child.name}.create`, record }
  })
}

/** Colleagues with whom something was shared are called by their names. */
export async function nameSharers(reading: Reading, entries: Pick<TimelineEntry, 'shares'>[]): Promise<void> {
  const changes = entries.flatMap((entry) => entry.shares ?? [])
  if (!changes.length) return
  const people = [...new Set(changes.map(({ user }) => user.id))]
  const users = table(reading.principal.workspace.schema, reading.catalog.objects.get('user')!.table)
  const { rows } = await reading.run<{ id: string; name: string | null }>(
    sql`select u.id, u.f_name as name from ${users} u where u.id = any(${people}::uuid[])`,
  )
  const names = new Map(rows.map((row) => [row.id, row.name]))
  for (const { user } of changes) user.title = names.get(user.id) ?? null
}

/** Values of references in changes are ids in the log; they are read with their titles like everywhere. */
export async function nameReferences(reading: Reading, object: Placed, entries: Pick<TimelineEntry, 'changes'>[]): Promise<void> {
  const changes = entries.flatMap((entry) => entry.changes ?? [])
  for (const at of object.fields.values()) {
    const target = at.type.target?.(at.field)
    const here = target ? changes.filter((change) => change.field === at.name) : []
    const ids = [
      ...new Set(
        here
          .flatMap((change) => [change.before, change.after])
          .filter((value): value is string => typeof value === 'string' && isId(value)),
      ),
    ]
    if (!target || !ids.length) continue
    const placed = reading.catalog.objects.get(target)!
    const titles = new Map(
      (await loadRecords(reading, target, ids)).map((record) => [
        record.id,
        placed.title.map((title) => record[title.name]).find(Boolean) ?? null,
      ]),
    )
    const named = (value: unknown) => (typeof value === 'string' ? { id: value, title: titles.get(value) ?? null } : value)
    for (const change of here) Object.assign(change, { before: named(change.before), after: named(change.after) })
  }
}
