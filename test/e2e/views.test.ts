/** Views kept under a name and favourites, in a real browser. */
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
  const cities = ['宁波', '无锡', '武汉', '苏州']
  await app.as.salesperson('POST', '/leads/batch', { create: cities.map((region, i) => ({ name: `张伟${i}`, region })) })
  ;({ page, wrong } = await openPage(browser, app.url))
  await signIn(page, { email: emails.manager, password })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

/** Others may be using the machine. */
const soon = <T>(read: () => Promise<T>) => expect.poll(() => read(), { timeout: 15_000 })
const titles = (of = page) => of.locator('.grid-title').allInnerTexts()
const wuhan = encodeURIComponent(JSON.stringify({ field: 'region', op: 'eq', value: '武汉' }))

test.skipIf(noBrowser)('what is asked is kept under a name, and stands beside the tabs', async () => {
  await page.goto(`/o/leads?tab=all&filter=${wuhan}`)
  await soon(titles).toEqual(['张伟2'])
  await page.getByRole('button', { name: /视图$/ }).click()
  await page.getByLabel('视图名称').fill('武汉的')
  await page.getByLabel('谁能看到').click()
  await page.getByRole('option', { name: '所有人' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await page.getByRole('link', { name: '武汉的' }).waitFor()
  await page.getByRole('tab', { name: '全部' }).click()
  await soon(async () => (await titles()).length).toBe(4)
  await page.getByRole('link', { name: '武汉的' }).click()
  await soon(titles).toEqual(['张伟2'])
})

test.skipIf(noBrowser)('a colleague to whom it is shown opens it, and cannot change it', async () => {
  const { page: other } = await openPage(browser, app.url)
  await signIn(other, { email: emails.salesperson, password })
  await other.goto('/o/leads?tab=all')
  await other.getByRole('link', { name: '武汉的' }).click()
  await soon(() => titles(other)).toEqual(['张伟2'])
  await other.getByRole('button', { name: '视图「武汉的」的操作' }).click()
  await other.getByRole('menuitem', { name: '另存为…' }).waitFor()
  expect(await other.getByRole('menuitem', { name: '改名…' }).count()).toBe(0)
  await other.context().close()
})

test.skipIf(noBrowser)('another grouping is saved into it, it is renamed, starred and removed', async () => {
  await page.getByRole('button', { name: '分组' }).click()
  await page.getByRole('menuitem', { name: '状态' }).click()
  await page.getByRole('button', { name: '保存更改' }).click()
  await page.getByRole('button', { name: '保存更改' }).waitFor({ state: 'detached' })
  const menu = page.getByRole('button', { name: /^视图「.*」的操作/ })
  await menu.click()
  await page.getByRole('menuitem', { name: '改名…' }).click()
  await page.getByLabel('视图名称').fill('湖北')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: '湖北' }).waitFor()
  await menu.click()
  await page.getByRole('menuitem', { name: '收藏这个视图' }).click()
  const starred = page.getByRole('region', { name: '收藏' }).getByRole('link', { name: '湖北' })
  await starred.waitFor()
  await page.goto('/o/accounts')
  await starred.click()
  await page.locator('.group-head', { hasText: '新线索' }).waitFor()
  await menu.click()
  await page.getByRole('menuitem', { name: '删除视图' }).click()
  await page.locator('.saved-views .tab').waitFor({ state: 'detached' })
})

test.skipIf(noBrowser)('a record is starred, found in the navigation, and let go', async () => {
  const { body } = await app.as.manager('GET', '/leads?limit=1&sort=name')
  const { id, name } = body.records[0] as { id: string; name: string }
  await page.goto(`/o/leads/${id}`)
  await page.getByRole('button', { name: '收藏', exact: true }).click()
  const link = page.getByRole('region', { name: '收藏' }).getByRole('link', { name })
  await link.waitFor()
  await page.goto('/o/accounts')
  await link.click()
  await page.getByRole('button', { name: '取消收藏' }).click()
  await link.waitFor({ state: 'detached' })
})

test.skipIf(noBrowser)('views and favourites keep to WCAG AA, wide and narrow', async () => {
  await app.as.manager('POST', '/saved-views', { name: '甲', of: 'lead', look: '{"tab":"all"}' })
  await app.as.manager('POST', '/favourites', { name: '乙', address: '/o/leads' })
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 })
    await page.goto('/o/leads?tab=all')
    await page.getByRole('link', { name: '甲' }).waitFor()
    expect(await broken(page), String(width)).toEqual([])
  }
  expect(wrong).toEqual([])
})
