/** How an import ends before its time: somebody stops it, its person may not go on, it cannot work. What was written stays as one changeset. */
import { Refusal } from '../../lib/errors.ts'
import type { House } from '../house.ts'
import type { Principal } from '../principal.ts'
import { sql, table } from '../store/sql.ts'
import { write } from './imports.ts'
import { type Body, type Import, type Rows, isGoing, loadImport, nothingYet, saveImport } from './store.ts'

/** Whoever may see it. The chunk under way ends first; on whatever server it runs, the next one finds that it is over. */
export async function stopImport(house: House, who: Principal, id: string): Promise<Import> {
  return write(house, who, async (reading) => {
    const found = await loadImport(reading, id, true)
    if (!isGoing(found))
      throw new Refusal('not-now', {
        reason: who.language === 'zh' ? '它没有在进行，或者已经结束' : 'it is not running, or has ended already',
      })
    return endEarly(reading, found, { stopped: { why: 'asked', by: who.name } })
  })
}

/** `found` is locked. Stopped before anything was written it is as before its start: columns are matched anew, and it is run once more. */
export async function endEarly(rows: Rows, found: Import, how: Pick<Body, 'stopped' | 'error'>): Promise<Import> {
  const { state, body, progress } = found
  const written = state === 'running' && progress.row > 0
  const back =
    state === 'checking' ? ({ state: 'uploaded', body: { ...body, plain: undefined } } as const) : ({ state: 'checked' } as const)
  const next: Import =
    how.stopped?.why === 'asked' && !written
      ? { ...found, ...back, changeset: null, progress: nothingYet }
      : { ...found, state: 'failed', body: { ...body, ...how }, changeset: written ? found.changeset : null }
  await saveImport(rows, next)
  if (written)
    await rows.run(sql`update ${table(rows.principal.workspace.schema, 'changeset')} set state = 'closed' where id = ${found.changeset}`)
  return next
}
