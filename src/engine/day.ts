/** GET /day: what waits for a person, each with its reason. One statement: for each reason the first rows of an index, with the rights of a list. */
import type { DayAnswer, DayEntry, RecordJson } from '../lib/wire.ts'
import { dayIn } from '../lib/zone.ts'
import { branchSql, branches } from './access.ts'
import { type Placed, fieldOf } from './catalog.ts'
import { type Band, type DayReason, bands } from './day-reason.ts'
import type { Reading } from './house.ts'
import { expand, groundOf, loadRecords } from './list.ts'
import { type Principal, fieldAccess } from './principal.ts'
import { columnOf } from './store/columns.ts'
import { compileFilter } from './store/filter.ts'
import { orderBy, parseSort } from './store/order.ts'
import { type Sql, and, byKey, id, join, or, said, sql, table } from './store/sql.ts'

/** More of one reason is a list, not a day. */
export const mostOfOne = 60

export async function day(reading: Reading, reasons: DayReason[]): Promise<DayAnswer> {
  const known = reasons.filter((reason) => isOpen(reading, reason))
  const [found, seen] = await Promise.all([rowsOf(reading, known), seenAt(reading)])
  const records = await recordsOf(reading, known, found)
  const entries = found.flatMap(({ reason, id: record }) => {
    const known = records.get(record)
    return known ? [entryOf(reason, known)] : []
  })
  return {
    entries: inOrder(entries, reasons, reading.context.timeZone),
    reasons: known.map((reason) => shownReason(reading, reason, found)),
    seenAt: seen,
  }
}

type Found = { reason: DayReason; id: string; more: boolean }

async function rowsOf(reading: Reading, reasons: DayReason[]): Promise<Found[]> {
  if (!reasons.length) return []
  const statement = join(
    reasons.map((reason, i) => armSql(reading, reason, i)),
    ' union all ',
  )
  // each reason has its index, whatever the values: to plan the nine arms anew took a third of the statement's time
  const { rows } = await byKey<{ reason: number; id: string }>(reading.run, statement)
  const found = [...Map.groupBy(rows, (row) => row.reason)].flatMap(([i, group]) => {
    const more = group.length > mostOfOne
    return group.slice(0, mostOfOne).map((row): Found => ({ reason: reasons[i]!, id: row.id, more }))
  })
  // What stands there twice stands there for its first reason.
  const first = new Map(found.toReversed().map((each) => [each.id, each]))
  return found.filter((each) => first.get(each.id) === each)
}

function armSql(reading: Reading, reason: DayReason, i: number): Sql {
  const { principal, context } = reading
  const ground = { ...groundOf(reading, reason.object), trusted: true }
  const keys = parseSort(ground.object, everything(principal), reason.sort)
  const from = table(principal.workspace.schema, ground.object.table)
  const put = sql`select 1 from ${table(principal.workspace.schema, 'snooze')} s where s.user_id = ${principal.user}::uuid and s.record = t.id and s.until > ${context.today}::date`
  const rights = or(branches(principal, ground.object, 'read').map((way) => branchSql(way, 't')))
  const where = and([mineSql(principal, ground.object), compileFilter(ground, reason.filter), rights, sql`not exists (${put})`])
  return sql`(select ${i}::integer as reason, t.id from ${from} t where ${where} order by ${orderBy(keys, 't', 'whole')} limit ${said(mostOfOne + 1)})`
}

const mineSql = (principal: Principal, { owner }: Placed): Sql => sql`t.${id(columnOf(owner!, ''))} = ${principal.user}::uuid`

/** The house sorts by what it likes; what is shown of it is another matter. */
const everything = (principal: Principal): Principal => ({ ...principal, roles: principal.roles.map(({ fields: _, ...role }) => role) })

const isOpen = ({ catalog, principal }: Reading, { object: name }: DayReason) => {
  const object = catalog.objects.get(name)
  return object?.owner !== undefined && branches(principal, object, 'read').length > 0
}

async function recordsOf(reading: Reading, reasons: DayReason[], found: Found[]): Promise<Map<string, RecordJson>> {
  const ofOne = async ([name, group]: [string, Found[]]) => {
    const of = reasons.filter((reason) => reason.object === name)
    const open = (field: string) => fieldAccess(reading.principal, name, field) !== 'hidden'
    const ground = groundOf(reading, name)
    const fields = [...new Set(of.flatMap((reason) => reason.shows))].filter((field) => fieldOf(ground.object, field) && open(field))
    const ids = [...new Set(group.map((each) => each.id))]
    const about = Object.fromEntries(of.flatMap((reason) => Object.entries(reason.about ?? {})).filter(([field]) => fields.includes(field)))
    const loaded = await loadRecords(reading, name, ids, fields, Object.keys(about))
    await expand(reading, ground, loaded, about)
    return loaded
  }
  const loaded = await Promise.all([...Map.groupBy(found, (each) => each.reason.object)].map(ofOne))
  return new Map(loaded.flat().map((record) => [record.id, record]))
}

const entryOf = (reason: DayReason, record: RecordJson): DayEntry => ({
  reason: reason.name,
  object: reason.object,
  id: record.id,
  band: reason.band,
  at: reason.at === undefined ? null : ((record[reason.at] as string | null | undefined) ?? null),
  record,
})

function shownReason(reading: Reading, reason: DayReason, found: Found[]): DayAnswer['reasons'][number] {
  const { name, object, label, amount, offers, reminds, filter, at } = reason
  const { owner } = reading.catalog.objects.get(object)!
  const more = found.some((each) => each.reason === reason && each.more)
  return {
    name,
    object,
    label,
    reminds: reminds ?? false,
    offers,
    more,
    filter: { and: [{ field: owner!.name, op: 'me', value: true }, filter] },
    ...(amount === undefined ? {} : { amount }),
    ...(at === undefined ? {} : { at }),
  }
}

/** As day-reason.ts says it. */
export function inOrder(entries: DayEntry[], reasons: DayReason[], timeZone: string): DayEntry[] {
  const weight = new Map(reasons.map((reason) => [reason.name, reason.weight]))
  const later = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return entries
    .map((entry, place) => placeOf(entry, weight.get(entry.reason)!, place, timeZone))
    .toSorted(
      (a, b) =>
        a.band - b.band ||
        Number(b.timed) - Number(a.timed) ||
        later(a.clock, b.clock) ||
        later(a.day, b.day) ||
        b.weight - a.weight ||
        a.place - b.place,
    )
    .map(({ entry }) => entry)
}

/** What it is ordered by, once for each: asked of the time zone in every comparison it was a sixteenth of the whole answer. */
function placeOf(entry: DayEntry, weight: number, place: number, timeZone: string) {
  const { at, band } = entry
  const timed = band === 'today' && at !== null && at.length > 10
  const day = band === 'idle' || at === null ? '' : at.length > 10 ? dayIn(timeZone, at) : at
  return { entry, band: bands.indexOf(band as Band), timed, clock: timed ? at : '', day, weight, place }
}

async function seenAt({ run, principal }: Reading): Promise<string | null> {
  const { rows } = await run<{ at: string }>(
    sql`select s.at from ${table(principal.workspace.schema, 'day_seen')} s where s.user_id = ${principal.user}::uuid`,
  )
  return rows[0] ? new Date(rows[0].at).toISOString() : null
}
