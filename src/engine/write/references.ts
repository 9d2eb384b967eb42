/** References, files and unique values are checked in sets: one question per target for all drafts of a deed. */
import { sees } from '../access.ts'
import type { Placed } from '../catalog.ts'
import { filesFor } from '../files.ts'
import { type FieldAt, sameColumn } from '../store/columns.ts'
import { type Sql, id, byKey, sql, table } from '../store/sql.ts'
import type { Tx } from './tx.ts'
import type { Draft } from './values.ts'

/** A reference must name a record that the writer may read. Fills `anchor_owner` from the first anchor that is filled. */
export async function checkReferences(tx: Tx, object: Placed, drafts: Draft[]): Promise<void> {
  const owners = new Map<string, string | null>()
  const asked = [...object.fields.values()].filter(
    (at) => at.type.target && drafts.some((draft) => draft.row[at.columns[0]!.name] && written(draft, at)),
  )
  const targets = new Map<string, FieldAt[]>()
  for (const at of asked) targets.set(at.type.target!(at.field), [...(targets.get(at.type.target!(at.field)) ?? []), at])
  await Promise.all(
    [...targets].map(async ([name, places]) => {
      const target = tx.catalog.objects.get(name)!
      const wanted = new Set(drafts.flatMap((draft) => places.flatMap((at) => draft.row[at.columns[0]!.name] ?? [])) as string[])
      const known = new Set([...wanted].filter((each) => name === 'user' && each === tx.principal.user))
      if (known.size < wanted.size)
        for (const row of await visible(tx, target, [...wanted])) {
          known.add(row.id)
          owners.set(row.id, row.owner)
        }
      for (const draft of drafts)
        for (const at of places) {
          const pointer = draft.row[at.columns[0]!.name]
          if (pointer && written(draft, at) && !known.has(pointer as string))
            draft.problems.push({ field: at.name, code: 'no-such-record' })
        }
    }),
  )
  if (object.anchors.length) await anchor(tx, object, drafts, owners)
}

const written = (draft: Draft, at: FieldAt) => touches(draft, at) && !draft.brought?.has(at.columns[0]!.name)
const touches = (draft: Draft, at: FieldAt) => draft.columns.includes(at.columns[0]!.name)

const visible = (tx: Tx, target: Placed, ids: string[]) =>
  owned(tx, target, sql`t.id = any(${ids}::uuid[]) and ${sees(tx.principal, target, 'read', 't')}`)

/** Held until the deed ends, so that nobody removes it or gives it away in the meantime. Colleagues are not: nearly every record names one, and they stay. */
async function owned(tx: Tx, target: Placed, which: Sql): Promise<{ id: string; owner: string | null }[]> {
  const owner = target.owner ? sql`t.${id(target.owner.columns[0]!.name)}` : sql`null::uuid`
  const held = tx.dry || target.name === 'user' ? sql`` : sql` order by t.id for key share of t`
  const statement = sql`select t.id, ${owner} as owner from ${table(tx.principal.workspace.schema, target.table)} t where ${which}${held}`
  const { rows } = await byKey<{ id: string; owner: string | null }>(tx.run, statement)
  return rows
}

async function anchor(tx: Tx, object: Placed, drafts: Draft[], owners: Map<string, string | null>): Promise<void> {
  for (const draft of drafts) {
    if (!object.anchors.some((each) => touches(draft, each))) continue
    const at = object.anchors.find((each) => draft.row[each.columns[0]!.name])
    const pointer = at && (draft.row[at.columns[0]!.name] as string)
    // One that was there before may be out of the writer's sight: its owner goes on seeing what hangs on it.
    if (pointer && !owners.has(pointer))
      for (const row of await owned(tx, tx.catalog.objects.get(at.type.target!(at.field))!, sql`t.id = ${pointer}::uuid`))
        owners.set(row.id, row.owner)
    const owner = pointer ? (owners.get(pointer) ?? null) : null
    if (draft.row.anchor_owner !== owner) {
      draft.row.anchor_owner = owner
      draft.columns.push('anchor_owner')
    }
  }
}

/** A file may be attached by who may have it; what a record says about it (name, size, type) is what the upload found, not what was sent. */
export async function checkFiles(tx: Tx, object: Placed, drafts: Draft[]): Promise<void> {
  for (const at of object.fields.values()) {
    if (!at.type.files) continue
    const named = (draft: Draft) =>
      touches(draft, at) && draft.row[at.columns[0]!.name] ? at.type.files!(at.columns.map((column) => draft.row[column.name]!)) : []
    const wanted = [...new Set(drafts.flatMap(named))]
    if (!wanted.length) continue
    const known = new Map((await filesFor(tx, wanted)).map(({ hash: _, ...file }) => [file.id, file]))
    for (const draft of drafts) {
      const files = named(draft).map((each) => known.get(each))
      if (files.includes(undefined)) draft.problems.push({ field: at.name, code: 'not-file' })
      else if (files.length) {
        const parsed = at.type.parse(files, at.field, tx.context)
        if ('cells' in parsed) at.columns.forEach((column, i) => (draft.row[column.name] = parsed.cells[i] ?? null))
      }
    }
  }
}

/** One named exception discloses that something exists: a unique value is refused even where its holder may not be read. */
export async function checkUnique(tx: Tx, object: Placed, drafts: Draft[]): Promise<void> {
  for (const at of object.fields.values()) {
    const column = at.field.unique ? sameColumn(at) : undefined
    if (!column) continue
    const values = drafts.flatMap((draft) => (touches(draft, at) && draft.row[column] != null ? [draft.row[column] as string] : []))
    if (!values.length) continue
    const { rows } = await tx.run<{ id: string; value: string }>(
      sql`select t.id, t.${id(column)}::text as value from ${table(tx.principal.workspace.schema, object.table)} t where t.${id(column)}::text = any(${values}::text[])`,
    )
    const holders = new Map(rows.map((row) => [row.value, row.id]))
    const within = new Map<string, string>()
    for (const draft of drafts) {
      const value = draft.row[column] as string | null
      if (value == null || !touches(draft, at)) continue
      const holder = holders.get(value) ?? within.get(value)
      if (holder && holder !== draft.id) draft.problems.push({ field: at.name, code: 'not-unique' })
      within.set(value, draft.id)
    }
  }
}
