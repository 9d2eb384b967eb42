import type { ObjectShape } from '../../lib/wire.ts'
import { batch, type Changes } from '../api/deeds.ts'
import { query, type Rows } from '../api/rows.ts'
import type { Choice } from './choice.ts'

/** More at once belongs into an import or a deed over a filter. */
export const mostAtOnce = 20_000

/** The ids of the chosen rows; all that the filter finds are read in pages. */
export async function chosenIds(rows: Rows, choice: Choice): Promise<string[]> {
  if (!choice.all) return [...choice.ids]
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await query({ ...rows.ask, fields: rows.ask.fields.slice(0, 1) }, { cursor, limit: 200 })
    ids.push(...page.records.map((record) => record.id))
    cursor = page.next ?? undefined
  } while (cursor && ids.length <= mostAtOnce)
  return ids
}

/** In parts of 1,000; each part is one changeset, all or nothing. */
export async function inParts(
  object: ObjectShape,
  ids: string[],
  body: (part: string[]) => { update?: Changes[]; remove?: string[] },
  onDone: (done: number, changeset: string) => void,
): Promise<void> {
  for (let from = 0; from < ids.length; from += 1000) {
    const part = ids.slice(from, from + 1000)
    const { changeset } = await batch(object, body(part))
    onDone(from + part.length, changeset)
  }
}
