/**
 * How following up is said in the schema. One object stands in the timeline of others (`timeline: true`) and refers to them; the names of
 * its fields that everybody relies on stand here and nowhere else in the app.
 */
import { useQuery } from '@tanstack/react-query'
import type { ActionShape, FieldShape, ListAnswer, ObjectShape, RecordJson, SchemaAnswer } from '../../lib/wire.ts'
import type { Filter } from '../api/filter.ts'
import { get } from '../api/http.ts'
import { objectNamed, useSchema } from '../api/queries.ts'
import { fieldOf } from './titles.ts'

export const names = {
  kind: 'kind',
  text: 'text',
  outcome: 'outcome',
  dueAt: 'dueAt',
  doneAt: 'doneAt',
  nextStep: 'nextStep',
  nextStepAt: 'nextStepAt',
  files: 'files',
} as const
/** The kind that is still to be done: it has a day instead of an outcome. */
export const plannedKind = 'task'

export type FollowUp = { object: ObjectShape; by: FieldShape }

/** The object that follow-ups on this one are written as, and its reference to it. */
export function followUpOf(schema: SchemaAnswer, object: ObjectShape): FollowUp | null {
  for (const one of schema.objects) {
    if (!one.timeline) continue
    const by = one.fields.find((field) => field.target === object.name && field.access === 'write')
    if (by) return { object: one, by }
  }
  return null
}

/** The open task that is the record's next step. */
export function useOpenTask(object: ObjectShape, record: RecordJson): { object: ObjectShape; task: RecordJson; done: ActionShape } | null {
  const schema = useSchema()
  const step = fieldOf(object, names.nextStepAt) ?? fieldOf(object, names.nextStep)
  const of = objectNamed(schema, typeof step?.options.of === 'string' ? step.options.of : undefined)
  const by = String(step?.options.by ?? '') // prettier-ignore
  const done = of?.actions.find((action) => action.primary)
  const open = of?.views.tabs.find((tab) => tab.name === 'open')?.filter as Filter | undefined
  const has = (record[names.nextStep] ?? record[names.nextStepAt] ?? null) !== null
  const { data } = useQuery({
    queryKey: ['related', object.name, record.id, 'next', record[names.nextStep], record[names.nextStepAt]],
    enabled: has && of !== undefined && open !== undefined && done !== undefined,
    queryFn: ({ signal }) =>
      get<ListAnswer>(
        `/${of!.path}`,
        { filter: JSON.stringify({ and: [{ field: by, op: 'eq', value: record.id }, open] }), sort: names.dueAt, limit: 1 },
        signal,
      ),
  })
  const task = data?.records[0]
  return of && done && task && task.can[done.name] === true ? { object: of, task, done } : null
}
