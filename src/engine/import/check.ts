/** The dry run: every row is judged, nothing is written but what is out of the ordinary. Begun again from the start when it was cut off. */
import { rows } from '../../lib/tabular/open.ts'
import { read } from '../house.ts'
import type { House } from '../house.ts'
import type { Principal } from '../principal.ts'
import { rehearse } from '../write/tx.ts'
import { type Earlier, judge } from './judge.ts'
import { KeyIndex } from './key-index.ts'
import { setupOf } from './setup.ts'
import { exceptions, forgetFindings, loadImport, nothingYet, saveExceptions, saveImport } from './store.ts'

const chunk = 1000

export async function check(house: House, principal: Principal, importId: string, signal?: AbortSignal): Promise<void> {
  const begun = await read(house, principal, (reading) => loadImport(reading, importId))
  if (begun.state !== 'checking') return
  const write = <T>(work: (at: { run: Parameters<Parameters<House['database']['as']>[1]>[0]; principal: Principal }) => Promise<T>) =>
    house.databaseOf(principal.workspace).as(principal.workspace.role, (run) => work({ run, principal }), { retry: true })
  await write((at) => forgetFindings(at, importId))
  const plain = { create: 0, update: 0 }
  const seen = new KeyIndex()
  // Titles of earlier rows are shown beside their twins; the last thousands are kept, older ones show their number only.
  const earlier: Earlier = new Map()
  for await (const batch of rows(begun.path, begun.body.opened, { batch: chunk })) {
    signal?.throwIfAborted()
    const known = await read(house, principal, (reading) => exceptions(reading, importId, batch[0]!.row, batch.at(-1)!.row))
    const judged = await rehearse(house, principal, 'import.check', (tx) => judge(tx, setupOf(tx, begun.body), batch, known, seen, earlier))
    for (const each of judged) if (each.plain) plain[each.verdict as 'create' | 'update']++
    const progress = { ...nothingYet, row: batch.at(-1)!.row, startedAt: begun.progress.startedAt }
    await write(async (at) => {
      await saveExceptions(
        at,
        importId,
        judged.filter((each) => !each.plain).map(({ row, verdict, exception }) => ({ row, verdict, body: exception })),
      )
      await saveImport(at, { ...begun, progress })
    })
    for (const row of earlier.keys()) if (earlier.size > 2000) earlier.delete(row)
  }
  await write((at) => saveImport(at, { ...begun, state: 'checked', body: { ...begun.body, plain }, progress: nothingYet }))
}
