import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import type { Label } from '../../ui/i18n.ts'
import { fieldOf } from './titles.ts'

export type States = Record<string, { label: Label; phase: string }>

/** The open states this record can be moved to as it stands; ends are reached by their deeds. */
export function movesOf(object: ObjectShape, record: RecordJson): { field: string; id: string; label: Label }[] {
  const field = object.state ? fieldOf(object, object.state) : undefined
  if (!field || field.access !== 'write' || record.can.update !== true) return []
  const states = (field.options.states ?? {}) as States
  const now = String(record[field.name] ?? '')
  if (states[now] && states[now].phase !== 'open') return []
  return Object.entries(states).flatMap(([id, { label, phase }]) =>
    phase === 'open' && id !== now ? [{ field: field.name, id, label }] : [],
  )
}
