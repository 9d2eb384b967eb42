/**
 * References are read as ids and named in sets: one question per target for a whole page. Asked as subqueries of the list
 * they cost 0.45 ms of a page's 0.7, and 0.5 ms more of planning.
 */
import type { RecordJson, Ref } from '../lib/wire.ts'
import { sees } from './access.ts'
import type { Placed } from './catalog.ts'
import type { Reading } from './house.ts'
import type { Principal } from './principal.ts'
import type { FieldAt } from './store/columns.ts'
import { titleSql } from './store/reader.ts'
import { prepared, sql, table } from './store/sql.ts'

/** Colleagues and departments are known by name for the second that a principal lives: nearly every record names three of them. */
const known = new WeakMap<Principal, Map<string, string | null>>()
const stays = (target: Placed) => !target.owner && !target.anchors.length

/** Fills in the titles of references; null where the target may not be read. */
export async function nameTitles(reading: Reading, object: Placed, records: RecordJson[]): Promise<void> {
  const pointing = [...object.fields.values(), ...object.system.values()].filter((at) => at.type.target)
  const groups = Map.groupBy(pointing, (at) => at.type.target!(at.field))
  await Promise.all([...groups].map(([name, places]) => nameOne(reading, reading.catalog.objects.get(name), places, records)))
}

async function nameOne(reading: Reading, target: Placed | undefined, places: FieldAt[], records: RecordJson[]): Promise<void> {
  if (!target) return
  const refs: Ref[] = []
  for (const record of records) for (const at of places) if (isRef(record[at.name])) refs.push(record[at.name] as Ref)
  const names = stays(target) ? remembered(reading.principal) : new Map<string, string | null>()
  const missing = new Set<string>()
  for (const ref of refs) if (!names.has(ref.id)) missing.add(ref.id)
  if (missing.size) await lookUp(reading, target, [...missing], names)
  for (const ref of refs) ref.title = names.get(ref.id) ?? null
}

/** A masked reference is a text by now. */
const isRef = (value: unknown) => typeof value === 'object' && value !== null

function remembered(principal: Principal): Map<string, string | null> {
  let names = known.get(principal)
  if (!names) known.set(principal, (names = new Map()))
  return names
}

/** Whoever renames a colleague or a department sees it at once. */
export const forgetNames = (principal: Principal) => known.delete(principal)

async function lookUp(reading: Reading, target: Placed, ids: string[], names: Map<string, string | null>): Promise<void> {
  const statement = sql`select far.id, ${titleSql(reading, target, 'far')} as title from ${table(reading.principal.workspace.schema, target.table)} far
    where far.id = any(${ids}::uuid[]) and ${sees(reading.principal, target, 'read', 'far')}`
  const { rows } = await reading.run<{ id: string; title: string | null }>(statement, prepared(statement))
  for (const row of rows) names.set(row.id, row.title)
}
