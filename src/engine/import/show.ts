/** An import as it travels: ImportJson. */
import type { ImportJson } from '../../lib/wire.ts'
import { type House, type Reading, read } from '../house.ts'
import { groundOf } from '../list.ts'
import type { Principal } from '../principal.ts'
import { type Body, type Import, countVerdicts } from './store.ts'
import { targetsOf } from './targets.ts'

export async function countsOf(reading: Reading, { id, body }: Import): Promise<NonNullable<ImportJson['counts']> | undefined> {
  if (!body.plain) return undefined
  const verdicts = await countVerdicts(reading, id)
  return {
    create: body.plain.create + verdicts.create,
    update: body.plain.update + verdicts.update,
    fail: verdicts.fail,
    twins: verdicts.twin,
    skip: verdicts.skip,
  }
}

export async function showImport(house: House, who: Principal, found: Import): Promise<ImportJson> {
  const { body, progress } = found
  return read(house, who, async (reading) => {
    const { object } = groundOf(reading, body.object)
    const counts = await countsOf(reading, found)
    const targets = [...targetsOf(reading.catalog, who, object).values()].map(({ path, label, required }) => ({ path, label, required }))
    const { opened } = body
    return {
      id: found.id,
      object: object.path,
      file: body.file,
      kind: opened.kind,
      encoding: opened.encoding,
      ...(opened.delimiter ? { delimiter: opened.delimiter } : {}),
      ...(opened.sheets ? { sheets: opened.sheets.map(({ name }) => ({ name })) } : {}),
      ...(opened.sheet ? { sheet: opened.sheet } : {}),
      headerRow: opened.headerRow,
      total: opened.total,
      columns: opened.columns.map((column) => ({ ...column, field: body.mapping[column.name] ?? null })),
      head: opened.head,
      targets,
      mapping: body.mapping,
      mode: body.mode,
      key: body.key,
      twins: body.twins,
      defaults: body.defaults,
      state: found.state,
      done: progress.row,
      ...(counts ? { counts } : {}),
      created: progress.created,
      updated: progress.updated,
      failed: progress.failed,
      skipped: progress.skipped,
      changeset: found.changeset,
      startedAt: progress.startedAt,
      ...(body.stopped ? { stopped: body.stopped.why, error: whyStopped(body.stopped, who) } : body.error ? { error: body.error } : {}),
    }
  })
}

function whyStopped(stopped: NonNullable<Body['stopped']>, { language }: Principal): string {
  if (stopped.why === 'asked') return language === 'zh' ? `${stopped.by} 停止了这次导入` : `${stopped.by} stopped it`
  return language === 'zh'
    ? '导入的人已停用，或不再有导入这些内容的权限，所以停了下来'
    : 'Whoever began it was disabled or may not import this any more, so it stopped'
}
