import type { ChangesetJson } from '../../lib/wire.ts'
import { language, say } from '../../ui/i18n.ts'
import { objectNamed, queries, schemaQuery } from '../api/queries.ts'
import { words } from './words.ts'

/** What was done, in a person's words. A batch is called by what it did: only made, only removed, or changed. */
export function deedName({ deed, label, counts }: ChangesetJson): string {
  const [name, verb] = deed.split('.')
  const schema = queries.getQueryData(schemaQuery.queryKey)
  const object = schema && objectNamed(schema, name)
  if (verb !== 'batch' || !object) return say(label)
  const only =
    counts.changed === 0 && counts.removed === 0 ? 'batchCreated' : counts.created === 0 && counts.changed === 0 ? 'batchRemoved' : null
  return only ? words.t(only, { object: language() === 'en' ? object.label.en.toLowerCase() : object.label.zh }) : say(label)
}
