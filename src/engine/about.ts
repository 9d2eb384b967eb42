/** What a deed was about, in a word: the record that a person would name, beside the deed's own name. */
import type { Cell } from '../fields/field.ts'
import type { ChangesetJson } from '../lib/wire.ts'
import type { About } from '../lib/wire-log.ts'
import { covers, sees } from './access.ts'
import { titleIn } from './changes.ts'
import type { Reading } from './house.ts'
import { groundOf } from './list.ts'
import { titleSql } from './store/reader.ts'
import { sql, table } from './store/sql.ts'
import type { Op } from './write/log.ts'

type First = { changeset: string; object: string; record: string; op: Op; before: string | null }

export async function withAbout<T extends Pick<ChangesetJson, 'id'>>(
  reading: Reading,
  changesets: T[],
): Promise<(T & { about: About | null })[]> {
  const first = new Map((await firsts(reading, changesets)).map((each) => [each.changeset, each]))
  const titles = await titlesOf(reading, [...first.values()])
  return changesets.map((changeset) => {
    const { object, record } = first.get(changeset.id) ?? {}
    return { ...changeset, about: object && record ? { object, id: record, title: titles.get(record) ?? null } : null }
  })
}

/** Of the first subject the record of the deed's own object: of a lead made with its next step, the lead. A lateral per changeset, for an import has 100,000. */
async function firsts(reading: Reading, changesets: Pick<ChangesetJson, 'id'>[]): Promise<First[]> {
  const { schema } = reading.principal.workspace
  const { rows } = await reading.run<First>(
    sql`select s.id as changeset, c.object, c.record, c.op, c.before from ${table(schema, 'changeset')} s cross join lateral
      (select * from ${table(schema, 'change')} c where c.changeset = s.id order by c.subject, (c.object <> split_part(s.deed, '.', 1)), c.record, c.version desc limit 1) c
      where s.id = any(${changesets.map((each) => each.id)}::uuid[])`,
  )
  return rows
}

/** As the records are called now; removed ones as they were called last. What may not be read has no name. */
async function titlesOf(reading: Reading, firsts: First[]): Promise<Map<string, string>> {
  const titles = new Map<string, string>()
  for (const [name, group] of Map.groupBy(firsts, (each) => each.object)) {
    const object = reading.catalog.objects.get(name)
    if (!object) continue
    for (const { record, op, before } of group) {
      if (op !== 'r' || before === null) continue
      const row = JSON.parse(before) as Record<string, Cell>
      if (covers(reading.principal, object, 'read', row)) titles.set(record, titleIn(reading, object, row))
    }
    const ids = group.map((each) => each.record)
    const { rows } = await reading.run<{ id: string; title: string | null }>(
      sql`select t.id, ${titleSql(groundOf(reading, name), object, 't')} as title from ${table(reading.principal.workspace.schema, object.table)} t
        where t.id = any(${ids}::uuid[]) and ${sees(reading.principal, object, 'read', 't')}`,
    )
    for (const row of rows) titles.set(row.id, row.title ?? '')
  }
  return titles
}
