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
import { type Reader, type Row, titleSql } from './store/reader.ts'
import { byKey, sql, table } from './store/sql.ts'
import { type Named, refText } from './store/writer.ts'

/** Colleagues and departments are known by name for the second that a principal lives: nearly every record names three of them. */
const known = new WeakMap<Principal, Map<string, string | null>>()
const stays = (target: Placed) => !target.owner && !target.anchors.length

/** Fills in the titles of references; null where the target may not be read, and where it is told in another way (`unnamed`). */
export async function nameTitles(reading: Reading, object: Placed, records: RecordJson[], unnamed: string[] = []): Promise<void> {
  const pointing = [...object.fields.values(), ...object.system.values()].filter((at) => at.type.target && !unnamed.includes(at.name))
  const groups = Map.groupBy(pointing, (at) => at.type.target!(at.field))
  await Promise.all([...groups].map(([name, places]) => nameOne(reading, reading.catalog.objects.get(name), places, records)))
}

async function nameOne(reading: Reading, target: Placed | undefined, places: FieldAt[], records: RecordJson[]): Promise<void> {
  if (!target) return
  const refs: Ref[] = []
  for (const record of records)
    for (const at of places) {
      const ref = record[at.name]
      if (isRef(ref)) refs.push(ref)
    }
  const names = await titlesOf(reading, target, new Set(refs.map((ref) => ref.id)))
  for (const ref of refs) ref.title = names.get(ref.id) ?? null
}

/** The same for rows that go straight into text: every reference as it is written. */
export async function namedRefs(reading: Reading, pointers: Reader['pointers'], rows: Row[]): Promise<Named> {
  const wanted = new Map<string, Set<string>>()
  for (const { column, target } of pointers) {
    const ids = wanted.get(target) ?? new Set()
    wanted.set(target, ids)
    for (const row of rows) if (row[column] !== null) ids.add(row[column] as string)
  }
  const named = [...wanted].map(async ([target, ids]): Promise<[string, Map<string, string>]> => {
    const names = await titlesOf(reading, reading.catalog.objects.get(target)!, ids)
    return [target, new Map([...ids].map((id) => [id, refText(id, names.get(id))]))]
  })
  return new Map(await Promise.all(named))
}

async function titlesOf(reading: Reading, target: Placed, ids: Set<string>): Promise<Map<string, string | null>> {
  const names = stays(target) ? remembered(reading.principal) : new Map<string, string | null>()
  const missing = [...ids].filter((id) => !names.has(id))
  if (missing.length) await lookUp(reading, target, missing, names)
  return names
}

/** A masked reference is a text by now. */
export const isRef = (value: unknown): value is Ref => typeof value === 'object' && value !== null

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
  const { rows } = await byKey<{ id: string; title: string | null }>(reading.run, statement)
  for (const row of rows) names.set(row.id, row.title)
}
