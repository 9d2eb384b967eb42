/** Rules that a record must keep on every arrival, by whatever road: required values, one of several, what a state needs, who may hold it. */
import { evaluate } from '../../fields/derived/evaluate.ts'
import type { ErrorCode } from '../../lib/errors.ts'
import { covers } from '../access.ts'
import type { Placed } from '../catalog.ts'
import { fieldAccess } from '../principal.ts'
import type { FieldAt } from '../store/columns.ts'
import type { Row } from '../store/reader.ts'
import { overflows, valueOf } from './expressions.ts'
import { lockedFields } from './locks.ts'
import type { Draft, WriteOptions } from './values.ts'
import type { Tx } from './tx.ts'

/** `before` is null on creation. */
export function checkRules(tx: Tx, object: Placed, draft: Draft, before: Row | null, options: WriteOptions): void {
  const bad = new Set(draft.problems.map((problem) => problem.field))
  const hidden = (name: string) => fieldAccess(tx.principal, object.name, name) === 'hidden'
  // What is missing where the writer may not look is a problem of the whole record.
  const wrong = (field: string, code: ErrorCode, values?: Record<string, string | number>) => {
    if (!bad.has(field) && !draft.problems.some((problem) => problem.field === field && problem.code === code))
      draft.problems.push({ field: hidden(field) ? '' : field, code, ...(values ? { values } : {}) })
  }
  for (const at of object.fields.values())
    if (at.field.required && empty(at, draft.row) && !at.field.writtenBy && (!before || touched(at, draft))) wrong(at.name, 'required')
  for (const check of object.definition.check ?? []) {
    if ('alike' in check && !areAlike(object, draft, check.alike)) wrong(check.alike[0], 'other-currency')
    if (!('oneOf' in check)) continue
    const places = check.oneOf.map((name) => object.fields.get(name)!)
    if (places.every((at) => empty(at, draft.row)) && !check.oneOf.some((name) => bad.has(name)))
      wrong(check.oneOf[0]!, 'one-of', {
        fields: labels(
          places.filter((at) => !hidden(at.name)),
          tx.context.language,
        ),
      })
  }
  for (const { field, code, values } of overflows(object, draft.row, tx.context)) if (!hidden(field)) wrong(field, code, values)
  checkState(tx, object, draft, before, options, wrong)
  const locked = before && !options.trusted && !options.deed ? lockedFields(object, draft, before) : undefined
  for (const name of locked?.fields ?? []) wrong(name, 'locked', { state: locked!.state.label[tx.context.language] })
  const moving = [...(object.owner ? [object.owner] : []), ...object.anchors].filter((at) => !before || becomesOther(at, draft, before))
  if ((!before || moving.length) && !options.moves && !options.trusted && (object.owner || object.anchors.length)) {
    // Whoever has it by a share only would take it over, or hand it on.
    if (before && !covers(tx.principal, object, 'write', before)) wrong(moving[0]!.name, 'only-shared')
    else if (covers(tx.principal, object, 'write', draft.row)) return
    else if (object.owner) wrong(object.owner.name, 'out-of-reach')
    else draft.refused = { code: 'forbidden' }
  }
}

/** What cannot be subtracted is not of one kind. */
function areAlike(object: Placed, draft: Draft, [a, b]: [string, string]): boolean {
  const value = (name: string) => valueOf(object.fields.get(name), draft.row)
  return value(a) === null || value(b) === null || evaluate({ op: 'minus', args: [{ field: a }, { field: b }] }, value) !== null
}

type Wrong = (field: string, code: ErrorCode, values?: Record<string, string | number>) => void

/** Open states are ordinary values; a state of a closing phase, and the way back from one, is a deed's. */
function checkState(tx: Tx, object: Placed, draft: Draft, before: Row | null, options: WriteOptions, wrong: Wrong): void {
  const at = object.state
  if (!at) return
  const states = at.type.phases!(at.field)
  const column = at.columns[0]!.name
  const now = draft.row[column] as string | null
  const was = before?.[column] as string | null | undefined
  const state = now === null ? undefined : states[now]
  if (!state) return
  const moves = before ? was !== now : true
  const closed = (name: string | null | undefined) => name != null && states[name] !== undefined && states[name].phase !== 'open'
  if (moves && !options.trusted && !options.deed && !options.anyState && (closed(now) || closed(was))) {
    const deed = object.actions.find((action) => action.sets?.[at.name] === now)
    wrong(at.name, 'closing-deed', { deed: deed ? deed.label[tx.context.language] : state.label[tx.context.language] })
  }
  if (!moves && !state.needs?.some((name) => touched(object.fields.get(name)!, draft))) return
  for (const name of state.needs ?? [])
    if (empty(object.fields.get(name)!, draft.row)) wrong(name, 'needs-value', { state: state.label[tx.context.language] })
}

export const empty = (at: FieldAt, row: Row) => {
  const cell = at.columns.length ? row[at.columns[0]!.name] : 'kept elsewhere'
  return cell === null || cell === undefined || cell === ''
}
const touched = (at: FieldAt, draft: Draft) => at.columns.some((column) => draft.columns.includes(column.name))
const becomesOther = (at: FieldAt, draft: Draft, before: Row) =>
  touched(at, draft) && JSON.stringify(valueOf(at, draft.row)) !== JSON.stringify(valueOf(at, before))
const labels = (places: FieldAt[], language: 'zh' | 'en') =>
  places.map((at) => at.field.label?.[language] ?? at.name).join(language === 'zh' ? '、' : ', ')
