import { existsSync, statSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import type { House } from '../engine/house.ts'
import { type Changes, beginImport, chooseImport, readImport, startCheck, startRun } from '../engine/import/imports.ts'
import { showImport } from '../engine/import/show.ts'
import { isGoing } from '../engine/import/store.ts'
import type { Principal } from '../engine/principal.ts'
import { Halt } from '../lib/halt.ts'
import type { ImportJson } from '../lib/wire.ts'
import { actingIn } from './acting.ts'
import { type Answer, type Command, type Words, readOptions } from './command.ts'
import { nothingTaken, reportOfCheck, reportOfRun, unread } from './import-report.ts'
import { progressOn } from './progress.ts'
import { typedAt } from './typed-at.ts'
import { workspaceNamed } from './workspace.ts'

const usage =
  'npm run guanxi -- import 文件 --object leads [--workspace 名称] [--as a@b.cn] [--mode create|update|upsert --key mobile] [--twins skip|create|update] [--dry-run] [--json]'

/** A file becomes records as on the page: columns suggested, rows checked, run as one changeset. Killed half-way, the server ends it. */
export const importFile: Command = {
  name: 'import',
  does: { zh: '导入 Excel 或 CSV 文件', en: 'Imports an Excel or CSV file' },
  usage,
  async run([file = '', ...args], { database, withWork }) {
    if (file === '' || file.startsWith('--')) throw new Halt({ zh: `缺少文件。用法：${usage}`, en: `The file is missing. Usage: ${usage}` })
    const wish = readOptions(args, usage, { needed: ['object'], optional: ['workspace', 'as', 'mode', 'key', 'twins'], flags: ['dry-run'] })
    const at = fileAt(file)
    const choices = choicesOf(wish)
    const workspace = await workspaceNamed(database, wish.workspace)
    return withWork(async (house) => {
      const who = await actingIn(house, workspace, wish.as)
      const { id } = await begin(house, who, wish.object, at)
      if (Object.keys(choices).length) await chooseImport(house, who, id, choices)
      return carryOut(house, who, id, at, wish['dry-run'])
    })
  },
}

async function carryOut(house: House, who: Principal, id: string, file: string, dry: boolean): Promise<Answer> {
  const chosen = await showImport(house, who, await readImport(house, who, id))
  if (!Object.values(chosen.mapping).some(Boolean)) throw unread(chosen)
  await startCheck(house, who, id)
  const checked = await until(house, who, id, 'checked', { zh: '检查', en: 'Checking' })
  if (dry) return reportOfCheck(house, who, checked)
  const { create, update, twins } = checked.counts!
  if (create + update + (checked.twins === 'skip' ? 0 : twins) === 0) throw await nothingTaken(house, who, checked, file)
  await startRun(house, who, id)
  const done = await until(house, who, id, 'done', { zh: '导入', en: 'Importing' })
  if (done.created + done.updated === 0) throw await nothingTaken(house, who, done, file)
  return reportOfRun(house, who, done, file)
}

function fileAt(name: string): string {
  const at = typedAt(name)
  if (existsSync(at) && statSync(at).isFile()) return at
  throw new Halt({ zh: `找不到文件 ${at}。`, en: `There is no file ${at}.` })
}

const modes = ['create', 'update', 'upsert'] as const
const choicesForTwins = ['skip', 'create', 'update'] as const

function choicesOf({ mode, key, twins }: { mode: string; key: string; twins: string }): Changes {
  return {
    ...(mode ? { mode: oneOf('mode', mode, modes) } : {}),
    ...(key ? { key: key.split(',').map((name) => name.trim()) } : {}),
    ...(twins ? { twins: oneOf('twins', twins, choicesForTwins) } : {}),
  }
}

function oneOf<T extends string>(name: string, value: string, list: readonly T[]): T {
  const found = list.find((one) => one === value)
  if (found) return found
  throw new Halt({
    zh: `--${name} 应为 ${list.join('、')} 之一，不是 ${value}。`,
    en: `--${name} must be one of ${list.join(', ')}, not ${value}.`,
  })
}

/** The file is kept, as an upload is: the page shows this import too. */
async function begin(house: House, who: Principal, name: string, file: string): Promise<{ id: string }> {
  const { byPath, objects } = await house.catalogOf(who.workspace)
  const object = byPath.get(name) ?? objects.get(name)
  if (!object) {
    const list = [...objects.values()]
      .filter(({ definition }) => !definition.quiet)
      .map((each) => each.path)
      .join(', ')
    throw new Halt({ zh: `没有「${name}」这种记录。--object 可以是：${list}。`, en: `There are no “${name}”. --object may be: ${list}.` })
  }
  const folder = path.join(house.files, who.workspace.schema, 'imports')
  await mkdir(folder, { recursive: true })
  const copy = path.join(folder, uuidv7())
  await copyFile(file, copy)
  return beginImport(house, who, object.name, { path: copy, name: path.basename(file) })
}

async function until(house: House, who: Principal, id: string, wanted: 'checked' | 'done', what: Words): Promise<ImportJson> {
  const progress = progressOn(process.stderr)
  for (;;) {
    const found = await readImport(house, who, id)
    if (found.state === wanted || !isGoing(found)) {
      progress.clear()
      const shown = await showImport(house, who, found)
      if (found.state === wanted) return shown
      const { error = who.language === 'zh' ? '有人停止了它' : 'somebody stopped it' } = shown
      throw new Halt({ zh: `没有导完：${error}`, en: `It did not come to its end: ${error}` })
    }
    progress.show(what, found.progress.row, found.body.opened.total)
    await pause(150)
  }
}
