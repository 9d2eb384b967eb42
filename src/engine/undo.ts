/**
 * Undo: brings back what one changeset did, subject by subject, in chunks of its own transactions. Refused where a later
 * change stands on it; says who, when and which field. Is itself a changeset, so it can be undone.
 */
import { uuidv7 } from 'uuidv7'
import { type ErrorCode, Refusal, sentence } from '../lib/errors.ts'
import type { UndoAnswer } from '../lib/wire.ts'
import { loadChangeset, mayUndo } from './changesets.ts'
import type { House } from './house.ts'
import { type Principal } from './principal.ts'
import { sql, table } from './store/sql.ts'
import { revert } from './revert.ts'
import { type Tx, deed } from './write/tx.ts'

export type Refused = {
  object: string
  id: string
  subject: number
  field?: string
  by: { id: string; title: string | null } | null
  at: string
  code: ErrorCode
  title: string
  values?: Record<string, string | number>
}

const chunk = 1000
/** Refusals beyond this are counted, not listed. */
const listed = 1000

export async function undo(house: House, principal: Principal, changesetId: string, subjects?: number[]): Promise<UndoAnswer> {
  const original = await loadChangeset(house, principal, changesetId)
  if (!mayUndo(principal, original)) throw new Refusal('forbidden')
  if (original.state === 'open')
    throw new Refusal('not-now', { reason: principal.language === 'zh' ? '它还在进行' : 'it is still running' })
  // What was made later may stand on what was made before, never the other way round: creations go last first, removals come back first first.
  const todo = [...new Set(subjects ?? (await subjectsOf(house, principal, changesetId)))].toSorted((a, b) =>
    original.created ? b - a : a - b,
  )
  const begun = await cutOff(house, principal, changesetId)
  const mine = begun ?? uuidv7()
  const refused: Refused[] = []
  let reverted = 0
  for (let from = 0; from < Math.max(todo.length, 1); from += chunk) {
    const part = todo.slice(from, from + chunk)
    const spans = { id: mine, first: from === 0 && !begun, last: from + chunk >= todo.length }
    const work = async (tx: Tx) => {
      if (from === 0) await claim(tx, original, subjects === undefined)
      const found = await revert(tx, changesetId, part)
      if (spans.last) await markUndone(tx, original, !subjects && !refused.length && !found.refused.length)
      return found
    }
    const { result } = await deed(house, principal, 'changeset.undo', work, {
      changeset: spans,
      undoOf: changesetId,
      via: 'undo',
      timeoutMs: 120_000,
    })
    reverted += result.reverted
    refused.push(...result.refused)
  }
  return {
    changeset: mine,
    reverted,
    refused: refused
      .toSorted((a, b) => a.subject - b.subject)
      .slice(0, listed)
      .map(({ values, subject, ...each }) => ({
        ...each,
        subject: String(subject),
        message: sentence({ code: each.code, values: { ...values, by: each.by?.title ?? '', at: each.at } }, principal.language),
      })),
  }
}

/** An undo of the same by the same that died half-way: it is gone on with, what came back then is found where it belongs. */
async function cutOff(house: House, principal: Principal, changesetId: string): Promise<string | undefined> {
  const { schema, role } = principal.workspace
  const open = sql`select id from ${table(schema, 'changeset')} where undo_of = ${changesetId} and state = 'open' and by = ${principal.user} order by at limit 1`
  const { rows } = await house.databaseOf(principal.workspace).as(role, (run) => run<{ id: string }>(open), { readOnly: true })
  return rows[0]?.id
}

async function subjectsOf(house: House, principal: Principal, changesetId: string): Promise<number[]> {
  const { schema, role } = principal.workspace
  const { rows } = await house
    .databaseOf(principal.workspace)
    .as(
      role,
      (run) =>
        run<{ subject: number }>(
          sql`select distinct subject from ${table(schema, 'change')} where changeset = ${changesetId} order by subject`,
        ),
      { readOnly: true },
    )
  return rows.map((row) => row.subject)
}

/** Two who take back the same come one after the other; the second is told. */
async function claim(tx: Tx, original: { id: string }, whole: boolean): Promise<void> {
  const { rows } = await tx.run<{ undone_by: string | null }>(
    sql`select undone_by from ${table(tx.principal.workspace.schema, 'changeset')} where id = ${original.id} for update`,
  )
  if (whole && rows[0]?.undone_by)
    throw new Refusal('not-now', { reason: tx.principal.language === 'zh' ? '已经撤销过了' : 'it has been undone already' })
}

/** The original knows that it was taken back; undoing the undo gives it back. */
async function markUndone(tx: Tx, original: { id: string; undoOf: string | null }, whole: boolean): Promise<void> {
  const changeset = table(tx.principal.workspace.schema, 'changeset')
  if (whole) await tx.run(sql`update ${changeset} set undone_by = ${tx.changeset} where id = ${original.id}`)
  if (original.undoOf)
    await tx.run(sql`update ${changeset} set undone_by = null where id = ${original.undoOf} and undone_by = ${original.id}`)
}
