/** Versions: a stale write merges field by field; refused only where both changed the same field. */
import { Refusal } from '../../lib/errors.ts'
import type { Placed } from '../catalog.ts'
import { loadRecords } from '../list.ts'
import { fieldAccess } from '../principal.ts'
import { linesKey } from '../store/columns.ts'
import type { Row } from '../store/reader.ts'
import { sql, table } from '../store/sql.ts'
import { valueOf } from './expressions.ts'
import type { Draft, Incoming } from './values.ts'
import type { Tx } from './tx.ts'

export async function mergeStale(tx: Tx, object: Placed, incoming: Incoming[], drafts: Draft[], before: Map<string, Row>): Promise<void> {
  for (const draft of drafts) {
    const version = incoming[draft.index]!.version
    const row = before.get(draft.id)!
    if (version === undefined || version >= Number(row.version)) continue
    const since = await columnsSince(tx, draft.id, version)
    const current: Record<string, unknown> = {}
    for (const at of object.fields.values()) {
      const both = at.columns.some((column) => draft.columns.includes(column.name) && since.has(column.name))
      const readable = fieldAccess(tx.principal, object.name, at.name) !== 'hidden'
      if (both && readable && JSON.stringify(valueOf(at, draft.row)) !== JSON.stringify(valueOf(at, row)))
        current[at.name] = valueOf(at, row)
      if (at.type.children && draft.children[at.name] && since.has(linesKey(at)) && readable)
        current[at.name] = (await loadRecords(tx, object.name, [draft.id], [at.name]))[0]?.[at.name]
    }
    if (Object.keys(current).length) throw new Refusal('conflict', {}, [], { current: { ...current, version: Number(row.version) } })
  }
}

async function columnsSince(tx: Tx, record: string, version: number): Promise<Set<string>> {
  const { rows } = await tx.run<{ column: string }>(
    sql`select distinct k as column from ${table(tx.principal.workspace.schema, 'change')} c, pg_catalog.jsonb_object_keys(c.before) k where c.record = ${record} and c.version > ${version} and c.op = 'u'`,
  )
  return new Set(rows.map((row) => row.column))
}
