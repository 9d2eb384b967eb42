/** A salesman comes home from a fair with a file of name cards: the whole way through the web app, in a real browser. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, emails, password, startApp } from '../support/app.ts'
import { builtWeb, dropFile, noBrowser, openBrowser, openPage, signIn } from '../support/browser.ts'
import { nameCards } from '../support/name-cards.ts'

const cards = path.join(import.meta.dirname, '../../../shared/data/import/exhibition-cards.gbk.csv')

let browser: Browser
let app: App
beforeAll(async () => {
  if (noBrowser) return
  app = await startApp(undefined, await builtWeb())
  browser = await openBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

test.skipIf(noBrowser)(
  'a file of eighty cards made here becomes leads, is worked on and taken back',
  () => story(nameCards(), 'UTF-8'),
  180_000,
)

test.skipIf(noBrowser || !existsSync(cards))(
  'eighty cards as a spreadsheet in China saves them become leads, are worked on and taken back',
  () => story(readFileSync(cards), 'GBK / GB18030'),
  180_000,
)

async function story(file: Buffer, encoding: string): Promise<void> {
  const { page, wrong } = await openPage(browser, app.url)
  await signIn(page, { email: emails.administrator, password })
  await dropOnLeads(page, file)
  await matchColumns(page, encoding)
  await mendTwoOfFive(page)
  const address = await importThem(page)
  const first = await handTenOver(page)
  await logCall(page, first)
  await takeBack(page, address, first)
  expect(await leadCount()).toBe(10)
  expect(wrong).toEqual([])
  await page.context().close()
  await removeAll()
}

async function dropOnLeads(page: Page, file: Buffer): Promise<void> {
  await page.goto('/o/leads')
  await page.getByRole('link', { name: '导入', exact: true }).first().waitFor()
  await dropFile(page, '苏博会名片.csv', file)
  await page.waitForURL(/\/imports\//)
}

async function matchColumns(page: Page, encoding: string): Promise<void> {
  await page.getByRole('heading', { name: '苏博会名片.csv' }).waitFor()
  expect(await page.getByRole('region', { name: '文件' }).innerText()).toContain('80 行')
  expect(await page.getByRole('combobox', { name: '编码' }).innerText()).toBe(encoding)
  expect(await page.getByRole('combobox', { name: '公司名称 → 写到' }).innerText()).toBe('公司')
  expect(await page.getByRole('table').last().innerText()).toContain('公司名称')
  // a column can be left out and taken in again, by keyboard
  const note = page.getByRole('combobox', { name: '备注 → 写到' })
  await choose(page, '备注 → 写到', '不导入')
  await page.getByText('1 列不导入').waitFor()
  await choose(page, '备注 → 写到', '备注')
  expect(await note.innerText()).toBe('备注')
  await page.keyboard.press('Control+Enter')
}

async function mendTwoOfFive(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /^有问题\s*5$/ }).waitFor()
  const rows = page.getByRole('group', { name: /^第 \d+ 行$/ })
  await rows.nth(4).waitFor()
  expect(await numbers(page)).toEqual([12, 24, 38, 52, 67])
  expect(await rows.nth(0).innerText()).toContain('号码太短，少了 2 位')
  expect(await rows.nth(3).innerText()).toContain('科学记数')
  await mend(page, '第 12 行，手机', '13800138012')
  await page.getByRole('tab', { name: /^有问题\s*4$/ }).waitFor()
  // Enter led to the next wrong cell
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('第 24 行，邮箱')
  await mend(page, '第 24 行，邮箱', 'gao@firm.test')
  await page.getByRole('tab', { name: /^有问题\s*3$/ }).waitFor()
  // a value that is still wrong stays, with its sentence
  await mend(page, '第 52 行，手机', '1390013')
  await page.getByText('号码太短，少了 4 位').waitFor()
  await page.getByRole('tab', { name: /^像是已有的\s*3$/ }).click()
  await page.getByText('像第 16 行').waitFor()
  expect(await numbers(page)).toEqual([71, 72, 73])
}

async function importThem(page: Page): Promise<string> {
  await page.getByRole('button', { name: '导入 74 行' }).click()
  await page.getByRole('heading', { name: '导入完成' }).waitFor()
  const report = page.locator('dl')
  expect((await report.innerText()).replace(/\s+/g, ' ')).toBe('新增 74 更新 0 跳过 3 没有导入 3')
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载没有导入的 3 行' }).click()
  const left = readFileSync(await (await coming).path(), 'utf8')
  expect(left.trim().split('\r\n')).toHaveLength(4)
  expect(left).toContain('少了 4 位')
  return page.url()
}

/** Ten at once to a colleague; the name of the first. */
async function handTenOver(page: Page): Promise<string> {
  await page.getByRole('link', { name: '看导入的线索' }).click()
  await page.waitForURL(/\/o\/leads/)
  await page.locator('[data-pick="9"]').waitFor()
  for (let row = 0; row < 10; row++) await page.locator(`[data-pick="${row}"]`).click()
  await page.getByText('已选 10 条').first().waitFor()
  await page.getByRole('toolbar').getByRole('button', { name: '转交' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox').first().click()
  await page.getByRole('option', { name: '李涛' }).click()
  await dialog.getByRole('button', { name: '转交' }).click()
  await page.getByText('完成 10 条').waitFor()
  return page.locator('[data-title="0"]').first().innerText()
}

async function logCall(page: Page, first: string): Promise<void> {
  const address = await page.locator('[data-title="0"]').first().getAttribute('href')
  await page.goto(address!)
  await page.getByRole('heading', { name: first }).waitFor()
  await page.getByRole('textbox', { name: '写跟进' }).fill('要 3 号机的样品，下周来看')
  await page.getByRole('textbox', { name: '下一步' }).fill('寄样品')
  await page.getByRole('button', { name: '明天' }).click()
  await page.keyboard.press('Control+Enter')
  await page.getByText('要 3 号机的样品，下周来看').last().waitFor()
  await page.getByText('寄样品').first().waitFor()
}

async function takeBack(page: Page, address: string, first: string): Promise<void> {
  await page.getByRole('link', { name: '任务' }).click()
  await page
    .getByRole('link', { name: /苏博会名片/ })
    .first()
    .click()
  await page.waitForURL(address)
  await page.getByRole('button', { name: '整批撤销' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤销', exact: true }).click()
  await page.getByText('撤销了 64 条').waitFor()
  const told = await page.locator('main').innerText()
  expect(told).toContain(first)
  expect(told).toContain('陈刚')
}

/** The numbers of the rows that are shown. */
const numbers = async (page: Page) => {
  const names = await page
    .getByRole('group', { name: /^第 \d+ 行$/ })
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''))
  return names.map((name) => Number(name.replace(/\D/g, '')))
}

async function mend(page: Page, cell: string, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: cell })
  await box.fill(text)
  await box.press('Enter')
}

async function choose(page: Page, box: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: box }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.type(option)
  await page.keyboard.press('Enter')
}

const leadCount = async () => (await app.as.administrator('GET', '/leads?count=exact&limit=1')).body.count.value as number

async function removeAll(): Promise<void> {
  const { body } = await app.as.administrator('GET', '/leads?limit=200')
  for (const { id } of body.records as { id: string }[]) await app.as.administrator('DELETE', `/leads/${id}`)
}
