/** What the browser needs to count along while somebody types: told only where all that a value is made of may be seen anyway. */
import type { LiveShape } from '../lib/wire.ts'
import type { Catalog, Placed } from './catalog.ts'
import { type Principal, fieldAccess } from './principal.ts'
import type { FieldAt } from './store/columns.ts'

export function liveOf(catalog: Catalog, object: Placed, at: FieldAt, principal: Principal): LiveShape | undefined {
  const from = at.type.expression?.(at.field)
  if (from !== undefined) return at.type.reads!(at.field).every((name) => reads(principal, object, name)) ? { from } : undefined
  return sumOf(catalog, object, at, principal)
}

/** A sum or a count of all of its lines; what is gathered under a condition only the server knows. */
function sumOf(catalog: Catalog, object: Placed, at: FieldAt, principal: Principal): LiveShape | undefined {
  const { of, by, fn, field, where } = at.type.gathers?.(at.field) ?? {}
  const child = of === undefined ? undefined : catalog.objects.get(of)
  if (!child || where !== undefined || (fn !== 'sum' && fn !== 'count')) return undefined
  const lines = [...object.fields.values()].find((each) => {
    const owned = each.type.children?.(each.field)
    return owned?.of === of && owned?.by === by
  })
  if (!lines || !reads(principal, object, lines.name) || (field !== undefined && !reads(principal, child, field))) return undefined
  return { lines: lines.name, fn, ...(field === undefined ? {} : { field }) }
}

/** What a reference brings along, as far as both ends may be read. */
export function fillsOf(catalog: Catalog, object: Placed, at: FieldAt, principal: Principal): Record<string, string> | undefined {
  const fills = at.type.fills?.(at.field)
  const target = fills && catalog.objects.get(at.type.target!(at.field))
  if (!target) return undefined
  return Object.fromEntries(
    Object.entries(fills).filter(([into, from]) => reads(principal, object, into) && reads(principal, target, from)),
  )
}

const reads = (principal: Principal, object: Placed, name: string): boolean =>
  object.system.has(name) || (object.fields.has(name) && ['read', 'write'].includes(fieldAccess(principal, object.name, name)))
