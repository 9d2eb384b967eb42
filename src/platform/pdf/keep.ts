/**
 * A paper as somebody got it. What stands on it is written in the transaction of the deed that sends it, and set after commit: the
 * letterhead of tomorrow changes nothing of it. The PDF becomes a file of the record.
 */
import { Readable } from 'node:stream'
import { uuidv7 } from 'uuidv7'
import { fileFor, keepFile } from '../../engine/files.ts'
import { type House, read } from '../../engine/house.ts'
import { loadRecords } from '../../engine/list.ts'
import { type Principal, type Workspace, loadPrincipal, unlimited } from '../../engine/principal.ts'
import { type Tx, deed } from '../../engine/write/tx.ts'
import { update } from '../../engine/write/update.ts'
import { type PaperLanguage, type Sheet, printable } from '../../lib/sheet.ts'
import type { RecordJson } from '../../lib/wire.ts'
import { fileName } from '../files/name.ts'
import { folderOf, placeOf, receiveFile } from '../files/receive.ts'
import type { Task } from '../jobs/jobs.ts'
import { readLogo } from './logo.ts'
import type { Press } from './press.ts'

type Kept = { object: string; record: string; field: string; file: string; user: string; sheet: Sheet }

/** Called by the deed that sends; `field` is the record's field of files. */
export async function keepPaper(tx: Tx, object: string, record: RecordJson, field: string, language: PaperLanguage): Promise<void> {
  const paper = tx.house.registry.papers.find((each) => each.object === object)
  if (!paper) return
  const sheet = printable(await paper.sheet({ reading: tx, record, language }))
  await tx.later('paper.keep', { object, record: record.id, field, file: uuidv7(), user: tx.principal.user, sheet } satisfies Kept)
}

export const paperTasks = (press: Press): Record<string, Task> => ({
  async 'paper.keep'(payload, { house, workspace }) {
    const kept = payload as Kept
    const sender = await principalOf(house, workspace, kept.user)
    if (!sender) return
    const pdf = await press.print(kept.sheet, await logoOf(house, sender, kept.sheet.firm.logo))
    const { hash, size } = await receiveFile({ file: Readable.from([pdf]) }, folderOf(house.files, workspace.id))
    const name = fileName(`${kept.sheet.file.replace(/[\\/]/g, '_')}.pdf`)
    await keepFile(house, sender, { id: kept.file, name, size, type: 'application/pdf', hash })
    await deed(house, sender, `${kept.object}.update`, (tx) => attach(tx, kept))
  },
})

/** Once, however often the job comes; beside what was sent before. */
async function attach(tx: Tx, { object, record, field, file }: Kept): Promise<void> {
  const [now] = await loadRecords(tx, object, [record], [field])
  const files = (now?.[field] as { id: string }[] | null | undefined) ?? []
  if (!now || files.some((each) => each.id === file)) return
  await update(tx, object, [{ id: record, subject: 1, values: { [field]: [...files, { id: file }] } }], { trusted: true, deed: true })
}

/** Who sent it, writing for the house: where he may write is not asked again. */
async function principalOf(house: House, workspace: Workspace, user: string): Promise<Principal | null> {
  const catalog = await house.catalogOf(workspace)
  const found = await house
    .databaseOf(workspace)
    .as(workspace.role, (run) => loadPrincipal(run, workspace, user, house.registry.roles, catalog, 'zh'), { readOnly: true })
  return found && unlimited(found)
}

/** A logo that is gone, no picture or too large costs the logo, not the paper. */
async function logoOf(house: House, who: Principal, id: string | null): Promise<Buffer | null> {
  if (!id) return null
  const file = await read(house, who, (reading) => fileFor(reading, id)).catch(() => null)
  return file && readLogo(placeOf(folderOf(house.files, who.workspace.id), file.hash))
}
