/** Deeds with names: check that it is time, take what is asked, set what is said, run what more has to happen; over sets. */
import { type FieldProblem, Refusal, invalid, sentence } from '../lib/errors.ts'
import type { RecordJson } from '../lib/wire.ts'
import { blank, takeInput } from './answers.ts'
import type { House, Reading } from './house.ts'
import { isId, list, loadRecords } from './list.ts'
import { whensOf } from './definition.ts'
import type { Action } from './module.ts'
import { type Principal, mayDo } from './principal.ts'
import type { Draft } from './write/values.ts'
import { type Once, once } from './write/once.ts'
import { type Tx, deed } from './write/tx.ts'
import { update } from './write/update.ts'

export function actionOf(reading: Pick<Reading, 'catalog'>, object: string, name: string): Action {
  const found = reading.catalog.objects.get(object)?.actions.find((action) => action.name === name)
  if (!found) throw new Refusal('not-found')
  return found
}

/** On one record: refuses as a whole; answers what the action returns, and its changeset. */
export async function runAction(
  house: House,
  who: Principal,
  object: string,
  id: string,
  name: string,
  input: Record<string, unknown>,
  how: { once?: Once } = {},
): Promise<Record<string, unknown>> {
  if (!isId(id)) throw new Refusal('not-found')
  const { result } = await deed(house, who, `${object}.${name}`, (tx) =>
    once(tx, how.once, async () => {
      const { returned } = await perform(tx, actionOf(tx, object, name), [id], input, false)
      return { ...returned, changeset: tx.changeset }
    }),
  )
  return result
}

export type ManyAnswer = { changeset: string; done: number; refused: { id: string; code: string; message: string }[] }

/** On many, by ids or by a filter: those that cannot are answered with their reasons, the others are done. */
export async function runOnMany(
  house: House,
  who: Principal,
  object: string,
  name: string,
  wanted: { ids?: string[]; filter?: unknown; input?: Record<string, unknown> },
  how: { once?: Once } = {},
): Promise<ManyAnswer> {
  const { result } = await deed(
    house,
    who,
    `${object}.${name}`,
    (tx) =>
      once(tx, how.once, async () => {
        const action = actionOf(tx, object, name)
        const ids = wanted.ids ?? (await idsOf(tx, object, wanted.filter))
        let done = 0
        const refused: ManyAnswer['refused'] = []
        for (let from = 0; from < ids.length; from += 1000) {
          const part = await perform(tx, action, ids.slice(from, from + 1000).filter(isId), wanted.input ?? {}, true, from)
          done += part.done.length
          refused.push(...part.lacking, ...part.problems.map((draft) => reasonOf(tx, draft)))
        }
        return { changeset: tx.changeset, done, refused }
      }),
    {},
  )
  return result
}

/** At most this many by a filter in one transaction. */
const most = 20_000

async function idsOf(tx: Tx, object: string, filter: unknown): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null | undefined
  do {
    const page = await list(tx, object, { filter, sort: 'id', limit: 1000, fields: [], ...(cursor ? { cursor } : {}) })
    ids.push(...page.records.map((record) => record.id))
    cursor = page.next
  } while (cursor && ids.length < most)
  return ids
}

function reasonOf(tx: Tx, draft: Draft): ManyAnswer['refused'][number] {
  const problem = draft.refused ? { code: draft.refused.code, values: { reason: draft.refused.reason ?? '' } } : draft.problems[0]!
  return { id: draft.id, code: problem.code, message: sentence(problem, tx.principal.language) }
}

async function perform(tx: Tx, action: Action, ids: string[], input: Record<string, unknown>, collect: boolean, offset = 0) {
  if (!mayDo(tx.principal, action)) throw new Refusal('forbidden')
  const { asked, rest } = takeInput(tx, action, input, collect)
  const sets = Object.fromEntries(Object.entries(action.sets ?? {}).map(([field, value]) => [field, toSet(tx, value, rest)]))
  const whens = whensOf(action).map(({ filter, reason }) => ({ filter, reason: reason[tx.context.language] }))
  // What the person answers is checked as his own writing before; what the deed itself sets is the house's word.
  const records = await loadRecords(tx, action.object, ids)
  const open = new Map(records.map((record) => [record.id, unasked(tx, action, input, record)]))
  const on = { tx, input: rest, subjects: new Map(ids.map((id, i) => [id, offset + i + 1])), many: collect }
  // Whether it is time at all is said before what is wrong with the answers.
  const timely = records.filter((record) => record.can[action.name] === true)
  const wrong = (timely.length && (await action.checks?.({ ...on, records: timely }))) || new Map<string, FieldProblem>()
  const missing = (id: string): FieldProblem[] => [...(open.get(id)?.missing ?? []), ...(wrong.has(id) ? [wrong.get(id)!] : [])]
  const lacking = ids.filter((id) => missing(id).length)
  if (lacking.length && !collect) throw invalid(missing(lacking[0]!))
  const outcome = await update(
    tx,
    action.object,
    ids.flatMap((id, i) =>
      lacking.includes(id) ? [] : [{ id, subject: offset + i + 1, values: { ...open.get(id)?.starts, ...asked, ...sets } }],
    ),
    {
      trusted: false,
      deed: true,
      moves: action.right === 'assign',
      collect,
      whens,
    },
  )
  const done = records.filter((record) => outcome.done.some((draft) => draft.id === record.id))
  const returned = action.run && done.length ? await action.run({ ...on, records: done }) : undefined
  return {
    ...outcome,
    lacking: lacking.map((id) => {
      const [problem] = missing(id)
      return { id, code: problem!.code, message: sentence(problem!, tx.principal.language) }
    }),
    returned: returned ?? {},
  }
}

/** Asked fields that the caller left out: they stay as the record has them, start with the prefill, or are missing. */
function unasked(tx: Reading, action: Action, input: Record<string, unknown>, record: RecordJson) {
  const starts: Record<string, unknown> = {}
  const missing: FieldProblem[] = []
  for (const ask of action.asks ?? []) {
    const name = ask.replace(/\?$/, '')
    if (name in input || !blank(record[name])) continue
    const start = prefill(tx, action, name)
    if (!blank(start)) starts[name] = start
    else if (name === ask) missing.push({ field: name, code: 'required' })
  }
  return { starts, missing }
}

/** What the dialog shows in an asked field that is empty yet. */
export const prefill = (reading: Reading, action: Action, name: string): unknown => toSet(reading, action.prefills?.[name], {})

/** A plain value, `{ from: 'owner' }` out of the input, `{ now: true }` or `{ today: true }`. */
function toSet({ context }: Reading, value: unknown, input: Record<string, unknown>): unknown {
  if (!value || typeof value !== 'object') return value
  if ('now' in value) return context.now
  if ('today' in value) return context.today
  return 'from' in value ? (input[(value as { from: string }).from] ?? null) : value
}
