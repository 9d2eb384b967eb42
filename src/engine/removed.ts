/** What was removed and is not back: newest first, each with the changeset whose undo brings it back. What an undo took away was never thrown away. */
import type { Cell } from '../fields/field.ts'
import { Refusal } from '../lib/errors.ts'
import type { RemovedAnswer, RemovedRecord } from '../lib/wire-log.ts'
import { covers } from './access.ts'
import { titleIn } from './changes.ts'
import { mayUndo, visible } from './changesets.ts'
import type { Reading } from './house.ts'
import { isId } from './list.ts'
import { and, sql, table } from './store/sql.ts'

type Row = {
  changeset: string
  deed: string
  at: string
  by: string
  byName: string | null
  state: string
  subject: number
  object: string
  record: string
  before: string
}

export async function removed(reading: Reading, query: { limit?: number; cursor?: string }): Promise<RemovedAnswer> {
  const limit = query.limit ?? 50
  const rows = await removals(reading, limit + 1, query.cursor)
  const page = rows.slice(0, limit)
  const records = page.flatMap((row) => shown(reading, row) ?? [])
  const last = rows.length > limit ? page.at(-1) : undefined
  return { records, next: last ? `${last.changeset}.${last.subject}.${last.record}` : null }
}

async function removals(reading: Reading, limit: number, cursor: string | undefined): Promise<Row[]> {
  const { schema } = reading.principal.workspace
  const [changeset, subject, record] = cursor === undefined ? [] : readPlace(cursor)
  const after = changeset
    ? [
        sql`(s.at, s.id, c.subject, c.record) < (select b.at, b.id, ${subject}::integer, ${record}::uuid from ${table(schema, 'changeset')} b where b.id = ${changeset})`,
      ]
    : []
  // What was brought back, or removed again later, has a later version.
  const isLast = sql`not exists (select 1 from ${table(schema, 'change')} l where l.record = c.record and l.version > c.version)`
  const users = table(schema, reading.catalog.objects.get('user')!.table)
  const { rows } = await reading.run<Row>(
    sql`select s.id as changeset, s.deed, s.at, s.by, (select u.f_name from ${users} u where u.id = s.by) as "byName", s.state, c.subject, c.object, c.record, c.before
      from ${table(schema, 'changeset')} s join ${table(schema, 'change')} c on c.changeset = s.id and c.op = 'r'
      where ${and([sql`s.removed > 0`, sql`s.undo_of is null`, isLast, visible(reading.principal), ...after])} order by s.at desc, s.id desc, c.subject desc, c.record desc limit ${limit}`,
  )
  return rows
}

function readPlace(cursor: string): [string, number, string] {
  const [changeset, subject, record] = cursor.split('.')
  if (!isId(changeset ?? '') || !isId(record ?? '') || !/^\d{1,9}$/.test(subject ?? '')) throw new Refusal('bad-cursor')
  return [changeset!, Number(subject), record!]
}

function shown(reading: Reading, row: Row): RemovedRecord | undefined {
  const object = reading.catalog.objects.get(row.object)
  const cells = JSON.parse(row.before) as Record<string, Cell>
  if (!object || !covers(reading.principal, object, 'read', cells)) return undefined
  return {
    changeset: row.changeset,
    deed: row.deed,
    at: new Date(row.at).toISOString(),
    by: { id: row.by, title: row.byName },
    canUndo: row.state === 'closed' && mayUndo(reading.principal, row),
    subject: row.subject,
    object: row.object,
    id: row.record,
    title: titleIn(reading, object, cells),
  }
}
