import { faceOf } from '../../fields/web.ts'
import type { FieldShape, Me, ObjectShape } from '../../lib/wire.ts'

export type Line = FieldShape[]

/** Fields that can be written, in the lines of the definition; what few people fill folds away. Fields that the form does not name stand among the folded, but not the state: a new record starts where its life starts. */
export function formLines(object: ObjectShape): { main: Line[]; folded: Line[] } {
  const byName = new Map(object.fields.map((field) => [field.name, field]))
  const writable = (name: string) => {
    const field = byName.get(name)
    return field && field.access === 'write' && field.kind !== 'system' && (faceOf(field).Edit || faceOf(field).rows) ? [field] : []
  }
  const lines = object.views.form.map((line) => (Array.isArray(line) ? line : [line]).flatMap(writable))
  const named = new Set(object.views.form.flat())
  const rest = object.fields
    .filter((field) => !named.has(field.name) && field.name !== object.state)
    .flatMap((field) => writable(field.name))
    .map((field) => [field])
  const main: Line[] = []
  const folded: Line[] = []
  for (const line of lines) {
    const shown = line.filter((field) => !field.folded || field.required)
    const hidden = line.filter((field) => field.folded && !field.required)
    if (shown.length > 0) main.push(shown)
    if (hidden.length > 0) folded.push(hidden)
  }
  return { main, folded: [...folded, ...rest] }
}

/** What a new record starts with, as the definition says; `me` is whoever writes, `today` the day in the workspace. */
export function startOf(object: ObjectShape, me: Me, today: string): Record<string, unknown> {
  return Object.fromEntries(
    object.fields.flatMap((field) => {
      if (field.default === undefined || field.access !== 'write') return []
      return [[field.name, field.default === 'me' && field.target ? { id: me.user.id, title: me.user.name } : dayOf(field.default, today)]]
    }),
  )
}

const dayOf = (start: unknown, today: string) => (typeof start === 'object' && start !== null && 'today' in start ? today : start)
