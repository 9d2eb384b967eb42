/** What screens about money promise besides the story: what takes away asks first, what comes late is waited for, what is odd is said. */
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, emails, password, startApp } from '../support/app.ts'
import { builtWeb, noBrowser, openBrowser, openPage, signIn } from '../support/browser.ts'

let browser: Browser
let app: App
let page: Page
let wrong: string[]
let account: string
beforeAll(async () => {
  if (noBrowser) return
  app = await startApp(undefined, await builtWeb())
  browser = await openBrowser()
  account = await make('/accounts', { name: '宁波宏诚自动化' })
  ;({ page, wrong } = await openPage(browser, app.url))
  await signIn(page, { email: emails.administrator, password })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

async function make(path: string, body: object): Promise<string> {
  const answer = await app.as.administrator('POST', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body.id
}
async function newOrder(of: string): Promise<string> {
  const id = await make('/orders', { account: of, lines: [{ description: '车床', quantity: '1', price: '100' }] })
  await make(`/orders/${id}/confirm`, {})
  return id
}
const read = async (path: string) => (await app.as.administrator('GET', path)).body
const soon = <T>(ask: () => Promise<T>) => expect.poll(ask, { timeout: 20_000 })
const screen = (name: string, work: () => Promise<void>) =>
  test.skipIf(noBrowser)(
    name,
    async () => {
      await work()
      expect(wrong).toEqual([])
    },
    120_000,
  )

screen('cancelling an order looks like it, says what it does, and is taken back by Alt Z', async () => {
  const id = await newOrder(account)
  await page.goto(`/o/orders/${id}`)
  // its icon is not read out
  const deed = page.getByRole('button', { name: '取消订单', exact: true })
  expect(await deed.getAttribute('class')).toContain('danger')
  await deed.click()
  const asked = page.getByRole('dialog', { name: '取消订单' })
  await asked.getByText('订单不再算数').waitFor()
  // two buttons that begin with the same word could be either
  await asked.getByRole('button', { name: '返回', exact: true }).click()
  await asked.waitFor({ state: 'detached' })
  expect((await read(`/orders/${id}`)).status).toBe('confirmed')
  await deed.click()
  await asked.getByText('订单不再算数').waitFor()
  await page.keyboard.press('Control+Enter')
  await soon(async () => (await read(`/orders/${id}`)).status).toBe('cancelled')
  await page.locator('.toasts').getByRole('button', { name: '撤销' }).waitFor()
  await page.keyboard.press('Alt+z')
  await soon(async () => (await read(`/orders/${id}`)).status).toBe('confirmed')
})

screen('a receipt that is saved in the same breath as Alt A has its orders', async () => {
  await newOrder(account)
  await page.goto(`/o/accounts/${account}`)
  await page.getByRole('button', { name: '新建回款' }).click()
  const form = page.getByRole('dialog', { name: '新建回款' })
  await form.getByRole('button', { name: '分配到未收订单' }).waitFor()
  // The orders come late.
  let asked = 0
  await page.route('**/api/v1/orders?*', async (route) => {
    asked++
    await new Promise((late) => setTimeout(late, 1500))
    await route.fallback().catch(() => undefined)
  })
  await form.getByLabel('金额').first().fill('100')
  await page.keyboard.press('Alt+a')
  await page.keyboard.press('Control+Enter')
  await form.waitFor({ state: 'detached' })
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  expect(asked).toBeGreaterThan(0)
  expect((await read('/payments?limit=1')).records[0]).toMatchObject({ allocated: { amount: '100.00' }, unallocated: { amount: '0.00' } })
})

screen('money for another customer’s order is said to be so', async () => {
  const other = await make('/accounts', { name: '集团公司' })
  const order = await newOrder(other)
  const payment = await make('/payments', { account, amount: '9', allocations: [{ order, amount: '9' }] })
  await page.goto(`/o/payments/${payment}`)
  await page.getByRole('button', { name: '编辑明细' }).click()
  await page.getByText('集团公司的订单，不是付款客户的').waitFor()
  await page.keyboard.press('Escape')
})

screen('exchange rates are kept inside settings', async () => {
  await page.goto('/settings/rates')
  await page.getByRole('button', { name: '新建汇率' }).click()
  const form = page.getByRole('dialog', { name: '新建汇率' })
  await form.getByRole('combobox').first().click()
  await page.keyboard.type('USD')
  await page.keyboard.press('Enter')
  await form.getByLabel('折合本位币').fill('7.1')
  await page.keyboard.press('Control+Enter')
  await form.waitFor({ state: 'detached' })
  await page.getByRole('cell', { name: '美元 USD' }).waitFor()
  await page.getByRole('navigation', { name: '设置' }).waitFor()
  await page.getByRole('button', { name: '修改折合本位币' }).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('7.2')
  await page.keyboard.press('Enter')
  await soon(async () => (await read('/rates')).records.map((rate: { value: string }) => rate.value)).toEqual(['7.2'])
})

screen('money is booked where the order stands: what is owed is filled in, and a paid order asks for no more', async () => {
  const id = await newOrder(account)
  await page.goto(`/o/orders/${id}`)
  await page.getByRole('button', { name: '登记回款' }).press('Enter')
  const form = page.getByRole('dialog', { name: '新建回款' })
  await form.getByText('宁波宏诚自动化').waitFor()
  await form.getByText((await read(`/orders/${id}`)).number).waitFor()
  await page.keyboard.press('Control+Enter')
  await form.waitFor({ state: 'detached' })
  await soon(async () => (await read(`/orders/${id}`)).unpaid.amount).toBe('0.00')
  expect(new URL(page.url()).pathname).toBe(`/o/orders/${id}`)
  await page.getByRole('button', { name: '登记回款' }).waitFor({ state: 'detached' })
})

screen('a product tells the documents in which it stands; one that is sold no more is not offered', async () => {
  const spindle = await make('/products', { name: '主轴 BT40', price: '1130' })
  await make('/products', { name: '主轴 旧款', active: false })
  const order = await make('/orders', { account, lines: [{ product: spindle, quantity: '2' }] })
  const { number } = await read(`/orders/${order}`)
  await page.goto(`/o/products/${spindle}`)
  await page.getByRole('complementary', { name: '相关' }).getByRole('link', { name: number }).press('Enter')
  await page.waitForURL(new RegExp(`/o/orders/${order}`))
  await page.getByRole('button', { name: '编辑明细' }).click()
  await page.locator('[data-cell="0.product"]').dblclick()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('主轴')
  await soon(() => page.getByRole('option').allInnerTexts()).toEqual(['主轴 BT40', '新建「主轴」'])
})
