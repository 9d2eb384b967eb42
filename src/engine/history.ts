/** What a record's log tells: each change with its values before and after, who made it, and with whom it was shared. */
import { Refusal } from '../lib/errors.ts'
import type { TimelineAnswer, TimelineEntry } from '../lib/wire.ts'
import type { Placed } from './catalog.ts'
import type { Cell } from '../fields/field.ts'
import type { Reading } from './house.ts'
import { groundOf, isId, loadRecords } from './list.ts'
import { fieldAccess } from './principal.ts'
import { type Row, titleSql } from './store/reader.ts'
import { id, join, byKey, sql, table } from './store/sql.ts'
import { sees } from './access.ts'
import { valueOf } from './write/expressions.ts'
import type { Op } from './write/log.ts'
import { shareCells, shareChanges, sharedBy } from './write/shares.ts'

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
  const { entries: records } = await changesOf(reading, object, known(recordId))
  await Promise.all([nameReferences(reading, object, records), nameSharers(reading, records)])
  return { records, next: null }
}

/** More changes of one record than this are not walked; nobody scrolls there. */
const deepest = 500

type Changes = { entries: TimelineEntry[]; title: string | null }

/** And what the record is called. To whom it may not be shown it is not there. */
export async function changesOf(reading: Reading, object: Placed, recordId: string): Promise<Changes> {
  const { principal } = reading
  const { schema } = principal.workspace
  const users = table(schema, reading.catalog.objects.get('user')!.table)
  const columns = object.columns.filter((column) => !column.name.startsWith('search_')).map((column) => id(column.name))
  const itself = sql`select ${join(columns, ', ')}, (select u.f_name from ${users} u where u.id = t.created_by) as made_by__, ${titleSql(reading, object, 't')} as title__ from ${table(schema, object.table)} t
      where t.id = ${recordId}::uuid and ${sees(principal, object, 'read', 't')}`
  const changes = sql`select c.version, c.op, c.before, c.changeset, s.deed, s.at, s.by, (select u.f_name from ${users} u where u.id = s.by) as "byName"
      from ${table(schema, 'change')} c join ${table(schema, 'changeset')} s on s.id = c.changeset where c.record = ${recordId} order by c.version desc limit ${deepest}`
  const [now, log] = await Promise.all([byKey<Row>(reading.run, itself), byKey<Entry>(reading.run, changes)])
  const made = now.rows[0]
  if (!made) throw new Refusal('not-found')
  const cellsOf = log.rows.map(({ before }) => (before === null ? {} : (JSON.parse(before) as Record<string, Cell>)))
  // asked of the few records that were ever shared
  const shared = cellsOf.some((cells) => Object.keys(cells).some(sharedBy)) ? await shareCells(reading, [recordId]) : undefined
  let after: Row = { ...made, ...shared?.get(recordId) }
  const entries = log.rows.map((entry, i): TimelineEntry => {
    const cells = cellsOf[i]!
    const before = { ...after, ...cells }
    const changes = entry.op === 'u' ? differences(reading, object, before, after, cells) : []
    const shares = shareChanges(cells, after)
    after = before
    // What an import brought from elsewhere was made there, by whom and when the file says.
    const elsewhere = entry.op === 'c' && entry.version === 1
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
  return { entries, title: made.title__ as string | null }
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

export function known(recordId: string): string {
  if (!isId(recordId)) throw new Refusal('not-found')
  return recordId
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
