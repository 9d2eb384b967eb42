/** The dry run: every row is judged, nothing is written but what is out of the ordinary. Begun again from the start when it was cut off. */
import { rows } from '../../lib/tabular/open.ts'
import type { Run } from '../../platform/postgres/database.ts'
import { type House, type Reading, read } from '../house.ts'
import type { Principal } from '../principal.ts'
import { rehearse } from '../write/tx.ts'
import { type Earlier, judge } from './judge.ts'
import { KeyIndex } from './key-index.ts'
import { setupOf } from './setup.ts'
import { type Import, exceptions, fileOf, forgetFindings, loadImport, nothingYet, saveExceptions, saveImport } from './store.ts'

const chunk = 1000

export async function check(house: House, principal: Principal, importId: string, signal?: AbortSignal): Promise<void> {
  const begun = await read(house, principal, (reading) => loadImport(reading, importId))
  if (begun.state === 'checking') await checkAll(house, principal, begun, signal).catch(unlessOvertaken)
}

async function checkAll(house: House, principal: Principal, begun: Import, signal: AbortSignal | undefined): Promise<void> {
  const { id, body } = begun
  const fresh = { ...nothingYet, startedAt: begun.progress.startedAt }
  let behind = begun.progress.row
  const save = async (next: Import, work: (at: Pick<Reading, 'run' | 'principal'>) => Promise<void>) => {
    const write = async (run: Run) => {
      const at = { run, principal }
      const { state, progress } = await loadImport(at, id, true)
      // Thought dead by another server, which began anew: what that one finds counts.
      if (state !== 'checking' || progress.row !== behind || progress.startedAt !== fresh.startedAt) throw new Overtaken()
      await work(at)
      await saveImport(at, next)
    }
    await house.databaseOf(principal.workspace).as(principal.workspace.role, write, { retry: true })
    behind = next.progress.row
  }
  await save({ ...begun, progress: fresh }, (at) => forgetFindings(at, id))
  const plain = { create: 0, update: 0 }
  const seen = new KeyIndex()
  // Titles of earlier rows are shown beside their twins; the last thousands are kept, older ones show their number only.
  const earlier: Earlier = new Map()
  for await (const batch of rows(fileOf(house, begun), body.opened, { batch: chunk })) {
    signal?.throwIfAborted()
    const known = await read(house, principal, (reading) => exceptions(reading, id, batch[0]!.row, batch.at(-1)!.row))
    const judged = await rehearse(house, principal, 'import.check', (tx) => judge(tx, setupOf(tx, body), batch, known, seen, earlier))
    for (const each of judged) if (each.plain) plain[each.verdict as 'create' | 'update']++
    const special = judged.filter((each) => !each.plain).map(({ row, verdict, exception }) => ({ row, verdict, body: exception }))
    await save({ ...begun, progress: { ...fresh, row: batch.at(-1)!.row } }, (at) => saveExceptions(at, id, special))
    for (const row of earlier.keys()) if (earlier.size > 2000) earlier.delete(row)
  }
  await save({ ...begun, state: 'checked', body: { ...body, plain }, progress: nothingYet }, async () => {})
}

class Overtaken extends Error {}

function unlessOvertaken(error: unknown): void {
  if (!(error instanceof Overtaken)) throw error
}
