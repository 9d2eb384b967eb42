/** What an import says at its end, and the rows it could not take, written beside the file. */
import { createWriteStream, existsSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { House } from '../engine/house.ts'
import { readImport } from '../engine/import/imports.ts'
import { failedRows, problems } from '../engine/import/rows.ts'
import type { Principal } from '../engine/principal.ts'
import { Halt } from '../lib/halt.ts'
import { csvLine } from '../lib/tabular/write.ts'
import type { ImportJson } from '../lib/wire.ts'
import type { Answer, Words } from './command.ts'

export async function reportOfRun(house: House, who: Principal, done: ImportJson, file: string): Promise<Answer> {
  const failedFile = await writeFailed(house, who, done, file)
  const { id, changeset, total, created, updated, failed, skipped } = done
  return {
    words: lines([
      {
        zh: `共 ${total} 行：新建 ${created}，更新 ${updated}，失败 ${failed}，跳过 ${skipped}。`,
        en: `${total} rows: ${created} created, ${updated} updated, ${failed} failed, ${skipped} skipped.`,
      },
      failedFile && { zh: `失败的行和原因：${failedFile}`, en: `The failed rows with their reasons: ${failedFile}` },
      leftOut(done),
      { zh: '要撤销，请在网页的「变更记录」里撤销这次导入。', en: 'To take it back, undo this import under “Changes” on the web.' },
    ]),
    json: {
      import: id,
      changeset,
      total,
      created,
      updated,
      failed,
      skipped,
      unmapped: unmapped(done),
      ...(failedFile ? { failedFile } : {}),
    },
  }
}

const shown = 20

export async function reportOfCheck(house: House, who: Principal, checked: ImportJson): Promise<Answer> {
  const { create, update, fail, twins, skip } = checked.counts!
  const { records } = await problems(house, who, checked.id, { limit: shown })
  const line = ({ row, column, message, value }: (typeof records)[number]) => ({
    zh: `  第 ${row} 行${column ? ` ${column}` : ''}：${message}${value ? `（${value}）` : ''}`,
    en: `  Row ${row}${column ? `, ${column}` : ''}: ${message}${value ? ` (${value})` : ''}`,
  })
  return {
    words: lines([
      {
        zh: `共 ${checked.total} 行：将新建 ${create}，更新 ${update}；有错 ${fail}，重复 ${twins}，跳过 ${skip}。没有写入。`,
        en: `${checked.total} rows: ${create} to create, ${update} to update; ${fail} wrong, ${twins} twins, ${skip} skipped. Nothing was written.`,
      },
      ...records.map(line),
      leftOut(checked),
    ]),
    json: {
      import: checked.id,
      total: checked.total,
      ...checked.counts!,
      mapping: checked.mapping,
      unmapped: unmapped(checked),
      problems: records,
    },
  }
}

/** Not one row was taken: a failure, with the rows and their reasons beside the file. */
export async function nothingTaken(house: House, who: Principal, found: ImportJson, file: string): Promise<Halt> {
  const failedFile = await writeFailed(house, who, found, file)
  const wrong = found.counts?.fail ?? found.failed
  const twins = found.counts?.twins ?? found.skipped
  const words = lines([
    {
      zh: `没有可以导入的行：共 ${found.total} 行，${wrong} 行有错，${twins} 行重复。`,
      en: `No row could be imported: ${found.total} rows, ${wrong} wrong, ${twins} twins.`,
    },
    failedFile && { zh: `有错的行和原因：${failedFile}`, en: `The wrong rows with their reasons: ${failedFile}` },
    leftOut(found),
  ])
  return new Halt(words)
}

/** No column says what it is. */
export function unread(found: ImportJson): Halt {
  const columns = found.columns.map(({ name }) => name).join('、')
  return new Halt({
    zh: `认不出任何一列（${columns}）。请把表头改成字段的名称，或在网页上导入并选择对应的列。`,
    en: `No column is known (${columns}). Name the headers as the fields, or import on the web and choose the columns.`,
  })
}

const unmapped = (found: ImportJson) => found.columns.flatMap(({ name }) => (found.mapping[name] ? [] : [name]))

function leftOut(found: ImportJson): Words | undefined {
  const names = unmapped(found)
  return names.length ? { zh: `没有导入的列：${names.join('、')}`, en: `Columns left out: ${names.join(', ')}` } : undefined
}

/** 名片.csv → 名片.failed.csv, without writing over what somebody may be mending. */
async function writeFailed(house: House, who: Principal, found: ImportJson, file: string): Promise<string | undefined> {
  if (!(found.counts?.fail ?? found.failed)) return undefined
  const { dir, name } = path.parse(file)
  const names = (function* () {
    for (let n = 1; ; n++) yield path.join(dir, `${name}.failed${n === 1 ? '' : `-${n}`}.csv`)
  })()
  const at = names.find((each) => !existsSync(each))!
  const kept = await readImport(house, who, found.id)
  const rows = async function* () {
    yield '\ufeff'
    for await (const cells of failedRows(house, who, kept)) yield csvLine(cells)
  }
  await pipeline(Readable.from(rows()), createWriteStream(at))
  return at
}

const lines = (all: (Words | undefined | '')[]): Words => {
  const said = all.filter((words) => words !== undefined && words !== '')
  return { zh: said.map(({ zh }) => zh).join('\n'), en: said.map(({ en }) => en).join('\n') }
}
