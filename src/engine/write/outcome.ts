/** What a write over a set answers: the records that were written, and those that were not with their reasons. */
import { type FieldProblem, Refusal, invalid } from '../../lib/errors.ts'
import type { Draft, WriteOptions } from './values.ts'

export type Outcome = { done: Draft[]; problems: Draft[] }

/** Without `collect` the first bad record refuses the deed; in a set its place leads the field's path: `3.mobile`. */
export function finish(drafts: Draft[], options: WriteOptions): Draft[] {
  const bad = drafts.filter((draft) => draft.problems.length || draft.refused)
  if (!bad.length) return drafts
  if (options.collect) return drafts.filter((draft) => !bad.includes(draft))
  const refused = bad.find((draft) => draft.refused)?.refused
  if (refused) throw new Refusal(refused.code, refused.reason ? { reason: refused.reason } : {})
  throw invalid(
    bad.flatMap((draft) => (drafts.length === 1 ? draft.problems : draft.problems.map((problem) => placed(problem, draft.index)))),
  )
}

const placed = (problem: FieldProblem, index: number): FieldProblem => ({ ...problem, field: `${index}.${problem.field}` })
