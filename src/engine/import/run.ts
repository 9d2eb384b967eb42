/**
 * The run: chunks of 1,000 rows, each one transaction with its records, their changes, the rows' results and the resume mark
 * together. Killed at any moment it goes on after the last chunk that committed, and no row is written twice.
 */
import { rows } from '../../lib/tabular/open.ts'
import type { DataRow } from '../../lib/tabular/open.ts'
import type { House } from '../house.ts'
import type { Principal } from '../principal.ts'
import { store as storeCreated, prepare } from '../write/create.ts'
import { type Tx, deed } from '../write/tx.ts'
import { update } from '../write/update.ts'
import type { Draft } from '../write/values.ts'
import { type Going, Overtaken, findGoing, isOver, stillMay } from './going.ts'
import { type Judged, type Setup, judge, withoutKey } from './judge.ts'
import { KeyIndex } from './key-index.ts'
import { setupOf } from './setup.ts'
import { type Import, exceptions, fileOf, findImport, saveExceptions, saveImport } from './store.ts'

const chunk = 1000

export async function run(going: Going): Promise<void> {
  const { house, signal } = going
  const found = await findGoing(going)
  if (found?.state !== 'running') return
  let behind = found.progress.row
  for await (const batch of ahead(rows(fileOf(house, found), found.body.opened, { from: behind + 1, batch: chunk }))) {
    signal.throwIfAborted()
    const who = await stillMay(going, found)
    if (!who || (await runChunk(house, who, found, batch)) === 'over') return
    behind = batch.at(-1)!.row
  }
  const who = (await findGoing(going))?.state === 'running' ? await stillMay(going, found) : null
  if (who) await close(house, who, found, behind)
}

/** The next batch is read while this one is written. */
async function* ahead<T>(batches: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    for (let next = batches.next(); ;) {
      const { value, done } = await next
      if (done) return
      next = batches.next()
      // what went wrong is said when its turn comes
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await batches.return(undefined)
  }
}

/** A file that held fewer rows than it was said to, or none, ends too. */
async function close(house: House, principal: Principal, begun: Import, behind: number): Promise<void> {
  const spans = { id: begun.changeset!, first: behind === 0, last: true }
  const work = async (tx: Tx) => saveImport(tx, { ...(await underWay(tx, begun, behind)), state: 'done' })
  await unlessOver(deed(house, principal, `${begun.body.object}.import`, work, { changeset: spans, via: 'import' }))
}

async function runChunk(house: House, principal: Principal, begun: Import, batch: DataRow[]): Promise<'over' | 'done'> {
  const { id, body, changeset } = begun
  const last = batch.at(-1)!.row >= body.opened.total
  const spans = { id: changeset!, first: batch[0]!.row === 1, last }
  const work = async (tx: Tx) => {
    const now = await underWay(tx, begun, batch[0]!.row - 1)
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
  return unlessOver(deed(house, principal, `${body.object}.import`, work, { changeset: spans, via: 'import', timeoutMs: 120_000 }))
}

/** Locked until the chunk commits: whoever stops it waits for that, and whoever else works on it finds the mark moved with its records. */
async function underWay(tx: Tx, begun: Import, behind: number): Promise<Import> {
  const now = await findImport(tx, begun.id, true)
  if (!now || isOver(begun, now)) throw new Over()
  if (now.progress.row !== behind) throw new Overtaken()
  return now
}

class Over extends Error {}

const unlessOver = (chunk: Promise<unknown>): Promise<'over' | 'done'> =>
  chunk.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Over) return 'over'
      throw error
    },
  )

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
