import type { FieldShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { type Label, say } from '../../ui/i18n.ts'
import { fieldOf } from './titles.ts'

type State = { label: Label; locks?: 'all' | { but: string[] } }

/** The state that keeps a field of this record as it is, by its name; null where the field is open. */
export function lockedBy(object: ObjectShape, record: RecordJson, field: FieldShape): string | null {
  const states = (object.state ? fieldOf(object, object.state)?.options.states : undefined) as Record<string, State> | undefined
  const state = states?.[String(record[object.state ?? ''])]
  if (!state?.locks || (state.locks !== 'all' && state.locks.but.includes(field.name))) return null
  return say(state.label)
}
