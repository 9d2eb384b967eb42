import type { FieldShape } from '../../lib/wire.ts'
import { type Expression, fieldsIn } from './expression.ts'

/** The computed fields that rest on these lines, however indirectly. */
export function restingOn({ fields }: { fields: FieldShape[] }, lines: string): FieldShape[] {
  const known = new Map(fields.flatMap((field) => (field.live ? [[field.name, field.live]] : [])))
  const rests = (name: string, seen: Set<string>): boolean => {
    const live = known.get(name)
    if (!live || seen.has(name)) return false
    if (!('from' in live)) return live.lines === lines
    return fieldsIn(live.from as Expression).some((each) => rests(each, new Set([...seen, name])))
  }
  return fields.filter((field) => rests(field.name, new Set()))
}
