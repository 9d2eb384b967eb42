/** A record as it would be written anew: what is kept, references by id, its lines without their ids. Read for the house: what is copied is not shown. */
import { loadRecords } from '../../engine/list.ts'
import { unlimited } from '../../engine/principal.ts'
import type { Tx } from '../../engine/write/tx.ts'
import type { RecordJson } from '../../lib/wire.ts'

export type Copy = { id: string; values: Record<string, unknown> }

export async function copies(tx: Tx, object: string, ids: string[]): Promise<Copy[]> {
  const records = await loadRecords({ ...tx, principal: unlimited(tx.principal) }, object, ids)
  return records.map((record) => ({ id: record.id, values: valuesOf(tx, object, record) }))
}

export function valuesOf(tx: Tx, object: string, record: RecordJson): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const at of tx.catalog.objects.get(object)!.fields.values()) {
    const value = record[at.name]
    const owned = at.type.children?.(at.field)
    if (owned)
      values[at.name] = (value as RecordJson[]).map((line) => {
        const { [owned.by]: _, ...rest } = valuesOf(tx, owned.of, line)
        return rest
      })
    else if (value !== undefined && (!at.type.computed || at.type.number)) values[at.name] = at.type.target ? idOf(value) : value
  }
  return values
}

const idOf = (value: unknown) => (typeof value === 'object' && value !== null && 'id' in value ? value.id : null)
