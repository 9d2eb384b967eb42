/** Around the story: files that are none, imports left and found again, twins chosen at once, and pages that everybody can use. */
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, emails, password, startApp } from '../support/app.ts'
import { broken } from '../support/axe.ts'
import { builtWeb, dropFile, noBrowser, openBrowser, openPage, signIn } from '../support/browser.ts'
import { nameCards } from '../support/name-cards.ts'

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

test.skipIf(noBrowser)('what is no table is refused in one sentence that says what to do', async () => {
  const page = await wizard()
  const said = async (name: string, content: Buffer) => {
    await page.goto('/import/leads')
    await page.getByRole('heading', { name: '把文件拖到这里' }).waitFor()
    await dropFile(page, name, content)
    return page.getByRole('alert').innerText()
  }
  expect(await said('旧表.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toContain('另存为 .xlsx')
  expect(await said('照片.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))).toContain('不是表格')
  expect(await said('空.csv', Buffer.alloc(0))).toContain('是空的')
  expect(await said('空行.csv', Buffer.from('\r\n\r\n'))).toContain('是空的')
  await page.context().close()
})

test.skipIf(noBrowser)('rows copied in a spreadsheet are pasted, and need no file', async () => {
  const page = await wizard()
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.setData('text/plain', '姓名\t公司\t手机\n张三\t甲公司\t13900001111\n李四\t乙公司\t13900001112\n')
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
  await page.getByRole('heading', { name: '粘贴的表格.csv' }).waitFor()
  expect(await page.getByRole('region', { name: '文件' }).innerText()).toContain('2 行')
  await page.context().close()
})

test.skipIf(noBrowser)('an import is left and found again under 任务 with what was chosen and mended', async () => {
  const page = await wizard()
  await dropFile(page, '名片.csv', nameCards())
  await page.getByRole('combobox', { name: '备注 → 写到' }).click()
  await page.getByRole('option', { name: '不导入' }).click()
  await page.getByText('1 列不导入').waitFor()
  const address = page.url()
  await page.goto('/imports')
  await page.getByRole('link', { name: /名片\.csv.*等待对应列/ }).click()
  await page.getByText('1 列不导入').waitFor()
  await page.getByRole('button', { name: '检查 80 行' }).click()
  const cell = page.getByRole('textbox', { name: '第 12 行，手机' })
  await cell.fill('13800138012')
  await cell.press('Enter')
  await tab(page, '有问题', 4).waitFor()
  await page.getByRole('button', { name: '跳过第 38 行' }).click()
  await tab(page, '有问题', 3).waitFor()
  await page.goto('/o/leads')
  await page.goto(address)
  await tab(page, '有问题', 3).waitFor()
  await page.getByRole('textbox', { name: '第 24 行，邮箱' }).waitFor()
  expect(await page.getByRole('textbox', { name: '第 12 行，手机' }).count()).toBe(0)
  await page.context().close()
})

test.skipIf(noBrowser)('twins are chosen one by one or all at once, without another check', async () => {
  const page = await wizard()
  await dropFile(page, '名片.csv', nameCards())
  await page.getByRole('button', { name: '检查 80 行' }).click()
  await tab(page, '像是已有的', 3).click()
  await page.getByRole('button', { name: '导入 72 行' }).waitFor()
  await page.getByRole('radiogroup', { name: '第 72 行怎么办' }).getByRole('radio', { name: '更新那一条' }).click()
  await page.getByRole('button', { name: '导入 73 行' }).waitFor()
  await page.getByRole('radiogroup', { name: '全部' }).getByRole('radio', { name: '仍新增' }).click()
  await page.getByRole('button', { name: '导入 75 行' }).waitFor()
  const third = page.getByRole('radiogroup', { name: '第 72 行怎么办' }).getByRole('radio', { name: '仍新增' })
  await expect.poll(() => third.getAttribute('aria-checked')).toBe('true')
  await page.getByRole('button', { name: '导入 75 行' }).click()
  await page.getByRole('heading', { name: '导入完成' }).waitFor()
  expect(await page.locator('dl').innerText()).toMatch(/新增\s*75/)
  await page.context().close()
})

test.skipIf(noBrowser).each([
  ['light', 1440],
  ['dark', 390],
] as const)('every step keeps to WCAG AA: %s, %i wide', async (theme, width) => {
  const page = await wizard({ width, height: 844 })
  await page.emulateMedia({ colorScheme: theme })
  expect(await broken(page)).toEqual([])
  await dropFile(page, '名片.csv', nameCards())
  await page.getByRole('combobox', { name: '公司名称 → 写到' }).click()
  await page.getByRole('option', { name: '不导入' }).waitFor()
  expect(await broken(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '检查 80 行' }).click()
  await page.getByRole('textbox', { name: '第 12 行，手机' }).waitFor()
  expect(await broken(page)).toEqual([])
  await page.getByRole('tab', { name: /^像是已有的/ }).click()
  await page
    .getByRole('radiogroup', { name: /^第 \d+ 行怎么办/ })
    .first()
    .waitFor()
  expect(await broken(page)).toEqual([])
  await page.goto('/imports')
  await page
    .getByRole('link', { name: /名片\.csv/ })
    .first()
    .waitFor()
  expect(await broken(page)).toEqual([])
  // the judge sees what is wrong: a button without a name
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')))
  expect((await broken(page)).join()).toContain('button-name')
  await page.context().close()
})

test.skipIf(noBrowser)(
  'an import that goes wrong is stopped on a phone, and taken back from its report',
  async () => {
    const page = await wizard({ width: 390, height: 844 })
    const rows = Array.from({ length: 40_000 }, (_, i) => `停号${i}\n`)
    await dropFile(page, '停.csv', Buffer.from(`姓名\n${rows.join('')}`))
    await page.getByRole('button', { name: '检查 40,000 行' }).click()
    await page.getByRole('button', { name: '导入 40,000 行' }).click({ timeout: 120_000 })
    await page.getByText(/^[1-9][\d,]* \/ 40,000 行$/).waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: '停止导入' }).click()
    await page.getByRole('heading', { name: '导入停止了' }).waitFor({ timeout: 60_000 })
    await page.getByText(/停止了这次导入 停在第 [\d,]+ 行，共 40,000 行。/).waitFor()
    await page.getByRole('button', { name: '整批撤销' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
    await page.getByText(/^撤销了 [\d,]+ 条$/).waitFor({ timeout: 120_000 })
    expect((await app.as.administrator('GET', '/leads?count=exact&limit=1&search=停号')).body.count.value).toBe(0)
    await page.goto('/imports')
    await page.getByRole('link', { name: /停\.csv.*已停止/ }).waitFor()
    await page.context().close()
  },
  240_000,
)

async function wizard(size?: { width: number; height: number }): Promise<Page> {
  const { page } = await openPage(browser, app.url, size)
  await signIn(page, { email: emails.administrator, password })
  await page.goto('/import/leads')
  await page.getByRole('heading', { name: '把文件拖到这里' }).waitFor()
  return page
}

const tab = (page: Page, name: string, count: number) => page.getByRole('tab', { name: new RegExp(`^${name}\\s*${count}$`) })
