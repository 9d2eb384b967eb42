/** Changing records: lock and load, merge with what others changed, values → references → rules → rows, over a set. */
import type { Placed } from '../catalog.ts'
import { type Right, byOwnRight, sees } from '../access.ts'
import { compileFilter } from '../store/filter.ts'
import type { Row } from '../store/reader.ts'
import type { Sql } from '../store/sql.ts'
import { fillByState } from './by-state.ts'
import { fillFromReferences } from './fills.ts'
import { hasUnique, ownRoad } from './create.ts'
import { valueOf } from './expressions.ts'
import { mergeStale } from './merge.ts'
import { type Outcome, finish } from './outcome.ts'
import { checkFiles, checkReferences, checkUnique } from './references.ts'
import { deriveColumns, lock, updateRows } from './rows.ts'
import { checkRules } from './rules.ts'
import { type Draft, type Incoming, type WriteOptions, parseInto } from './values.ts'
import type { Tx } from './tx.ts'

/** When a deed may be done, and the sentence for where it may not. */
export type When = { filter: unknown; reason: string }

export async function update(
  tx: Tx,
  objectName: string,
  incoming: Incoming[],
  options: WriteOptions & { whens?: When[] } = {},
): Promise<Outcome> {
  const object = tx.catalog.objects.get(objectName)!
  if (!options.trusted) ownRoad(tx, object)
  const before = await lock(
    tx,
    object,
    incoming.map((each) => each.id!),
    asks(tx, object, options),
    options,
  )
  const drafts = incoming.map((each, index) => draftOf(tx, object, each, index, before.get(each.id!), options))
  const open = drafts.filter((draft) => !draft.refused)
  await mergeStale(tx, object, incoming, open, before)
  await fillFromReferences(tx, object, open, before)
  await checkReferences(tx, object, open)
  await checkFiles(tx, object, open)
  if (hasUnique(object)) {
    for (const draft of open) deriveColumns(object, draft.row, new Set(draft.columns))
    await checkUnique(tx, object, open)
  }
  for (const draft of open) checkRules(tx, object, draft, before.get(draft.id)!, options)
  const good = finish(drafts, options)
  const bad = drafts.filter((draft) => draft.problems.length || draft.refused)
  if (options.dry) return { done: good, problems: bad }
  const changed = good.map((draft) => ({
    ...draft,
    before: before.get(draft.id)!,
    columns: differing(object, draft, before.get(draft.id)!),
  }))
  await updateRows(
    tx,
    object,
    changed.filter((each) => each.columns.length),
  )
  await tx.written(object, 'update', good)
  return { done: good, problems: bad }
}

function asks(tx: Tx, object: Placed, options: { trusted?: boolean; moves?: boolean; whens?: When[] }): Record<string, Sql> {
  const writer = options.moves ? byOwnRight(tx.principal) : tx.principal
  const ground = { ...tx, object, alias: 't', trusted: true }
  return {
    may_write: sees(writer, object, 'write' satisfies Right, 't'),
    ...Object.fromEntries((options.whens ?? []).map(({ filter }, i) => [`is_time_${i}`, compileFilter(ground, filter)])),
  }
}

function draftOf(
  tx: Tx,
  object: Placed,
  each: Incoming,
  index: number,
  before: Row | undefined,
  options: WriteOptions & { whens?: When[] },
): Draft {
  const draft: Draft = {
    index,
    id: each.id!,
    subject: each.subject,
    row: { ...before },
    columns: [],
    aside: {},
    children: {},
    problems: [],
  }
  const untimely = before && options.whens?.find((_, i) => before[`is_time_${i}`] !== true)
  delete draft.row.may_write
  options.whens?.forEach((_, i) => delete draft.row[`is_time_${i}`])
  if (!before) draft.refused = { code: 'not-found' }
  else if (before.may_write !== true && !options.trusted) draft.refused = { code: 'forbidden' }
  else if (untimely) draft.refused = { code: 'not-now', reason: untimely.reason }
  else {
    parseInto(tx, object, draft, each.values, options)
    fillByState(tx, object, draft, before)
  }
  return draft
}

/** Columns whose value is another one now; PostgreSQL's text of a time is not ours, so values are compared, not cells. */
function differing(object: Placed, draft: Draft, before: Row): string[] {
  const columns: string[] = []
  for (const at of object.fields.values()) {
    if (!at.columns.some((column) => draft.columns.includes(column.name))) continue
    if (JSON.stringify(valueOf(at, draft.row)) !== JSON.stringify(valueOf(at, before)))
      columns.push(...at.columns.map((column) => column.name))
  }
  if (draft.columns.includes('anchor_owner')) columns.push('anchor_owner')
  return columns
}
