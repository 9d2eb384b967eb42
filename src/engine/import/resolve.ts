/** Texts that name other records — a customer by his name, a colleague by name or e-mail — looked up in sets, one question per target. */
import { sees } from '../access.ts'
import type { Placed } from '../catalog.ts'
import type { Reading } from '../house.ts'
import { isId } from '../list.ts'
import { type FieldAt, sameColumn } from '../store/columns.ts'
import { type Sql, id, join, or, sql, table } from '../store/sql.ts'
import { deriveColumns } from '../write/rows.ts'
import { type Shaped, put } from './shape.ts'

export async function resolveReferences(reading: Reading, rows: Shaped[]): Promise<void> {
  const asked = rows.flatMap((shaped) => shaped.refs.map((ref) => ({ shaped, ...ref })))
  for (const [name, group] of Map.groupBy(asked, ({ target }) => target.at.type.target!(target.at.field))) {
    const found = await lookUp(reading, reading.catalog.objects.get(name)!, [...new Set(group.map(({ text }) => text))])
    for (const { shaped, target, text, column } of group) {
      const ids = found.get(text) ?? new Set()
      const [only] = ids
      if (ids.size === 1) put(shaped, target, only)
      else
        shaped.problems.push({
          column,
          field: target.path,
          value: text,
          ...(ids.size ? { code: 'several-records', values: { count: ids.size } } : { code: 'no-such-record' }),
        })
    }
  }
}

/** By id, by title, or by what makes its twins: phone, e-mail, firm without its legal suffix. */
async function lookUp(reading: Reading, object: Placed, texts: string[]): Promise<Map<string, Set<string>>> {
  const ways = [...new Set([...object.title, ...[...object.fields.values()].filter((at) => at.field.twin || at.field.unique)])]
  const found = new Map<string, Set<string>>()
  const add = (text: string, record: string) => found.set(text, (found.get(text) ?? new Set()).add(record))
  const arms: Sql[] = []
  const keyed = ways.map((at) => ({ at, column: sameColumn(at) ?? at.columns[0]!.name, keys: keysOf(reading, object, at, texts) }))
  for (const { column, keys } of keyed) if (keys.size) arms.push(sql`t.${id(column)} = any(${[...keys.keys()]}::text[])`)
  const ids = texts.filter(isId)
  if (ids.length) arms.push(sql`t.id = any(${ids}::uuid[])`)
  if (!arms.length) return found
  const columns = [...new Set(keyed.map(({ column }) => column))].map((column) => sql`t.${id(column)}`)
  const { rows } = await reading.run<Record<string, string | null>>(
    sql`select t.id, ${join(columns, ', ')} from ${table(reading.principal.workspace.schema, object.table)} t where ${or(arms)} and ${sees(reading.principal, object, 'read', 't')} limit 20000`,
  )
  for (const row of rows) {
    if (ids.includes(row.id!)) add(row.id!, row.id!)
    for (const { column, keys } of keyed) for (const text of keys.get(row[column] ?? '') ?? []) add(text, row.id!)
  }
  return found
}

/** What a text would be kept as in the column that is compared → the texts that mean it. */
function keysOf(reading: Reading, object: Placed, at: FieldAt, texts: string[]): Map<string, string[]> {
  const keys = new Map<string, string[]>()
  const column = sameColumn(at) ?? at.columns[0]!.name
  for (const text of texts) {
    const value = at.type.fromText(text, at.field, reading.context)
    const parsed = 'value' in value ? at.type.parse(value.value, at.field, reading.context) : undefined
    if (!parsed || 'problem' in parsed) continue
    const row = Object.fromEntries(at.columns.map((each, i) => [each.name, parsed.cells[i] ?? null]))
    deriveColumns({ ...object, fields: new Map([[at.name, at]]) }, row, undefined)
    const key = row[column]
    if (typeof key === 'string') keys.set(key, [...(keys.get(key) ?? []), text])
  }
  return keys
}
