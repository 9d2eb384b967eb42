/** Auto-numbers come from a counter row: no gaps by rollback, no two alike, one statement for a set. One that a deed hands on (a revision's) stays. */
import type { Placed } from '../catalog.ts'
import { sql, table } from '../store/sql.ts'
import type { Draft } from './values.ts'
import type { Tx } from './tx.ts'

export async function fillNumbers(tx: Tx, object: Placed, drafts: Draft[]): Promise<void> {
  for (const at of object.fields.values()) {
    const column = at.columns[0]?.name
    const fresh = at.type.number ? drafts.filter((draft) => draft.row[column!] === null) : []
    if (!at.type.number || !fresh.length) continue
    const { counter, show } = at.type.number(at.field, tx.context)
    const name = `${object.name}.${at.name}.${counter}`
    const place = table(tx.principal.workspace.schema, 'counter')
    const { rows } = await tx.run<{ n: string }>(
      sql`insert into ${place} as counter (name, n) values (${name}, ${fresh.length}) on conflict (name) do update set n = counter.n + ${fresh.length} returning n`,
    )
    const first = Number(rows[0]!.n) - fresh.length
    fresh.forEach((draft, i) => (draft.row[column!] = show(first + i + 1)))
  }
}
