/** Reading the log of deeds: what was done, by whom, how much, and whether it can be taken back. */
import { Refusal } from '../lib/errors.ts'
import type { ChangesetJson, Label } from '../lib/wire.ts'
import type { House, Reading } from './house.ts'
import { type Principal, has } from './principal.ts'
import { isId } from './list.ts'
import { type Sql, and, join, or, sql, table } from './store/sql.ts'

/** The doer may take back for a month; later, and others' deeds, with the right `undo`. */
const ownDeedDays = 30

type Row = {
  id: string
  deed: string
  at: string
  by: string
  byName: string | null
  via: string
  state: 'open' | 'closed'
  undo_of: string | null
  undone_by: string | null
  created: number
  changed: number
  removed: number
  subjects: number
  objects: string[]
}

export async function listChangesets(
  reading: Reading,
  query: { limit?: number; before?: string; by?: string },
): Promise<{ records: ChangesetJson[]; next: string | null }> {
  const limit = query.limit ?? 50
  const conditions: Sql[] = [visible(reading.principal)]
  if (query.before) {
    if (!isId(query.before)) throw new Refusal('bad-cursor')
    conditions.push(
      sql`(s.at, s.id) < (select b.at, b.id from ${table(reading.principal.workspace.schema, 'changeset')} b where b.id = ${query.before})`,
    )
  }
  if (query.by) conditions.push(sql`s.by = ${query.by}::uuid`)
  const rows = await select(reading, sql`where ${and(conditions)} order by s.at desc, s.id desc limit ${limit + 1}`)
  return { records: rows.slice(0, limit).map((row) => toJson(reading, row)), next: rows.length > limit ? rows[limit - 1]!.id : null }
}

export async function readChangeset(reading: Reading, id: string): Promise<ChangesetJson> {
  const [row] = isId(id) ? await select(reading, sql`where s.id = ${id} and ${visible(reading.principal)}`) : []
  if (!row) throw new Refusal('not-found')
  return toJson(reading, row)
}

export type Changeset = {
  id: string
  by: string
  at: string
  state: 'open' | 'closed'
  created: number
  undoOf: string | null
  undoneBy: string | null
}

export async function loadChangeset(house: House, principal: Principal, id: string): Promise<Changeset> {
  if (!isId(id)) throw new Refusal('not-found')
  const { schema, role } = principal.workspace
  const { rows } = await house
    .databaseOf(principal.workspace)
    .as(
      role,
      (run) =>
        run<Changeset>(
          sql`select s.id, s.by, s.at, s.state, s.created, s.undo_of as "undoOf", s.undone_by as "undoneBy" from ${table(schema, 'changeset')} s where s.id = ${id} and ${visible(principal)}`,
        ),
      { readOnly: true },
    )
  if (!rows[0]) throw new Refusal('not-found')
  return rows[0]
}

export function mayUndo(principal: Principal, changeset: { by: string; at: string }): boolean {
  const age = (Date.now() - new Date(changeset.at).getTime()) / 86_400_000
  if (has(principal, 'admin')) return true
  if (changeset.by === principal.user) return age < ownDeedDays || has(principal, 'undo')
  return has(principal, 'undo') && principal.people.below.includes(changeset.by)
}

/** One's own deeds, one's people's with the right to undo, everybody's for an administrator. */
export function visible(principal: Principal): Sql {
  if (has(principal, 'admin')) return sql`true`
  const mine = sql`s.by = ${principal.user}::uuid`
  return has(principal, 'undo') ? or([mine, sql`s.by = any(${principal.people.below}::uuid[])`]) : mine
}

async function select(reading: Reading, rest: Sql): Promise<Row[]> {
  const { schema } = reading.principal.workspace
  const users = table(schema, reading.catalog.objects.get('user')!.table)
  const columns = join([sql`s.*`, sql`(select u.f_name from ${users} u where u.id = s.by) as "byName"`], ', ')
  return (await reading.run<Row>(sql`select ${columns} from ${table(schema, 'changeset')} s ${rest}`)).rows
}

function toJson(reading: Reading, row: Row): ChangesetJson {
  return {
    id: row.id,
    deed: row.deed,
    label: deedLabel(reading, row.deed),
    at: new Date(row.at).toISOString(),
    by: { id: row.by, title: row.byName },
    state: row.state,
    counts: { created: row.created, changed: row.changed, removed: row.removed, subjects: row.subjects },
    objects: row.objects,
    undoOf: row.undo_of,
    undoneBy: row.undone_by,
    canUndo: row.state === 'closed' && row.subjects > 0 && !row.undone_by && mayUndo(reading.principal, row),
  }
}

const plainDeeds: Record<string, Label> = {
  create: { zh: '新建', en: 'Create' },
  update: { zh: '修改', en: 'Change' },
  remove: { zh: '删除', en: 'Remove' },
  batch: { zh: '批量修改', en: 'Bulk change' },
  import: { zh: '导入', en: 'Import' },
  export: { zh: '导出', en: 'Export' },
  load: { zh: '载入示例数据', en: 'Load example data' },
}

/** `lead.assign` → 转交 · 线索; what a person did, in his words. */
export function deedLabel(reading: Pick<Reading, 'catalog'>, deed: string): Label {
  if (deed === 'changeset.undo') return { zh: '撤销', en: 'Undo' }
  const [name, verb] = deed.split('.') as [string, string]
  const object = reading.catalog.objects.get(name)
  const done = object?.actions.find((action) => action.name === verb)?.label ?? plainDeeds[verb] ?? { zh: verb, en: verb }
  const what = object?.definition.label ?? { zh: '', en: '' }
  return { zh: `${done.zh}${what.zh}`, en: `${done.en} ${what.en.toLowerCase()}`.trim() }
}
