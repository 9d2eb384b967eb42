/**
 * The run: chunks of 1,000 rows, each one transaction with its records, their changes, the rows' results and the resume mark
 * together. Killed at any moment it goes on after the last chunk that committed, and no row is written twice.
 */
import { rows } from '../../lib/tabular/open.ts'
import type { DataRow } from '../../lib/tabular/open.ts'
import { type House, read } from '../house.ts'
import type { Principal } from '../principal.ts'
import { store as storeCreated, prepare } from '../write/create.ts'
import { type Tx, deed } from '../write/tx.ts'
import { update } from '../write/update.ts'
import type { Draft } from '../write/values.ts'
import { type Judged, type Setup, judge, withoutKey } from './judge.ts'
import { KeyIndex } from './key-index.ts'
import { setupOf } from './setup.ts'
import { type Import, exceptions, fileOf, loadImport, saveExceptions, saveImport } from './store.ts'

const chunk = 1000

export async function run(house: House, principal: Principal, importId: string, signal?: AbortSignal): Promise<void> {
  const found = await read(house, principal, (reading) => loadImport(reading, importId))
  if (found.state !== 'running') return
  for await (const batch of rows(fileOf(house, found), found.body.opened, { from: found.progress.row + 1, batch: chunk })) {
    signal?.throwIfAborted()
    await runChunk(house, principal, found, batch)
  }
  await close(house, principal, importId)
}

/** A file that held fewer rows than it was said to, or none, ends too. */
async function close(house: House, principal: Principal, importId: string): Promise<void> {
  const left = await read(house, principal, (reading) => loadImport(reading, importId))
  if (left.state !== 'running') return
  const spans = { id: left.changeset!, first: left.progress.row === 0, last: true }
  const work = async (tx: Tx) => saveImport(tx, { ...(await loadImport(tx, importId, true)), state: 'done' })
  await deed(house, principal, `${left.body.object}.import`, work, { changeset: spans, via: 'import' })
}

async function runChunk(house: House, principal: Principal, { id, body, changeset }: Import, batch: DataRow[]): Promise<void> {
  const last = batch.at(-1)!.row >= body.opened.total
  const spans = { id: changeset!, first: batch[0]!.row === 1, last }
  const work = async (tx: Tx) => {
    const now = await loadImport(tx, id, true)
    // Somebody else did this chunk in the meantime: the mark moved with its records.
    if (now.state !== 'running' || now.progress.row !== batch[0]!.row - 1) throw new Overtaken()
    const setup = setupOf(tx, body)
    const judged = await judge(tx, setup, batch, await exceptions(tx, id, batch[0]!.row, batch.at(-1)!.row), new KeyIndex(), new Map())
    const done = await carryOut(tx, setup, judged)
    const { progress } = now
    const next = {
      ...progress,
      row: batch.at(-1)!.row,
      created: progress.created + done.created,
      updated: progress.updated + done.updated,
      failed: progress.failed + done.failed.length,
      skipped: progress.skipped + done.skipped,
    }
    await saveExceptions(
      tx,
      id,
      done.failed.map(({ row, exception }) => ({ row, verdict: 'fail', body: { ...exception, failed: exception.problems ?? [] } })),
    )
    await saveImport(tx, { ...now, state: last ? 'done' : 'running', progress: next })
  }
  await deed(house, principal, `${body.object}.import`, work, { changeset: spans, via: 'import', timeoutMs: 120_000 }).catch(
    (error: unknown) => {
      if (!(error instanceof Overtaken)) throw error
    },
  )
}

class Overtaken extends Error {}

type Done = { created: number; updated: number; skipped: number; failed: Judged[] }

async function carryOut(tx: Tx, setup: Setup, judged: Judged[]): Promise<Done> {
  const failed = judged.filter((each) => each.verdict === 'fail')
  const made = judged.filter((each) => each.verdict === 'create' || (each.verdict === 'twin' && each.choice === 'create'))
  const changed = judged.filter((each) => each.verdict === 'update' || (each.verdict === 'twin' && each.choice === 'update'))
  await storeCreated(
    tx,
    setup.object,
    made.map((each) => each.draft!),
  )
  const parents = new Map<Judged, string>(made.map((each) => [each, each.draft!.id]))
  for (const each of changed) parents.set(each, each.target ?? twinId(each))
  const { problems } = await change(tx, setup, changed, parents)
  const refused = new Set(problems.map((draft) => changed[draft.index]!))
  const late = [...refused].filter((each) => !failed.includes(each))
  for (const draft of problems)
    changed[draft.index]!.exception.problems = draft.problems.map(({ field, ...problem }) => ({ column: '', field, value: '', ...problem }))
  await children(
    tx,
    setup,
    [...made, ...changed].filter((each) => !refused.has(each)),
    parents,
  )
  return {
    created: made.length,
    updated: changed.length - refused.size,
    skipped: judged.filter((each) => each.verdict === 'skip' || (each.verdict === 'twin' && each.choice === 'skip')).length,
    failed: [...failed, ...late],
  }
}

const twinId = ({ twin }: Judged) => (twin && 'id' in twin ? twin.id : twin!.draft!.id)

/** Rows that change the same record are put together, the later row's word counts: one statement may touch a record once. */
async function change(tx: Tx, setup: Setup, changed: Judged[], parents: Map<Judged, string>): Promise<{ problems: Draft[] }> {
  const merged = new Map<string, { index: number; subject: number; values: Record<string, unknown> }>()
  changed.forEach((each, index) => {
    const known = merged.get(parents.get(each)!)
    merged.set(parents.get(each)!, {
      index,
      subject: known?.subject ?? each.row,
      values: { ...known?.values, ...withoutKey(setup, each.shaped) },
    })
  })
  const list = [...merged].map(([id, { subject, values }]) => ({ id, subject, values }))
  const indexes = [...merged.values()].map(({ index }) => index)
  const { problems } = await update(tx, setup.object.name, list, { collect: true })
  return { problems: problems.map((draft) => ({ ...draft, index: indexes[draft.index]! })) }
}

async function children(tx: Tx, setup: Setup, rowsDone: Judged[], parents: Map<Judged, string>): Promise<void> {
  const names = new Set(rowsDone.flatMap((each) => [...each.shaped.children.keys()]))
  for (const name of names) {
    const object = tx.catalog.objects.get(name)!
    const by = setup.mapping.routes.find((route) => route.target.object === object)!.target.by!.name
    const having = rowsDone.filter((each) => each.shaped.children.has(name))
    const incoming = having.map((each) => ({ subject: each.row, values: { ...each.shaped.children.get(name), [by]: parents.get(each) } }))
    const drafts = await prepare(tx, object, incoming, { collect: true, anyState: true })
    await storeCreated(
      tx,
      object,
      drafts.filter((draft) => !draft.problems.length),
    )
  }
}
