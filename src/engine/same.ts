/** Who says the same: records found by a value as its type compares it, through the column kept for that. */
import { sees } from './access.ts'
import type { Placed } from './catalog.ts'
import type { Reading } from './house.ts'
import { fieldAccess } from './principal.ts'
import { type FieldAt, sameColumn } from './store/columns.ts'
import { id, sql, table } from './store/sql.ts'
import { deriveColumns } from './write/rows.ts'

/** What a value is compared by: digits of a number, a firm's name without its form. Null where it says nothing. */
export function sameKey(reading: Reading, object: Placed, at: FieldAt, value: unknown): string | null {
  const parsed = at.type.parse(value, at.field, reading.context)
  if ('problem' in parsed || parsed.cells[0] === null) return null
  const row = Object.fromEntries(at.columns.map((column, i) => [column.name, parsed.cells[i] ?? null]))
  deriveColumns({ ...object, fields: new Map([[at.name, at]]) }, row, undefined)
  return row[sameColumn(at)!] as string | null
}

/** Each value of one who asks is looked for at most this often: a switchboard's number stands on a hundred cards. */
const most = 200

/** Ids of records that may be read and say one of these in a field, by the value asked for, oldest first. A field that may not be read finds nothing. */
export async function whoSays(reading: Reading, objectName: string, field: string, values: string[]): Promise<Map<string, string[]>> {
  const object = reading.catalog.objects.get(objectName)!
  const at = object.fields.get(field)
  const found = new Map<string, string[]>()
  if (!at || !['read', 'write'].includes(fieldAccess(reading.principal, objectName, field))) return found
  const asked = new Map(values.map((value) => [value, sameKey(reading, object, at, value)]))
  const keys = [...new Set([...asked.values()].filter((key) => key !== null))]
  if (!keys.length) return found
  const column = sql`t.${id(sameColumn(at)!)}`
  const { rows } = await reading.run<{ id: string; same: string }>(
    sql`select t.id, ${column} as same from ${table(reading.principal.workspace.schema, object.table)} t
      where ${column} = any(${keys}::text[]) and ${sees(reading.principal, object, 'read', 't')} order by t.created_at limit ${keys.length * most}`,
  )
  const bySame = Map.groupBy(rows, (row) => row.same)
  for (const [value, key] of asked) {
    const holders = key === null ? undefined : bySame.get(key)
    if (holders)
      found.set(
        value,
        holders.map((row) => row.id),
      )
  }
  return found
}
