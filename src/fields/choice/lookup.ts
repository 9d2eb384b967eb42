/** Options by id and by label: what choices and states share. */
import type { Language } from '../../lib/errors.ts'
import { textKey } from '../../lib/text.ts'
import type { Label } from '../field.ts'

export type Option = { id: string; label: Label }
export type Lookup = { ids: Set<string>; labels: Map<string, Label>; named: Map<string, string> }

const known = new WeakMap<object, Lookup>()

/** Kept with the options themselves: they do not change, a definition is replaced as a whole. */
export function lookupOf(options: object, list: () => Option[]): Lookup {
  let found = known.get(options)
  if (!found) {
    found = { ids: new Set(), labels: new Map(), named: new Map() }
    const all = list()
    for (const { id, label } of all) {
      found.ids.add(id)
      found.labels.set(id, label)
    }
    // Ids come last and win: they never change, and labels do.
    for (const { id, label } of all) for (const name of [label.en, label.zh]) found.named.set(textKey(name), id)
    for (const { id } of all) found.named.set(textKey(id), id)
    known.set(options, found)
  }
  return found
}

/** What a person wrote → id: by id or label, in either language, in any case. */
export const findOption = (lookup: Lookup, text: string): string | undefined => lookup.named.get(textKey(text))

export const labelOf = (lookup: Lookup, id: string, language: Language): string => {
  const label = lookup.labels.get(id)
  return (label && (label[language] || label.zh || label.en)) || id
}
