/** Today's other reasons, the bell and the overview in a real browser: done in place, put off, told, opened. */
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, emails, password, startApp } from '../support/app.ts'
import { broken } from '../support/axe.ts'
import { builtWeb, noBrowser, openBrowser, openPage, signIn } from '../support/browser.ts'

let browser: Browser
let app: App
let sales: { page: Page; wrong: string[] }
let account: string

/** The day in Shanghai so many days from now. */
const day = (days: number) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
const make = async (path: string, body: object) => (await app.as.salesperson('POST', path, body)).body.id as string
const lines = [{ description: '数控车床', quantity: '2', price: '45000' }]

beforeAll(async () => {
  if (noBrowser) return
  app = await startApp(undefined, await builtWeb())
  browser = await openBrowser()
  account = await make('/accounts', { name: '常州德通机械有限公司' })
  await make('/contacts', { name: '周建国', account, mobile: '13912342956' })
  const order = await make('/orders', { account, lines })
  await app.as.salesperson('POST', `/orders/${order}/confirm`, { dueOn: day(-3) })
  const quote = await make('/quotes', { account, lines, validUntil: day(2) })
  await app.as.salesperson('POST', `/quotes/${quote}/send`, {})
  await make('/opportunities', { name: '二期立加', account, amount: '320000' })
  const soon = new Date(Date.now() + 10 * 60_000).toISOString()
  await make('/activities', { kind: 'task', account, text: '回电话', dueAt: soon })
  sales = await openPage(browser, app.url)
  await signIn(sales.page, { email: emails.salesperson, password })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

const row = (page: Page, text: string) => page.getByRole('list', { name: '今天要做的事' }).getByRole('listitem').filter({ hasText: text })

test.skipIf(noBrowser)('each thing says why, whom, how much and whom to call', async () => {
  const { page } = sales
  await page.goto('/')
  await row(page, '逾期未收').waitFor()
  const shown = await page.getByRole('list', { name: '今天要做的事' }).getByRole('listitem').allInnerTexts()
  expect(shown.map((text) => ['逾期未收', '回电话', '报价快到期', '商机没人管'].find((why) => text.includes(why)))).toEqual([
    '逾期未收',
    '回电话',
    '报价快到期',
    '商机没人管',
  ])
  expect(await row(page, '逾期未收').innerText()).toContain('¥90,000')
  expect(await row(page, '逾期未收').getByRole('link', { name: '打电话' }).getAttribute('href')).toBe('tel:13912342956')
})

test.skipIf(noBrowser)('ten minutes before its time the bell tells it; looked at, it is no news, on another day neither', async () => {
  const { page } = sales
  await page.goto('/')
  await page.getByRole('button', { name: /提醒 \d+ 条没看/ }).click()
  const bell = page.getByRole('dialog', { name: '提醒' })
  await bell.getByText('回电话').waitFor()
  await page.keyboard.press('Escape')
  await page.reload()
  await page.getByRole('button', { name: '提醒', exact: true }).waitFor()
})

test.skipIf(noBrowser)('by keys alone: a neglected deal gets its next step, a quote waits until later and comes back', async () => {
  const { page } = sales
  await page.goto('/')
  await row(page, '商机没人管').waitFor()
  for (let i = 0; i < 4; i++) await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.getByRole('form', { name: '定下一步' }).waitFor()
  await page.keyboard.type('约老板面谈')
  await page.keyboard.press('Enter')
  await row(page, '商机没人管').waitFor({ state: 'detached' })
  const planned = async () => (await app.as.salesperson('GET', '/opportunities?search=二期')).body.records[0].nextStep
  await expect.poll(planned).toBe('约老板面谈')
  await row(page, '报价快到期').locator('.task-open').focus()
  await page.keyboard.press('s')
  await page.getByRole('dialog', { name: '哪天再提醒' }).getByRole('button', { name: '后天' }).click()
  await row(page, '报价快到期').waitFor({ state: 'detached' })
  // its own notice: that of the deed before may still stand there
  await page.locator('.toast', { hasText: '再说' }).getByRole('button', { name: '撤销' }).click()
  await row(page, '报价快到期').waitFor()
})

test.skipIf(noBrowser)('the overview’s figures open the lists they are the sums of', async () => {
  const { page } = sales
  await page.goto('/')
  await page.getByRole('link', { name: '经营看板' }).click()
  await page.getByRole('heading', { name: '经营看板' }).waitFor()
  await page.getByRole('link', { name: /已逾期：9 万/ }).click()
  await page.waitForURL(/\/o\/orders\?/)
  await page.getByText('常州德通机械有限公司').first().waitFor()
  await page.getByText('SO-').first().waitFor()
})

test.skipIf(noBrowser)(
  'neither screen breaks a rule of accessibility, in either light, wide or narrow',
  async () => {
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 390],
    ] as const) {
      const { page } = await openPage(browser, app.url, { width, height: 844 })
      await page.emulateMedia({ colorScheme })
      await signIn(page, { email: emails.salesperson, password })
      for (const address of ['/', '/p/overview']) {
        await page.goto(address)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await expect.poll(() => page.locator('.bones').count()).toBe(0)
        expect(await broken(page), `${address} ${colorScheme}`).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      }
    }
  },
  240_000,
)

test.skipIf(noBrowser)('nothing went wrong unseen', () => {
  expect(sales.wrong).toEqual([])
})
