import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../test/support/app.ts'
import { obey } from './command.ts'
import { handsFor } from '../../test/support/hands.ts'
import { handsOn } from './hands.ts'
import { importFile } from './import.ts'
import { lineOf } from './progress.ts'
import { withDatabase } from './reach.ts'
import { setup } from './setup.ts'

let app: App
const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-import-'))
beforeAll(async () => {
  app = await startApp()
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true, force: true })
})

const file = (name: string, text: string) => {
  const at = path.join(folder, name)
  writeFileSync(at, text)
  return at
}
/** Beside the running server of `app`, whose jobs do the work. */
const run = async (...args: string[]) => obey(importFile, args, await handsFor(app))
const found = async (name: string) => {
  const { body } = await app.as.administrator(
    'GET',
    `/leads?filter=${encodeURIComponent(JSON.stringify({ field: 'name', op: 'eq', value: name }))}`,
  )
  return body.records as { id: string; mobile: string; region: string | null; owner: { id: string } }[]
}

test('a file is imported, wrong rows are left beside it with their reasons, and one deed takes it back', async () => {
  const at = file('名片.csv', '姓名,公司,手机,传真\n陈一,甲厂,13900000001,1\n陈二,乙厂,139000,2\n陈三,丙厂,13900000003,3\n')
  const { words, json } = await run(at, '--object', 'leads')
  expect(json).toMatchObject({ total: 3, created: 2, updated: 0, failed: 1, skipped: 0, unmapped: ['传真'] })
  expect(words.zh).toContain('共 3 行：新建 2，更新 0，失败 1，跳过 0。')
  expect(readFileSync(path.join(folder, '名片.failed.csv'), 'utf8')).toContain('陈二')
  expect((await found('陈一'))[0]).toMatchObject({ mobile: '13900000001', owner: { id: app.users.administrator } })
  const { changeset } = json as { changeset: string }
  expect((await app.as.administrator('POST', `/changesets/${changeset}/undo`, {})).body).toMatchObject({ reverted: 2, refused: [] })
})

test('what is mended is imported again, and its own wrong rows do not write over the first', async () => {
  const at = file('again.csv', '姓名,手机\n钱一,138000\n钱二,13800000002\n')
  await run(at, '--object', 'lead')
  await run(at, '--object', 'lead').catch(() => undefined)
  expect(existsSync(path.join(folder, 'again.failed.csv'))).toBe(true)
  expect(existsSync(path.join(folder, 'again.failed-2.csv'))).toBe(true)
})

test('a dry run says what would happen and writes nothing', async () => {
  const at = file('dry.csv', '姓名,手机\n孙一,13700000001\n孙二,137\n')
  const { words, json } = await run(at, '--object', 'leads', '--dry-run')
  expect(json).toMatchObject({ total: 2, create: 1, fail: 1, problems: [{ row: 2, column: '手机' }] })
  expect(words.en).toContain('Row 2, 手机:')
  expect(await found('孙一')).toEqual([])
  expect(existsSync(path.join(folder, 'dry.failed.csv'))).toBe(false)
})

test('the cards of the tour have two wrong cells and one who came twice', async () => {
  const cards = path.join(import.meta.dirname, '../../docs/cards.csv')
  const { json } = await run(cards, '--object', 'leads', '--dry-run')
  expect(json).toMatchObject({ total: 10, create: 7, fail: 2, twins: 1, unmapped: [] })
})

test('it is done as somebody: his records, and only with his right to import', async () => {
  const at = file('own.csv', '姓名,手机\n李一,13600000001\n')
  await run(at, '--object', 'leads', '--as', 'Sales@firm.test')
  expect((await found('李一'))[0]!.owner.id).toBe(app.users.salesperson)
  await expect(run(at, '--object', 'leads', '--as', 'nobody@firm.test')).rejects.toMatchObject({
    zh: expect.stringContaining('nobody@firm.test'),
  })
})

test('with a key, those we have are updated and others made', async () => {
  await run(file('first.csv', '姓名,手机\n周一,13500000001\n'), '--object', 'leads')
  const at = file('second.csv', '姓名,手机,城市\n周一,13500000001,苏州\n周二,13500000002,无锡\n')
  const { json } = await run(at, '--object', 'leads', '--mode', 'upsert', '--key', 'mobile')
  expect(json).toMatchObject({ created: 1, updated: 1 })
  expect((await found('周一'))[0]!.region).toBe('苏州')
})

test('twins are skipped, unless it is said what to do with them', async () => {
  await run(file('there.csv', '姓名,手机\n吴一,13400000001\n'), '--object', 'leads')
  const at = file('twice.csv', '姓名,手机\n吴一,13400000001\n吴二,13400000002\n')
  expect((await run(at, '--object', 'leads')).json).toMatchObject({ created: 1, skipped: 1 })
  expect((await run(at, '--object', 'leads', '--twins', 'create')).json).toMatchObject({ created: 2, skipped: 0 })
})

test('where nothing can be imported it is one sentence', async () => {
  const bad = file('bad.csv', '姓名,手机\n郑一,1\n郑二,2\n')
  await expect(run(bad, '--object', 'leads')).rejects.toMatchObject({ zh: expect.stringContaining('没有可以导入的行：共 2 行，2 行有错') })
  expect(existsSync(path.join(folder, 'bad.failed.csv'))).toBe(true)
  const only = file('only-header.csv', '姓名,手机\n')
  await expect(run(only, '--object', 'leads')).rejects.toMatchObject({ en: expect.stringContaining('No row could be imported') })
  const strange = file('strange.csv', 'QQ,传真\n12345,6\n')
  await expect(run(strange, '--object', 'leads')).rejects.toMatchObject({ zh: expect.stringContaining('QQ、传真') })
  const picture = file('picture.csv', '\u0089PNG\r\n\u001a\n\u0000\u0000')
  await expect(run(picture, '--object', 'leads')).rejects.toMatchObject({ zh: expect.any(String) })
})

test('what is missing or wrong in the line is one sentence', async () => {
  const at = file('line.csv', '姓名\n王一\n')
  await expect(run()).rejects.toMatchObject({ zh: expect.stringContaining('缺少文件') })
  await expect(run(at)).rejects.toMatchObject({ en: expect.stringContaining('--object missing') })
  await expect(run('nowhere.csv', '--object', 'leads')).rejects.toMatchObject({ zh: expect.stringMatching(/找不到文件 .*nowhere\.csv/) })
  await expect(run(at, '--object', 'ships')).rejects.toMatchObject({ zh: expect.stringContaining('accounts') })
  await expect(run(at, '--object', 'leads', '--mode', 'merge')).rejects.toMatchObject({ zh: expect.stringContaining('upsert') })
  await expect(run(at, '--object', 'leads', '--mode', 'update')).rejects.toMatchObject({ zh: '--key 必填' })
  await expect(run(at, '--object', 'leads', '--mode', 'update', '--key', 'colour')).rejects.toMatchObject({ zh: '--key 没有这个字段' })
})

test('it works while no server runs', async () => {
  const env = { GUANXI_DATA: path.join(folder, 'data') }
  const wish = ['--workspace', '独行', '--name', '王芳', '--email', 'wang@firm.cn', '--password', 'correct horse']
  const at = file('alone.csv', '姓名,手机\n冯一,13300000001\n')
  const { json } = await withDatabase(env, async (database, reached, all) => {
    const hands = await handsOn(database, reached, all)
    await obey(setup, wish, hands)
    return obey(importFile, [at, '--object', 'leads'], hands)
  })
  expect(json).toMatchObject({ created: 1 })
}, 120_000)

test('progress is a line of words and numbers', () => {
  expect(lineOf('检查', 12_000, 50_000)).toBe('检查 12,000 / 50,000 (24%)')
})
