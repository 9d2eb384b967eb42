/** What a reference brings along: the product's price and unit on a line, the deal's customer on a follow-up. Snapshots; one question per reference. */
import { sees } from '../access.ts'
import type { Placed } from '../catalog.ts'
import { fieldAccess } from '../principal.ts'
import type { FieldAt } from '../store/columns.ts'
import type { Row } from '../store/reader.ts'
import { id, join, sql, table } from '../store/sql.ts'
import type { Draft } from './values.ts'
import type { Tx } from './tx.ts'

/** Fills what the writer did not say; `before` holds the rows as they were, none on creation. */
export async function fillFromReferences(tx: Tx, object: Placed, drafts: Draft[], before?: Map<string, Row>): Promise<void> {
  for (const at of object.fields.values()) {
    const fills = at.type.fills?.(at.field)
    const target = fills && tx.catalog.objects.get(at.type.target!(at.field))
    if (!target) continue
    const pointer = at.columns[0]!.name
    const fresh = drafts.filter((draft) => draft.row[pointer] && draft.row[pointer] !== before?.get(draft.id)?.[pointer])
    const pairs = Object.entries(fills).flatMap(([into, from]) => {
      const pair = { into: object.fields.get(into), from: target.fields.get(from) }
      return pair.into && pair.from && mayBring(tx, object, pair.into, target, pair.from) ? [pair as Pair] : []
    })
    if (fresh.length && pairs.length) await bring(tx, target, pairs, pointer, fresh)
  }
}

type Pair = { into: FieldAt; from: FieldAt }

/** What the writer may not see there he does not get to see here. */
const mayBring = (tx: Tx, object: Placed, into: FieldAt, target: Placed, from: FieldAt) =>
  fieldAccess(tx.principal, object.name, into.name) === 'hidden' ||
  ['read', 'write'].includes(fieldAccess(tx.principal, target.name, from.name))

/** Out of a record that he may not read nothing is brought: it is refused as one that is not there, in the same words. */
async function bring(tx: Tx, target: Placed, pairs: Pair[], pointer: string, drafts: Draft[]): Promise<void> {
  const columns = [...new Set(pairs.flatMap(({ from }) => from.columns.map((column) => column.name)))]
  const ids = [...new Set(drafts.map((draft) => draft.row[pointer] as string))]
  const { rows } = await tx.run<Row>(
    sql`select t.id, ${join(
      columns.map((column) => sql`t.${id(column)}`),
      ', ',
    )} from ${table(tx.principal.workspace.schema, target.table)} t
      where t.id = any(${ids}::uuid[]) and ${sees(tx.principal, target, 'read', 't')}`,
  )
  const known = new Map(rows.map((row) => [row.id as string, row]))
  for (const draft of drafts) {
    const row = known.get(draft.row[pointer] as string)
    if (!row) continue
    for (const { into, from } of pairs) {
      if (draft.said?.has(into.name)) continue
      into.columns.forEach((column, i) => {
        draft.row[column.name] = row[from.columns[i]!.name] ?? null
        draft.columns.push(column.name)
        ;(draft.brought ??= new Set()).add(column.name)
      })
    }
  }
}
