/** Values that go with a state, such as its probability: taken when the record arrives there, unless somebody says otherwise in the same deed. */
import type { Placed } from '../catalog.ts'
import type { Row } from '../store/reader.ts'
import type { Draft } from './values.ts'
import type { Tx } from './tx.ts'

/** `before` is null on creation. */
export function fillByState(tx: Tx, object: Placed, draft: Draft, before: Row | null): void {
  const { state } = object
  if (!state) return
  const column = state.columns[0]!.name
  const now = draft.row[column] as string | null
  if (now === null || (before && before[column] === now)) return
  const options = state.type.phases!(state.field)[now] as Record<string, unknown> | undefined
  for (const at of object.fields.values()) {
    const given = at.field.byState ? options?.[at.field.byState] : undefined
    if (given === undefined || at.columns.some((each) => draft.columns.includes(each.name))) continue
    const parsed = at.type.parse(given, at.field, tx.context)
    if (!('cells' in parsed)) continue
    at.columns.forEach((each, i) => {
      draft.row[each.name] = parsed.cells[i] ?? null
      draft.columns.push(each.name)
    })
  }
}
