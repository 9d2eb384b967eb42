/** Whether a person may bring a table of these records: asked when the file comes, at each choice and start, and again before each chunk. */
import { Refusal } from '../../lib/errors.ts'
import { createsIn } from '../access.ts'
import type { Catalog, Placed } from '../catalog.ts'
import type { Reading } from '../house.ts'
import { type Principal, has } from '../principal.ts'
import type { Body } from './store.ts'
import { targetsOf } from './targets.ts'

export const mayImport = (who: Principal, object: Placed) => has(who, 'import') && !object.document && createsIn(who, object)

export function mustImport({ principal, catalog }: Reading, { object: name }: Body): void {
  const object = catalog.objects.get(name)
  if (!object || !mayImport(principal, object)) throw new Refusal('forbidden')
}

/** A field that was closed to him in the meantime is not left out without a word: the rows before it have it. */
export function mayGoOn(catalog: Catalog, who: Principal, { object: name, mapping, defaults }: Body): boolean {
  const object = catalog.objects.get(name)
  if (!object || !mayImport(who, object)) return false
  const targets = targetsOf(catalog, who, object)
  return [...Object.values(mapping), ...Object.keys(defaults)].every((path) => path === null || path === '' || targets.has(path))
}
