/** What hangs on a record hangs on more from now on: a lead's follow-ups and tasks on the customer that it became. */
import type { Row } from '../store/reader.ts'
import { id, join, sql, table } from '../store/sql.ts'
import { updateRows } from './rows.ts'
import { anchorAnew } from './settle.ts'
import type { Tx } from './tx.ts'

export type Hanging = { subject: number; refs: Record<string, string | null> }

/**
 * Fills empty references of all records of `objectName` whose field `by` names one of these, whether or not the doer could read
 * them: what hangs on a record goes where the record goes. What refers to something else already stays there.
 */
export async function hangOn(tx: Tx, objectName: string, by: string, on: Map<string, Hanging>): Promise<void> {
  const object = tx.catalog.objects.get(objectName)!
  const pointer = object.fields.get(by)!.columns[0]!.name
  const columns = object.columns.filter((column) => !column.name.startsWith('search_')).map((column) => id(column.name))
  const { rows } = await tx.run<Row>(
    sql`select ${join(columns, ', ')} from ${table(tx.principal.workspace.schema, object.table)} where ${id(pointer)} = any(${[...on.keys()]}::uuid[]) order by id for update`,
  )
  const changed = rows.flatMap((before) => {
    const { subject, refs } = on.get(before[pointer] as string)!
    const row = { ...before }
    const filled: string[] = []
    for (const [field, target] of Object.entries(refs)) {
      const column = object.fields.get(field)!.columns[0]!.name
      if (!target || row[column] !== null) continue
      row[column] = target
      filled.push(column)
    }
    return filled.length ? [{ id: before.id as string, subject, before, row, columns: filled }] : []
  })
  await updateRows(tx, object, changed)
  if (changed.length) await anchorAnew(tx, object, sql`c.id = any(${changed.map((each) => each.id)}::uuid[])`)
}
