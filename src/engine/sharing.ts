/** Sharing one record with a colleague: deeds of every object whose records belong to somebody, also of one made at runtime. */
import type { Cell } from '../fields/field.ts'
import { choice, owner } from '../fields/index.ts'
import type { FieldProblem } from '../lib/errors.ts'
import type { ShareLevel, SharesAnswer } from '../lib/wire.ts'
import type { Placed } from './catalog.ts'
import type { Reading } from './house.ts'
import { groundOf, loadRecord } from './list.ts'
import type { Action, DeedOn } from './module.ts'
import { id, sql, table } from './store/sql.ts'
import { lock, updateRows } from './write/rows.ts'
import { shareCell, shareCells } from './write/shares.ts'

/** Personal things are shown otherwise, and lines go with their document. */
export const isShareable = ({ owner: whose, document, definition }: Placed): boolean =>
  whose !== undefined && !document && !definition.access.personal

export const sharingOf = (object: Placed): Action[] => (isShareable(object) ? [share(object), unshare(object)] : [])

const colleague = owner({ label: { zh: '同事', en: 'Colleague' }, required: true, default: undefined })

const share = ({ name }: Placed): Action => ({
  object: name,
  name: 'share',
  label: { zh: '共享', en: 'Share' },
  icon: 'share',
  input: {
    user: colleague,
    level: choice({
      label: { zh: '可以', en: 'May' },
      options: [
        { id: 'read', label: { zh: '查看', en: 'View' } },
        { id: 'write', label: { zh: '编辑', en: 'Edit' } },
      ],
      required: true,
      default: 'read',
    }),
  },
  right: 'assign',
  checks: (on) => problemsOf(on, name, shareProblem),
  run: (on) => setLevel(on, name, on.input.level as ShareLevel),
})

const unshare = ({ name }: Placed): Action => ({
  object: name,
  name: 'unshare',
  label: { zh: '取消共享', en: 'Stop sharing' },
  icon: 'unshare',
  input: { user: colleague },
  right: 'assign',
  checks: (on) => problemsOf(on, name, ({ level }) => (level === null ? 'not-shared' : undefined)),
  run: (on) => setLevel(on, name, null),
})

/** `active`: nothing where there is nobody of that id. */
type Asked = { self: boolean; active: boolean | undefined; owner: boolean; level: Cell }

function shareProblem({ self, active, owner: owns }: Asked): FieldProblem['code'] | undefined {
  if (active === undefined) return 'no-such-record'
  if (self) return 'share-self'
  if (owns) return 'share-owner'
  return active ? undefined : 'has-left'
}

/** What is wrong with sharing each of the records with him. */
async function problemsOf(
  { tx, records, input }: DeedOn,
  objectName: string,
  wrong: (asked: Asked) => FieldProblem['code'] | undefined,
): Promise<Map<string, FieldProblem>> {
  const user = input.user as string
  const object = tx.catalog.objects.get(objectName)!
  const ids = records.map((record) => record.id)
  const { schema } = tx.principal.workspace
  const [people, owners, cells] = await Promise.all([
    tx.run<{ active: boolean | null }>(
      sql`select u.f_active as active from ${table(schema, tx.catalog.objects.get('user')!.table)} u where u.id = ${user}`,
    ),
    tx.run<{ id: string; owner: string | null }>(
      sql`select t.id, t.${id(object.owner!.columns[0]!.name)} as owner from ${table(schema, object.table)} t where t.id = any(${ids}::uuid[])`,
    ),
    shareCells(tx, ids),
  ])
  const active = people.rows[0] && people.rows[0].active !== false
  const ownerOf = new Map(owners.rows.map((row) => [row.id, row.owner]))
  const found = new Map<string, FieldProblem>()
  for (const record of ids) {
    const level = cells.get(record)?.[shareCell(user)] ?? null
    const code = wrong({ self: user === tx.principal.user, active, owner: ownerOf.get(record) === user, level })
    if (code) found.set(record, { field: 'user', code })
  }
  return found
}

/** The records are locked already: of two who share at the same moment the second finds what the first did. */
async function setLevel({ tx, records, input, subjects }: DeedOn, objectName: string, level: ShareLevel | null): Promise<void> {
  const object = tx.catalog.objects.get(objectName)!
  const ids = records.map((record) => record.id)
  const [rows, cells] = [await lock(tx, object, ids), await shareCells(tx, ids)]
  const cell = shareCell(input.user as string)
  const changed = ids.flatMap((record) => {
    const was = cells.get(record)?.[cell] ?? null
    if (was === level) return []
    const before = { ...rows.get(record)!, [cell]: was }
    return [{ id: record, subject: subjects.get(record)!, before, row: { ...before, [cell]: level }, columns: [cell] }]
  })
  await updateRows(tx, object, changed)
}

/** Who has it, for whoever may see the record; whoever owns it by now needs no share. */
export async function sharesOf(reading: Reading, objectName: string, recordId: string): Promise<SharesAnswer> {
  const { object } = groundOf(reading, objectName)
  await loadRecord(reading, objectName, recordId)
  const { schema } = reading.principal.workspace
  const { rows } = await reading.run<{ user: string; name: string | null; level: ShareLevel; at: string | Date }>(
    sql`select s.user_id as user, u.f_name as name, s.level, s.at from ${table(schema, 'share')} s
      join ${table(schema, object.table)} t on t.id = s.record left join ${table(schema, reading.catalog.objects.get('user')!.table)} u on u.id = s.user_id
      where s.record = ${recordId}::uuid and s.user_id is distinct from t.${id(object.owner!.columns[0]!.name)} order by s.at, s.user_id`,
  )
  return {
    records: rows.map(({ user, name, level, at }) => ({ user: { id: user, title: name }, level, at: new Date(at).toISOString() })),
  }
}
