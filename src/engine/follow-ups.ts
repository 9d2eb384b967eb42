/** What people noted about a record, for its timeline: written straight from the rows, as a list is. */
import { sees } from './access.ts'
import type { Placed } from './catalog.ts'
import type { Reading } from './house.ts'
import { groundOf } from './list.ts'
import type { FieldAt } from './store/columns.ts'
import { type Row, reader } from './store/reader.ts'
import { and, byKey, id, join, sql, table } from './store/sql.ts'
import { refText } from './store/writer.ts'
import type { Told } from './timeline.ts'
import { namedRefs } from './titles.ts'

/** What they hang on: not looked up once more to be named. */
type Itself = { id: string; title: Promise<string | null> }

/** Of every object that is told in timelines, by each of its fields that can point here: so many of the newest. */
export function followUps(
  reading: Reading,
  object: Placed,
  itself: Itself,
  limit: number,
  until: { at: string } | undefined,
): Promise<Told[]>[] {
  return object.pointers.flatMap(({ object: name, at }) => {
    const child = reading.catalog.objects.get(name)!
    const stands = child.definition.timeline
    return stands ? [ofOne(reading, child, at, stands.at, itself, limit, until)] : []
  })
}

async function ofOne(
  reading: Reading,
  child: Placed,
  pointer: FieldAt,
  times: string[],
  itself: Itself,
  limit: number,
  until: { at: string } | undefined,
): Promise<Told[]> {
  const read = reader(groundOf(reading, child.name))
  const columnOf = (name: string) => (child.fields.get(name) ?? child.system.get(name))!.columns[0]!.name
  const at = sql`coalesce(${join(
    times.map((name) => sql`t.${id(columnOf(name))}`),
    ', ',
  )})`
  const here = columnOf(pointer.name)
  const conditions = [
    sql`t.${id(here)} = ${itself.id}::uuid`,
    sees(reading.principal, child, 'read', 't'),
    ...(until ? [sql`${at} <= ${until.at}::timestamptz`] : []),
  ]
  const statement = sql`select ${read.columns}, ${at} as at__ from ${table(reading.principal.workspace.schema, child.table)} t where ${and(conditions)} order by at__ desc, t.id desc limit ${limit}`
  const { rows } = await byKey<Row & { at__: string }>(reading.run, statement)
  const others = read.pointers.filter(({ column }) => column !== here)
  const names = await namedRefs(reading, others, rows)
  for (const { target } of read.pointers.filter(({ column }) => column === here))
    names.set(target, new Map(names.get(target)).set(itself.id, refText(itself.id, await itself.title)))
  const by = read.pointers.find(({ column }) => column === columnOf(child.owner?.name ?? 'createdBy'))
  return rows.map((row) => {
    const moment = new Date(row.at__).toISOString()
    const who = by && row[by.column] !== null ? names.get(by.target)!.get(row[by.column] as string)! : 'null'
    const text = () =>
      `{"kind":"activity","at":"${moment}","by":${who},"changeset":null,"deed":"${child.name}.create","record":${read.one(row, names)}}`
    return { at: moment, key: row.id as string, text }
  })
}
