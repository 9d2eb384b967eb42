/** A list in groups, in a real browser: counts and sums over all, rows of a group when it is opened, remembered in the address. */
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, emails, password, startApp } from '../support/app.ts'
import { broken } from '../support/axe.ts'
import { builtWeb, noBrowser, openBrowser, openPage, signIn } from '../support/browser.ts'

let browser: Browser
let app: App
let page: Page
let wrong: string[]
beforeAll(async () => {
  if (noBrowser) return
  app = await startApp(undefined, await builtWeb())
  browser = await openBrowser()
  const { body } = await app.as.salesperson('POST', '/accounts', { name: '宁波宏诚自动化有限公司' })
  const deal = (i: number) => ({
    name: i === 7 ? '七星机床' : `三号线 ${i}`,
    account: body.id as string,
    amount: { amount: `${i}000`, currency: 'CNY' },
    stage: ['negotiate', 'qualify', 'propose'][i % 3],
    closeOn: i < 5 ? '2031-02-28' : '2031-03-01',
  })
  await app.as.salesperson('POST', '/opportunities/batch', { create: Array.from({ length: 9 }, (_, i) => deal(i + 1)) })
  ;({ page, wrong } = await openPage(browser, app.url))
  await signIn(page, { email: emails.salesperson, password })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

const heads = () => page.locator('.group-head').allInnerTexts().then((all) => all.map((text) => text.split(/\s+/).join(' '))) // prettier-ignore
/** Others may be using the machine. */
const soon = <T>(read: () => Promise<T>) => expect.poll(() => read(), { timeout: 15_000 })
const titles = () => page.locator('.grid-title').allInnerTexts()

test.skipIf(noBrowser)('groups stand in the order of the stages, with counts and sums; a group opens to its rows', async () => {
  await page.goto('/o/opportunities?view=list&tab=all')
  await page.getByText('金额合计').waitFor()
  await soon(() => page.locator('.list-foot').innerText()).toContain('¥45,000')
  await page.getByRole('button', { name: '分组' }).click()
  await page.getByRole('menuitem', { name: '阶段' }).click()
  await soon(heads).toEqual([
    expect.stringMatching(/^初步接洽 3 金额 ¥12,000/),
    expect.stringMatching(/^方案报价 3 金额 ¥15,000/),
    expect.stringMatching(/^商务谈判 3 金额 ¥18,000/),
  ])
  await page.getByRole('button', { name: /方案报价/ }).click()
  await soon(async () => (await titles()).toSorted()).toEqual(['三号线 2', '三号线 5', '三号线 8'])
  expect(await page.locator('.list-foot').innerText()).toContain('共 9 条')
})

test.skipIf(noBrowser)('the address remembers the grouping and the open group', async () => {
  expect(page.url()).toContain('group=stage')
  await page.reload()
  await soon(async () => (await titles()).toSorted()).toEqual(['三号线 2', '三号线 5', '三号线 8'])
})

test.skipIf(noBrowser)('days are grouped by month, and what is found by a search only', async () => {
  await page.goto('/o/opportunities?view=list&tab=all&group=closeOn')
  await soon(heads).toEqual([expect.stringMatching(/^2031年2月 4 金额 ¥10,000/), expect.stringMatching(/^2031年3月 5 金额 ¥35,000/)])
  await page.getByRole('button', { name: /2031年2月/ }).click()
  await soon(async () => (await titles()).length).toBe(4)
  await page.getByRole('searchbox').fill('七星机床')
  await soon(heads).toEqual([expect.stringMatching(/^2031年3月 1 金额 ¥7,000/)])
})

test.skipIf(noBrowser)('by keyboard, and to WCAG AA', async () => {
  await page.goto('/o/opportunities?view=list&tab=all&group=stage')
  await page.locator('.group-head').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await soon(async () => (await titles()).toSorted()).toEqual(['三号线 2', '三号线 5', '三号线 8'])
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await broken(page)).toEqual([])
  }
  expect(wrong).toEqual([])
})
