/** Where a column of a file may go: fields of the object, and one step away those of objects that refer to it (`contact.name`). */
import type { Catalog, Placed } from '../catalog.ts'
import { type Principal, fieldAccess, mayCreate } from '../principal.ts'
import type { FieldAt } from '../store/columns.ts'
import type { Label } from '../../fields/field.ts'
import type { Candidate } from './suggest.ts'

/** `object` is the main one or a child; `by` the child's reference to the main one. `made`: when or by whom a record was made. */
export type Target = { path: string; object: Placed; at: FieldAt; by?: FieldAt; made?: 'at' | 'by'; label: Label; required: boolean }

export function targetsOf(catalog: Catalog, principal: Principal, main: Placed): Map<string, Target> {
  const found = new Map<string, Target>()
  for (const at of writable(principal, main))
    found.set(at.name, { path: at.name, object: main, at, label: labelOf(at), required: at.field.required ?? false })
  for (const [name, made] of [
    ['createdAt', 'at'],
    ['createdBy', 'by'],
  ] as const) {
    const at = main.system.get(name)!
    found.set(name, { path: name, object: main, at, made, label: labelOf(at), required: false })
  }
  for (const pointer of main.pointers) {
    const child = catalog.objects.get(pointer.object)!
    // What only a deed fills in (the account a lead became) is no way to make children of a row.
    if (pointer.at.field.readOnly) continue
    if (child === main || child.document || child.definition.quiet || child.definition.timeline || !mayCreate(principal, child.name))
      continue
    for (const at of writable(principal, child)) {
      if (at === pointer.at || at === child.owner) continue
      const path = `${child.name}.${at.name}`
      const { label } = child.definition
      found.set(path, {
        path,
        object: child,
        at,
        by: pointer.at,
        label: { zh: `${label.zh}·${labelOf(at).zh}`, en: `${label.en}: ${labelOf(at).en}` },
        required: false,
      })
    }
  }
  return found
}

const writable = (principal: Principal, object: Placed) =>
  [...object.fields.values()].filter(
    (at) =>
      fieldAccess(principal, object.name, at.name) === 'write' &&
      (!at.field.readOnly || at.type.phases) &&
      (!at.type.computed || at.field.writtenBy) &&
      !at.type.children &&
      !at.type.files,
  )

const labelOf = (at: FieldAt): Label => at.field.label ?? { zh: at.name, en: at.name }

export const candidatesOf = (targets: Map<string, Target>): Candidate[] =>
  [...targets.values()].map(({ path, at, label }) => ({
    path,
    type: at.field.type,
    labels: [label.zh, label.en, at.name, ...(path.includes('.') ? [] : (at.field.alias ?? []))],
  }))
