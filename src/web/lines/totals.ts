import { restingOn } from '../../fields/derived/resting.web.ts'
import type { FieldShape, ObjectShape } from '../../lib/wire.ts'

/** What the lines come to, in the order in which the document's form names it. */
export const totalsOf = (document: ObjectShape, lines: string): FieldShape[] => {
  const named = document.views.form.flat()
  return restingOn(document, lines)
    .filter((field) => named.includes(field.name))
    .toSorted((a, b) => named.indexOf(a.name) - named.indexOf(b.name))
}
