/** Lines of a document: children owned by the parent, written in the same call and changeset. The list that comes is the list that stays. */
import type { Placed } from '../catalog.ts'
import { id, sql, table } from '../store/sql.ts'
import { create } from './create.ts'
import { remove } from './remove.ts'
import { update } from './update.ts'
import type { Draft } from './values.ts'
import type { Tx } from './tx.ts'

export async function writeChildren(tx: Tx, object: Placed, parents: Draft[], how: 'create' | 'update'): Promise<void> {
  for (const at of object.fields.values()) {
    const owned = at.type.children?.(at.field)
    if (!owned) continue
    const child = tx.catalog.objects.get(owned.of)
    if (!child) continue
    for (const parent of parents) {
      const lines = parent.children[at.name] as Record<string, unknown>[] | undefined
      if (!lines) continue
      const values = lines.map(({ id: _, ...rest }) => ({ ...rest, [owned.by]: parent.id }))
      const known = how === 'update' ? await childIds(tx, child, owned.by, parent.id) : new Set<string>()
      const gone = [...known].filter((each) => !lines.some((line) => line.id === each))
      const fresh = values.filter((_, i) => !known.has(lines[i]!.id as string))
      const stays = values.flatMap((each, i) =>
        known.has(lines[i]!.id as string) ? [{ id: lines[i]!.id as string, subject: parent.subject, values: each }] : [],
      )
      if (gone.length)
        await remove(
          tx,
          child.name,
          gone.map((each) => ({ id: each, subject: parent.subject })),
          { trusted: true },
        )
      if (stays.length) await update(tx, child.name, stays, { trusted: true })
      if (fresh.length)
        await create(
          tx,
          child.name,
          fresh.map((each) => ({ subject: parent.subject, values: each })),
          { trusted: true },
        )
    }
  }
}

async function childIds(tx: Tx, child: Placed, by: string, parent: string): Promise<Set<string>> {
  const pointer = child.fields.get(by)!.columns[0]!.name
  const { rows } = await tx.run<{ id: string }>(
    sql`select id from ${table(tx.principal.workspace.schema, child.table)} where ${id(pointer)} = ${parent}::uuid`,
  )
  return new Set(rows.map((row) => row.id))
}
