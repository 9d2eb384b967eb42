/** What people do to records: shown at once, sent behind, taken back when refused, and undone by one click. */
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { toast } from '../../ui/toast.tsx'
import { go } from './going.ts'
import { Problem, send } from './http.ts'
import { queries } from './queries.ts'
import { listsOf } from './rows.ts'
import { takeBack } from './undone.ts'
import { words } from '../words.ts'

export type Changes = Record<string, unknown>
export type Written = RecordJson & { changeset?: string }
export type BatchAnswer = { changeset: string; records: RecordJson[] }
export type BulkAnswer = { changeset: string | null; done: number; refused: { id: string; code: string; message: string }[] }

/** Fields of one record: the screen shows them before the server has them. */
export async function change(object: ObjectShape, record: RecordJson, changes: Changes, quiet?: boolean): Promise<Written> {
  const before = Object.fromEntries(Object.keys(changes).map((name) => [name, record[name] ?? null]))
  show(object, { ...record, ...changes })
  try {
    const answer = await send<Written>('PATCH', `/${object.path}/${record.id}`, { ...plain(changes), version: record.version })
    own(answer.changeset)
    show(object, answer)
    refreshAround(object, [record.id])
    if (!quiet) offerUndo(words.t('saved'), answer.changeset)
    return answer
  } catch (error) {
    show(object, { ...record, ...before })
    throw error
  }
}

export async function create(object: ObjectShape, values: Changes): Promise<Written> {
  const answer = await send<Written>('POST', `/${object.path}`, plain(values), { once: true })
  own(answer.changeset)
  refreshAll(object)
  return answer
}

/** Many records, at most 1,000 a call, all or nothing; one undo for it. */
export async function batch(
  object: ObjectShape,
  body: { create?: Changes[]; update?: Changes[]; remove?: string[] },
): Promise<BatchAnswer> {
  const answer = await send<BatchAnswer>('POST', `/${object.path}/batch`, body, { once: true })
  own(answer.changeset)
  for (const record of answer.records) show(object, record)
  if (body.remove) for (const rows of listsOf(object.name)) rows.drop(body.remove)
  refreshAll(object)
  return answer
}

export async function remove(object: ObjectShape, id: string): Promise<void> {
  const answer = await send<{ changeset?: string } | null>('DELETE', `/${object.path}/${id}`)
  for (const rows of listsOf(object.name)) rows.drop([id])
  refreshAll(object)
  offerUndo(words.t('removed'), answer?.changeset)
}

/** A named deed on one record. */
export async function act<T extends object>(
  object: ObjectShape,
  id: string,
  action: string,
  input: Changes,
): Promise<T & { changeset?: string }> {
  const answer = await send<T & { changeset?: string }>('POST', `/${object.path}/${id}/${action}`, plain(input), { once: true })
  own(answer.changeset)
  refreshAll(object)
  return answer
}

export async function actOnMany(
  object: ObjectShape,
  action: string,
  on: { ids: string[] } | { filter: unknown },
  input: Changes,
): Promise<BulkAnswer> {
  const answer = await send<BulkAnswer>('POST', `/${object.path}/actions/${action}`, { ...on, input: plain(input) }, { once: true })
  own(answer.changeset ?? undefined)
  refreshAll(object)
  return answer
}

export async function undo(changeset: string): Promise<void> {
  try {
    const { refused } = await takeBack(changeset)
    const [first] = refused
    if (!first) return void toast({ text: words.t('undone') })
    toast({
      text: words.t('undoneButNot', { count: refused.length, reason: first.message }),
      tone: 'late',
      deed: { label: words.t('details'), onChoose: () => go(`/changes?open=${changeset}`) },
    })
  } catch (error) {
    complain(error)
  }
}

export function offerUndo(text: string, changeset: string | undefined | null): void {
  toast({ text, deed: changeset ? { label: words.t('undo'), onChoose: () => void undo(changeset) } : undefined })
}

/** Says what went wrong where there is no better place for it. */
export function complain(error: unknown): void {
  toast({ text: error instanceof Problem ? error.message : words.t('failed'), tone: 'late' })
  if (!(error instanceof Problem)) console.error(error)
}

/** Puts a record wherever it is shown. */
export function show(object: ObjectShape, record: RecordJson): void {
  for (const rows of listsOf(object.name)) rows.put(record)
  queries.setQueryData<RecordJson>(['record', object.name, record.id], (known) => (known ? { ...known, ...record } : known))
}

/** After a change of known records: what hangs on them. */
export function refreshAround(object: ObjectShape, ids: string[]): void {
  const about = new Set(ids)
  void queries.invalidateQueries({
    predicate: ({ queryKey: [kind, name, id] }) =>
      // What hangs on others stands in their timelines as well.
      kind === 'timeline' || (kind === 'history' && name === object.name && about.has(String(id))),
  })
  void queries.invalidateQueries({ queryKey: ['related', object.name] })
  void queries.invalidateQueries({ queryKey: ['board', object.name] })
}

/** After a deed that may have changed anything of an object. */
export function refreshAll(object: ObjectShape): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey: [kind] }) => ['record', 'timeline', 'history', 'related', 'count', 'board', 'shares'].includes(String(kind)),
  })
  for (const rows of listsOf(object.name)) rows.refresh()
}

const ours = new Set<string>()
const own = (changeset: string | undefined) => {
  if (changeset) ours.add(changeset)
}
/** Was this changeset made here? Then the screen shows it already. */
export const isOurs = (changeset: string): boolean => ours.has(changeset)

/** References are read as { id, title } and written as an id. */
function plain(values: Changes): Changes {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, written(value)]))
}

function written(value: unknown): unknown {
  // Lines are records, not references, also where one has a field called title.
  if (Array.isArray(value)) return value
  if (typeof value === 'object' && value !== null && 'id' in value && 'title' in value) return value.id
  return value
}
