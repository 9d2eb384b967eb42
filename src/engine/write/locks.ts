/** A document is locked by its state: what was sent stays as it was sent, but for the fields that the state leaves open. */
import type { StateOptions } from '../../fields/field.ts'
import type { Placed } from '../catalog.ts'
import { linesKey } from '../store/columns.ts'
import type { Row } from '../store/reader.ts'
import { valueOf } from './expressions.ts'
import type { Draft } from './values.ts'

/** The state that the row is in, where it locks anything. */
export function lockingState({ state }: Placed, row: Row): StateOptions | undefined {
  const now = state && row[state.columns[0]!.name]
  const options = now ? state.type.phases!(state.field)[now as string] : undefined
  return options?.locks ? options : undefined
}

export const isOpenIn = ({ locks }: StateOptions, field: string) => locks !== undefined && locks !== 'all' && locks.but.includes(field)

/** Fields that a change touches although the state that the record was in locks them. */
export function lockedFields(object: Placed, draft: Draft, before: Row): { state: StateOptions; fields: string[] } | undefined {
  const state = lockingState(object, before)
  if (!state) return undefined
  const fields = [...object.fields.values()].filter((at) => {
    if (isOpenIn(state, at.name)) return false
    if (at.type.children) return draft.children[at.name] !== undefined
    if (at.name in draft.aside) return true
    const touched = at.columns.some((column) => draft.columns.includes(column.name))
    return touched && JSON.stringify(valueOf(at, draft.row)) !== JSON.stringify(valueOf(at, before))
  })
  return { state, fields: fields.map((at) => at.name) }
}

/** The same for a change that was logged: the keys it remembers. Moving on from the state is not what the state locks. */
export function lockedKeys(object: Placed, former: Row, now: Row): { state: StateOptions; field: string } | undefined {
  const state = lockingState(object, now)
  if (!state || object.state!.columns.some((column) => column.name in former)) return undefined
  for (const at of object.fields.values()) {
    const keys = at.type.children ? [linesKey(at)] : at.columns.map((column) => column.name)
    if (!isOpenIn(state, at.name) && keys.some((key) => key in former)) return { state, field: at.name }
  }
  return undefined
}
