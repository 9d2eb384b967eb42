/** What one changeset did, record by record, with the values before and after that the reader may see. A reading of the log. */
import type { Cell } from '../fields/field.ts'
import { Refusal } from '../lib/errors.ts'
import type { ChangedRecord, ChangesAnswer } from '../lib/wire-log.ts'
import { covers, sees } from './access.ts'
import type { Placed } from './catalog.ts'
import { readChangeset } from './changesets.ts'
import { differences, nameReferences, nameSharers } from './history.ts'
import type { Reading } from './house.ts'
import { isId } from './list.ts'
import { fieldAccess } from './principal.ts'
import type { Row } from './store/reader.ts'
import { and, id, join, sql, table } from './store/sql.ts'
import { valueOf } from './write/expressions.ts'
import type { Op } from './write/log.ts'
import { shareCells, shareChanges } from './write/shares.ts'

type Touched = { subject: number; record: string; object: string }
type Entry = { record: string; changeset: string; op: Op; before: Record<string, Cell> | null }

export async function changesIn(reading: Reading, changeset: string, query: { limit?: number; cursor?: string }): Promise<ChangesAnswer> {
  await readChangeset(reading, changeset)
  const limit = query.limit ?? 50
  const touched = await touchedBy(reading, changeset, limit + 1, query.cursor)
  const page = touched.slice(0, limit)
  const found = new Map<string, ChangedRecord>()
  for (const [name, group] of Map.groupBy(page, (each) => each.object)) {
    const object = reading.catalog.objects.get(name)
    if (!object) continue
    const told = await tell(reading, object, changeset, group)
    for (const each of told) found.set(each.id, each)
    await nameReferences(reading, object, told)
    await nameSharers(reading, told)
  }
  const last = touched.length > limit ? page.at(-1) : undefined
  return { records: page.flatMap((each) => found.get(each.record) ?? []), next: last ? `${last.subject}.${last.record}` : null }
}

async function touchedBy(reading: Reading, changeset: string, limit: number, cursor: string | undefined): Promise<Touched[]> {
  const [subject, record] = cursor === undefined ? [] : readPlace(cursor)
  const after = subject === undefined ? [] : [sql`(c.subject, c.record) > (${subject}::integer, ${record}::uuid)`]
  const { rows } = await reading.run<Touched>(
    sql`select distinct c.subject, c.record, c.object from ${table(reading.principal.workspace.schema, 'change')} c
      where ${and([sql`c.changeset = ${changeset}`, ...after])} order by c.subject, c.record limit ${limit}`,
  )
  return rows
}

function readPlace(cursor: string): [number, string] {
  const match = /^(\d{1,9})\.(.+)$/.exec(cursor)
  if (!match || !isId(match[2]!)) throw new Refusal('bad-cursor')
  return [Number(match[1]), match[2]!]
}

/** From the record as it is now back through the log, to how this changeset left it and how it found it. */
async function tell(reading: Reading, object: Placed, changeset: string, touched: Touched[]): Promise<ChangedRecord[]> {
  const ids = touched.map((each) => each.record)
  const [now, log, shared] = [await rowsNow(reading, object, ids), await logOf(reading, ids), await shareCells(reading, ids)]
  return touched.map(({ subject, record }) => {
    const current = now.get(record)
    const entries = log.get(record) ?? []
    let row: Row = { ...current?.row, ...shared.get(record) }
    let after: Row | undefined
    const cells: Record<string, Cell> = {}
    let last: Row = row
    for (const entry of entries) {
      const mine = entry.changeset === changeset
      if (mine) after ??= row
      else if (after) break
      row = { ...row, ...entry.before }
      if (entry.op === 'r') last = row
      if (mine && entry.op === 'u') Object.assign(cells, entry.before)
    }
    const ops = entries.filter((entry) => entry.changeset === changeset).map((entry) => entry.op)
    const readable = current ? current.readable : covers(reading.principal, object, 'read', last)
    const shares = readable ? shareChanges(cells, after ?? {}) : []
    return {
      subject,
      object: object.name,
      id: record,
      title: readable ? titleIn(reading, object, { ...row, ...after }) : null,
      did: ops[0] === 'r' ? 'removed' : ops.includes('c') ? 'created' : 'changed',
      exists: current !== undefined,
      changes: readable && ops[0] === 'u' && !ops.includes('c') ? differences(reading, object, row, after ?? {}, cells) : [],
      ...(shares.length ? { shares } : {}),
    }
  })
}

async function rowsNow(reading: Reading, object: Placed, ids: string[]): Promise<Map<string, { row: Row; readable: boolean }>> {
  const columns = object.columns.filter((column) => !column.name.startsWith('search_')).map((column) => sql`t.${id(column.name)}`)
  const { rows } = await reading.run<Row & { readable__: boolean }>(
    sql`select ${join(columns, ', ')}, (${sees(reading.principal, object, 'read', 't')}) is true as readable__
      from ${table(reading.principal.workspace.schema, object.table)} t where t.id = any(${ids}::uuid[])`,
  )
  return new Map(rows.map(({ readable__, ...row }) => [row.id as string, { row: row as Row, readable: readable__ }]))
}

/** Newest first. */
async function logOf(reading: Reading, ids: string[]): Promise<Map<string, Entry[]>> {
  const { rows } = await reading.run<Omit<Entry, 'before'> & { before: string | null }>(
    sql`select c.record, c.changeset, c.op, c.before from ${table(reading.principal.workspace.schema, 'change')} c
      where c.record = any(${ids}::uuid[]) order by c.record, c.version desc`,
  )
  const entries = rows.map((row): Entry => ({
    ...row,
    before: row.before === null ? null : (JSON.parse(row.before) as Record<string, Cell>),
  }))
  return Map.groupBy(entries, (entry) => entry.record)
}

/** What people called the record then: the first of its title fields that is filled and may be read. */
export function titleIn(reading: Reading, object: Placed, row: Row): string {
  for (const at of object.title) {
    const value = ['read', 'write'].includes(fieldAccess(reading.principal, object.name, at.name)) ? valueOf(at, row) : null
    if (value !== null) return at.type.toText(value, at.field, reading.context)
  }
  return ''
}
