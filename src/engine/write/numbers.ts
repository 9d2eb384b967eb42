/** Auto-numbers come from a counter row: no gaps by rollback, no two alike, one statement for a set. */
import type { Placed } from '../catalog.ts'
import { sql, table } from '../store/sql.ts'
import type { Draft } from './values.ts'
import type { Tx } from './tx.ts'

export async function fillNumbers(tx: Tx, object: Placed, drafts: Draft[]): Promise<void> {
  if (!drafts.length) return
  for (const at of object.fields.values()) {
    if (!at.type.number) continue
    const { counter, show } = at.type.number(at.field, tx.context)
    const name = `${object.name}.${at.name}.${counter}`
    const place = table(tx.principal.workspace.schema, 'counter')
    const { rows } = await tx.run<{ n: string }>(
      sql`insert into ${place} as counter (name, n) values (${name}, ${drafts.length}) on conflict (name) do update set n = counter.n + ${drafts.length} returning n::text`,
    )
    const first = Number(rows[0]!.n) - drafts.length
    drafts.forEach((draft, i) => (draft.row[at.columns[0]!.name] = show(first + i + 1)))
  }
}
