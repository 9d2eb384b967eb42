/** Removing records: gone from the table, whole in the change. Refused with counts where others depend, unless those go along. */
import { Refusal } from '../../lib/errors.ts'
import { sees } from '../access.ts'
import type { Placed } from '../catalog.ts'
import type { FieldAt } from '../store/columns.ts'
import { id, join, or, sql, table } from '../store/sql.ts'
import { type Kept, deleteRows, lock, updateRows } from './rows.ts'
import { ownRoad } from './create.ts'
import { lockingState } from './locks.ts'
import { anchorAnew } from './settle.ts'
import type { Tx } from './tx.ts'

export async function remove(
  tx: Tx,
  objectName: string,
  wanted: { id: string; subject: number }[],
  options: { trusted?: boolean } = {},
): Promise<void> {
  const object = tx.catalog.objects.get(objectName)!
  if (!options.trusted) ownRoad(tx, object)
  const rows = await lock(
    tx,
    object,
    wanted.map((each) => each.id),
    { may_remove: sees(tx.principal, object, 'remove', 't') },
  )
  const kept = wanted.map((each): Kept => {
    const row = rows.get(each.id)
    if (!row) throw new Refusal('not-found')
    if (row.may_remove !== true && !options.trusted) throw new Refusal('forbidden')
    const state = options.trusted ? undefined : lockingState(object, row)
    if (state) throw new Refusal('locked', { state: state.label[tx.context.language] })
    return { ...each, row }
  })
  for (const pointer of object.pointers) await release(tx, object, pointer.object, pointer.at, kept)
  await deleteRows(tx, object, kept)
  await tx.written(
    object,
    'remove',
    [],
    kept.map((each) => each.id),
  )
}

/** Who points here is removed along, emptied, or stands in the way, as his field says. */
async function release(tx: Tx, object: Placed, name: string, at: FieldAt, kept: Kept[]): Promise<void> {
  const child = tx.catalog.objects.get(name)!
  const column = at.columns[0]!.name
  const ids = kept.map((each) => each.id)
  const elsewhere = or(child.anchors.filter((each) => each !== at).map((each) => sql`c.${id(each.columns[0]!.name)} is not null`))
  const { rows } = await tx.run<{ id: string; target: string; elsewhere: boolean }>(
    sql`select c.id, c.${id(column)} as target, ${elsewhere} as elsewhere from ${table(tx.principal.workspace.schema, child.table)} c where c.${id(column)} = any(${ids}::uuid[]) order by c.id`,
  )
  const dependents = rows.filter((row) => !(child === object && ids.includes(row.id)))
  if (!dependents.length) return
  const rule = at.field.remove ?? 'refuse'
  if (rule === 'refuse') throw new Refusal('in-use', { count: dependents.length, object: child.definition.label[tx.context.language] })
  const subjectOf = new Map(kept.map((each) => [each.id, each.subject]))
  const goes = (row: { elsewhere: boolean }) => rule === 'with' || (rule === 'alone' && !row.elsewhere)
  const [along, staying] = [dependents.filter(goes), dependents.filter((row) => !goes(row))].map((list) =>
    list.map((row) => ({ id: row.id, subject: subjectOf.get(row.target)! })),
  ) as [Dependent[], Dependent[]]
  if (along.length) await removeDependents(tx, child, along)
  if (staying.length) await letGo(tx, child, at, staying)
}

type Dependent = { id: string; subject: number }

async function letGo(tx: Tx, child: Placed, at: FieldAt, children: Dependent[]): Promise<void> {
  const column = at.columns[0]!.name
  const ids = children.map((each) => each.id)
  const locked = await lockAll(tx, child, ids)
  await updateRows(
    tx,
    child,
    children.map((each) => ({
      ...each,
      before: locked.get(each.id)!,
      row: { ...locked.get(each.id)!, [column]: null },
      columns: [column],
    })),
  )
  if (child.anchors.includes(at)) await anchorAnew(tx, child, sql`c.id = any(${ids}::uuid[])`)
}

async function removeDependents(tx: Tx, child: Placed, children: Dependent[]): Promise<void> {
  const locked = await lockAll(
    tx,
    child,
    children.map((each) => each.id),
  )
  const kept = children.map((each) => ({ ...each, row: locked.get(each.id)! }))
  for (const pointer of child.pointers) await release(tx, child, pointer.object, pointer.at, kept)
  await deleteRows(tx, child, kept)
}

/** Dependents are locked whether or not the actor could read them: what hangs on a record goes where the record goes. */
async function lockAll(tx: Tx, object: Placed, ids: string[]) {
  const columns = object.columns.filter((column) => !column.name.startsWith('search_')).map((column) => id(column.name))
  const { rows } = await tx.run<Kept['row']>(
    sql`select ${join(columns, ', ')} from ${table(tx.principal.workspace.schema, object.table)} where id = any(${ids}::uuid[]) order by id for update`,
  )
  return new Map(rows.map((row) => [row.id as string, row]))
}
