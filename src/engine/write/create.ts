/** Creating records: values → references → rules → rows, over a set. One record is the special case of many. */
import { uuidv7 } from 'uuidv7'
import { Refusal } from '../../lib/errors.ts'
import type { Placed } from '../catalog.ts'
import { createsIn } from '../access.ts'
import { fillByState } from './by-state.ts'
import { fillFromReferences } from './fills.ts'
import { fillNumbers } from './numbers.ts'
import { type Outcome, finish } from './outcome.ts'
import { checkFiles, checkReferences, checkUnique } from './references.ts'
import { deriveColumns, insertRows } from './rows.ts'
import { checkRules } from './rules.ts'
import { type Draft, type Incoming, type WriteOptions, fillDefaults, parseInto } from './values.ts'
import type { Tx } from './tx.ts'

export async function create(tx: Tx, objectName: string, incoming: Incoming[], options: WriteOptions = {}): Promise<Outcome> {
  const object = tx.catalog.objects.get(objectName)!
  const drafts = await prepare(tx, object, incoming, options)
  const good = finish(drafts, options)
  await store(tx, object, good)
  return { done: good, problems: drafts.filter((draft) => draft.problems.length || draft.refused) }
}

/** Everything that is checked, nothing written: the import shows it before it happens. */
export async function prepare(tx: Tx, object: Placed, incoming: Incoming[], options: WriteOptions): Promise<Draft[]> {
  if (!options.trusted && !createsIn(tx.principal, object)) throw new Refusal('forbidden')
  if (!options.trusted) ownRoad(tx, object)
  const drafts = incoming.map((each, index) => draftOf(tx, object, each, index, options))
  await fillFromReferences(tx, object, drafts)
  await checkReferences(tx, object, drafts)
  await checkFiles(tx, object, drafts)
  if (hasUnique(object)) {
    for (const draft of drafts) deriveColumns(object, draft.row, undefined)
    await checkUnique(tx, object, drafts)
  }
  for (const draft of drafts) checkRules(tx, object, draft, null, options)
  return drafts
}

export async function store(tx: Tx, object: Placed, good: Draft[]): Promise<void> {
  if (!good.length) return
  await fillNumbers(tx, object, good)
  await insertRows(tx, object, good)
  await tx.written(object, 'create', good)
}

/** A line has no road of its own. */
export function ownRoad(tx: Tx, { document }: Placed): void {
  if (document) throw new Refusal('of-document', { object: document.object.definition.label[tx.context.language] })
}

export const hasUnique = (object: Placed) => [...object.fields.values()].some((at) => at.field.unique)

function draftOf(tx: Tx, object: Placed, each: Incoming, index: number, options: WriteOptions): Draft {
  const row: Draft['row'] = {}
  for (const column of object.columns) row[column.name] = null
  const draft: Draft = { index, id: each.id ?? uuidv7(), subject: each.subject, row, columns: [], aside: {}, children: {}, problems: [] }
  fillDefaults(tx, object, draft, each.values)
  for (const column of object.columns) if (row[column.name] !== null) draft.columns.push(column.name)
  parseInto(tx, object, draft, each.values, options)
  if (each.brought) draft.brought = new Set(each.brought.flatMap((name) => object.fields.get(name)?.columns.map((at) => at.name) ?? []))
  fillByState(tx, object, draft, null)
  row.id = draft.id
  row.version = 1 as unknown as string
  row.created_at = each.made?.at ?? tx.at
  row.updated_at = tx.at
  row.created_by = each.made?.by ?? tx.principal.user
  row.updated_by = tx.principal.user
  return draft
}
