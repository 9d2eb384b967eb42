/** Before a new version answers anybody, it brings every workspace up to its definitions; where that fails it does not start. */
import { setTimeout as pause } from 'node:timers/promises'
import { buildCatalog } from './engine/catalog.ts'
import { leaveLost } from './engine/fills.ts'
import { watchOlder } from './engine/older.ts'
import { isAway } from './lib/away.ts'
import { Refusal, sentence } from './lib/errors.ts'
import { Halt } from './lib/halt.ts'
import type { OpenHouse } from './house.ts'
import { type Workspace, allWorkspaces } from './platform/directory/workspaces.ts'
import { codeOf } from './platform/postgres/run.ts'

type Words = { zh: string; en: string }
type Failed = { workspace: Workspace; why: Words }

/** `patienceMs`: how long a workspace may be in use, by an import or a long report, before we give up. */
export async function upgradeAll(house: OpenHouse, patienceMs = 60_000): Promise<void> {
  const left = (await allWorkspaces(house.database)).values()
  const failed: Failed[] = []
  const one = async () => {
    for (const workspace of left) {
      try {
        await upgrade(house, workspace, Date.now() + patienceMs)
      } catch (error) {
        // its database is away, or it is on its way into another: it is brought up when somebody comes to it
        if (!isElsewhere(error)) failed.push({ workspace, why: whyNot(house, error) })
      }
    }
  }
  await Promise.all(Array.from({ length: 4 }, one))
  if (failed.length > 0) throw notUpgraded(failed)
}

/** Each try waits half a second at most for its locks, so that whoever works there waits no longer for us. */
async function upgrade(house: OpenHouse, workspace: Workspace, until: number): Promise<void> {
  for (;;) {
    try {
      await house.catalogOf(workspace)
      const database = house.databaseOf(workspace)
      return await database.as(workspace.role, async (run) => {
        await leaveLost(run, workspace)
        await watchOlder(run, workspace, database.where())
      })
    } catch (error) {
      if (!inUse.has(codeOf(error)) || Date.now() > until) throw error
      await pause(200 + Math.random() * 300)
    }
  }
}

const inUse = new Set(['55P03', '40P01', '40001'])

const isElsewhere = (error: unknown) =>
  isAway(error) || (error instanceof Refusal && ['moving', 'unknown-database', 'unavailable'].includes(error.code))

function whyNot(house: OpenHouse, error: unknown): Words {
  if (error instanceof Halt) return { zh: error.zh, en: error.en }
  if (error instanceof Refusal) return { zh: refused(error, 'zh'), en: refused(error, 'en') }
  const code = codeOf(error)
  if (code === '23505') return twice(house, error)
  if (inUse.has(code)) {
    return { zh: '里面一直有长的查询或导入没有结束', en: 'a long report or import is running in it and did not end' }
  }
  const words = error instanceof Error ? error.message : String(error)
  return { zh: words, en: words }
}

/** What a workspace added itself may have the name of something that this version brings. */
function refused(refusal: Refusal, language: 'zh' | 'en'): string {
  if (refusal.errors.length === 0) return sentence(refusal, language)
  return refusal.errors.map((problem) => `${problem.field}: ${sentence(problem, language)}`).join('; ')
}

/** A value that may be there only once in this version, and is there twice. */
function twice(house: OpenHouse, error: unknown): Words {
  const { table = '', detail = '', message } = error as { table?: string; detail?: string; message: string }
  const key = /\((.*)\)=\((.*)\)/.exec(detail)
  const object = [...buildCatalog(house.registry).objects.values()].find((each) => each.table === table)
  if (!key || !object) return { zh: message, en: message }
  const field = [...object.fields.values()].find((at) => [...at.columns, ...at.derived].some((column) => column.name === key[1]))
  const of = (language: 'zh' | 'en') => `${object.definition.label[language]} ${field?.field.label?.[language] ?? key[1]}`
  return {
    zh: `${of('zh')} 的值「${key[2]}」出现了不止一次，而这个版本要求它不重复`,
    en: `${of('en')} has the value “${key[2]}” more than once, and in this version it must be unique`,
  }
}

function notUpgraded(failed: Failed[]): Halt {
  const [{ workspace, why }] = failed as [Failed]
  const others = failed.slice(1, 6).map((each) => each.workspace.name)
  const more = failed.length > 6 ? ` … (${failed.length - 1})` : ''
  const also = (before: string, between: string) => (others.length ? `${before}${others.join(between)}${more}` : '')
  return new Halt({
    zh: `企业「${workspace.name}」没有升级：${why.zh}${also('；同样没有升级的还有 ', '、')}。它里面什么也没有改；旧版本可以继续运行，处理之后再启动新版本。`,
    en: `The workspace “${workspace.name}” was not upgraded: ${why.en}${also('; neither were ', ', ')}. Nothing in it was changed; the old version can go on running. Mend that, then start the new one again.`,
  })
}
