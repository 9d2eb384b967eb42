/** The dry run: every row is judged, nothing is written but what is out of the ordinary. Begun again from the start when it was cut off. */
import { rows } from '../../lib/tabular/open.ts'
import { rehearse } from '../write/tx.ts'
import { type Going, Overtaken, findGoing, inWorkspace, isOver, stillMay } from './going.ts'
import { type Earlier, judge } from './judge.ts'
import { KeyIndex } from './key-index.ts'
import { setupOf } from './setup.ts'
import { type Import, type Rows, exceptions, fileOf, findImport, forgetFindings, nothingYet, saveExceptions, saveImport } from './store.ts'

const chunk = 1000

export async function check(going: Going): Promise<void> {
  const begun = await findGoing(going)
  if (begun?.state === 'checking') await checkAll(going, begun)
}

async function checkAll(going: Going, begun: Import): Promise<void> {
  const { id, body } = begun
  const fresh = { ...nothingYet, startedAt: begun.progress.startedAt }
  let behind = begun.progress.row
  /** False: it was stopped in the meantime. */
  const save = async (next: Import, work: (rows: Rows) => Promise<void>) => {
    const saved = await inWorkspace(going, async (at) => {
      const now = await findImport(at, id, true)
      if (!now || isOver(begun, now)) return false
      // Thought dead by another server, which began anew: what that one finds counts.
      if (now.progress.row !== behind) throw new Overtaken()
      await work(at)
      await saveImport(at, next)
      return true
    })
    behind = next.progress.row
    return saved
  }
  if (!(await save({ ...begun, progress: fresh }, (at) => forgetFindings(at, id)))) return
  const plain = { create: 0, update: 0 }
  const seen = new KeyIndex()
  // Titles of earlier rows are shown beside their twins; the last thousands are kept, older ones show their number only.
  const earlier: Earlier = new Map()
  for await (const batch of rows(fileOf(going.house, begun), body.opened, { batch: chunk })) {
    going.signal.throwIfAborted()
    const who = await stillMay(going, begun)
    if (!who) return
    const known = await inWorkspace(going, (at) => exceptions(at, id, batch[0]!.row, batch.at(-1)!.row))
    const judged = await rehearse(going.house, who, 'import.check', (tx) => judge(tx, setupOf(tx, body), batch, known, seen, earlier))
    for (const each of judged) if (each.plain) plain[each.verdict as 'create' | 'update']++
    const special = judged.filter((each) => !each.plain).map(({ row, verdict, exception }) => ({ row, verdict, body: exception }))
    const progress = { ...fresh, row: batch.at(-1)!.row }
    if (!(await save({ ...begun, progress }, (at) => saveExceptions(at, id, special)))) return
    for (const row of earlier.keys()) if (earlier.size > 2000) earlier.delete(row)
  }
  await save({ ...begun, state: 'checked', body: { ...body, plain }, progress: nothingYet }, async () => {})
}
