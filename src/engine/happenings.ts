/**
 * What happened to the records that hang on this one, as its timeline tells it: made, brought to another state. Any object
 * that refers to it takes part, unless it is quiet, a line of a document, or refers by a rare (folded) field.
 */
import type { TimelineEntry } from '../lib/wire.ts'
import { sees } from './access.ts'
import { captionOf } from './caption.ts'
import type { Placed } from './catalog.ts'
import type { Reading } from './house.ts'
import { loadRecords } from './list.ts'
import { fieldAccess } from './principal.ts'
import type { FieldAt } from './store/columns.ts'
import { type Sql, id, join, byKey, sql, table } from './store/sql.ts'

/** Of each kind so many of the newest are looked at: a customer's hundredth last order is found in its list. */
const latest = 100

type Happened = {
  object: string
  record: string
  op: 'c' | 'u'
  changeset: string
  deed: string
  at: Date | string
  by: string | null
  byName: string | null
  before: string | null
  after: string | null
}

export async function happenings(reading: Reading, object: Placed, recordId: string, until: string | undefined): Promise<TimelineEntry[]> {
  const kinds = hanging(reading, object)
  if (!kinds.length) return []
  const statement = sql`${join(
    kinds.map((kind) => ofOne(reading, kind, recordId, until)),
    ' union all ',
  )}`
  const { rows } = await byKey<Happened>(reading.run, statement)
  // One that was made and moved on in the same deed (an import) was made in the state it ended in.
  const made = new Map(rows.filter((row) => row.op === 'c').map((row) => [row.record, row]))
  const withIt = (row: Happened) => row.op === 'u' && row.changeset === made.get(row.record)?.changeset
  for (const row of rows.filter(withIt)) made.get(row.record)!.after = row.after
  return rows
    .filter((row) => !withIt(row))
    .map((row) => {
      const state = reading.catalog.objects.get(row.object)!.state?.name
      return {
        kind: 'related',
        at: new Date(row.at).toISOString(),
        by: row.by === null ? null : { id: row.by, title: row.byName },
        changeset: row.changeset,
        deed: row.deed,
        about: { object: row.object, id: row.record, title: '', facts: {} },
        ...(state && row.after !== null ? { changes: [{ field: state, before: row.before, after: row.after }] } : {}),
      }
    })
}

type Kind = { child: Placed; by: FieldAt; state: FieldAt | undefined }

function hanging({ catalog, principal }: Reading, object: Placed): Kind[] {
  const reads = (child: Placed, at: FieldAt) => ['read', 'write'].includes(fieldAccess(principal, child.name, at.name))
  return object.pointers.flatMap(({ object: name, at }) => {
    const child = catalog.objects.get(name)!
    const { quiet, timeline } = child.definition
    if (quiet || timeline || child.document || at.field.folded || !reads(child, at)) return []
    return [{ child, by: at, state: child.state && reads(child, child.state) ? child.state : undefined }]
  })
}

/** The state that a change left is what the next one found, or what it is now. Each log is looked up by its key, whatever the planner thinks of its size. */
function ofOne({ catalog, principal }: Reading, { child, by, state }: Kind, recordId: string, until: string | undefined): Sql {
  const { schema } = principal.workspace
  const column = state?.columns[0]!.name
  const before = column ? sql`c.before ->> ${column}` : sql`null::text`
  const after = column ? sql`coalesce(lead(c.before ->> ${column}) over (partition by t.id order by c.version), t.${id(column)})` : before
  const moved = column ? sql`c.op = 'u' and pg_catalog.jsonb_exists(c.before, ${column})` : sql`false`
  const then = until === undefined ? sql`` : sql` and t.created_at <= ${until}::timestamptz`
  const kept = column ? sql`, t.${id(column)}` : sql``
  const users = table(schema, catalog.objects.get('user')!.table)
  // What an import brought from elsewhere was made there, by whom and when the file says.
  return sql`select ${child.name}::text as object, h.record, h.op, h.changeset, s.deed, h.before, h.after,
      case when h.op = 'c' then h.created_at else s.at end as at, case when h.op = 'c' then h.created_by else s.by end as by,
      (select u.f_name from ${users} u where u.id = case when h.op = 'c' then h.created_by else s.by end) as "byName"
    from (select t.id as record, c.op, c.changeset, t.created_at, t.created_by, ${before} as before, ${after} as after
      from (select t.id, t.created_at, t.created_by${kept} from ${table(schema, child.table)} t
        where t.${id(by.columns[0]!.name)} = ${recordId}::uuid${then} and ${sees(principal, child, 'read', 't')}
        order by t.created_at desc, t.id desc limit ${latest}) t
      cross join lateral (select * from ${table(schema, 'change')} c where c.record = t.id and (c.op = 'c' or (${moved})) offset 0) c) h
    cross join lateral (select * from ${table(schema, 'changeset')} s where s.id = h.changeset limit 1) s`
}

/** Those that are told are called by their names, with what stands under a name of that kind; on whose page it is, and its state, are said already. */
export async function nameHappenings(reading: Reading, entries: TimelineEntry[], from: string): Promise<void> {
  const told = entries.flatMap(({ about }) => about ?? [])
  for (const [name, these] of Map.groupBy(told, (about) => about.object)) {
    const { title, definition, state } = reading.catalog.objects.get(name)!
    const under = (definition.views.subtitle ?? []).filter((each) => each !== state?.name)
    const ids = [...new Set(these.map((about) => about.id))]
    const found = await loadRecords(reading, name, ids, [...title.map((at) => at.name), ...under])
    const records = new Map(found.map((record) => [record.id, record]))
    for (const about of these) {
      const record = records.get(about.id)
      if (!record) continue
      const facts = under.flatMap((each) => (record[each] === undefined || isRefTo(record[each], from) ? [] : [[each, record[each]]]))
      Object.assign(about, { title: captionOf(reading, name, record).title, facts: Object.fromEntries(facts) })
    }
  }
}

const isRefTo = (value: unknown, id: string) => typeof value === 'object' && value !== null && 'id' in value && value.id === id
