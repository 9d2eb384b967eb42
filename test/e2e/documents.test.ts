/** From an offer to money by keyboard alone: lines typed and pasted, sent, accepted, ordered in parts, paid. */
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sayMoney } from '../../src/lib/amount.ts'
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
  await app.as.salesperson('POST', '/accounts', { name: '苏州固特机械有限公司' })
  await app.as.administrator('POST', '/products', { name: '主轴', code: 'ZZ-1', specification: 'BT40', price: '1130', cost: '600' })
  ;({ page, wrong } = await openPage(browser, app.url))
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(page, { email: emails.salesperson, password })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

const press = async (...names: string[]) => {
  for (const name of names) await page.keyboard.press(name)
}
const type = (text: string) => page.keyboard.type(text)
/** Tab until the thing of this name has the focus; nothing is clicked. */
async function tabTo(name: string | RegExp, key = 'Tab'): Promise<void> {
  for (let i = 0; i < 80; i++) {
    const named = await page.evaluate(() => {
      const { activeElement: at } = document
      const label = at?.id ? document.querySelector(`label[for="${at.id}"]`) : null
      return [at?.getAttribute('aria-label'), label?.textContent, at?.textContent].filter(Boolean).join('|')
    })
    if (typeof name === 'string' ? named.split('|').some((one) => one.trim().startsWith(name)) : name.test(named)) return
    await page.keyboard.press(key)
  }
  throw new Error(`Tab never came to ${String(name)}`)
}
const cell = (row: number, name: string) => page.locator(`[data-cell="${row}.${name}"]`)
const total = (name: string) => page.locator(`[data-total="${name}"] dd`).last()
const answer = async (path: string) => (await app.as.salesperson('GET', path)).body
const newest = async (object: string) => (await answer(`/${object}?sort=-createdAt&limit=1`)).records[0].id as string
const chooseAccount = async () => {
  await tabTo('客户')
  await press('Enter')
  await type('固特')
  await press('Enter')
  await page.getByRole('dialog').getByText('苏州固特机械有限公司').waitFor()
}

let quote = ''
test.skipIf(noBrowser)(
  'a quote is typed through: a product by its code, free lines, a block from Excel, a discount; a closed tab loses nothing',
  async () => {
    await page.goto('/o/quotes')
    await page
      .getByRole('button', { name: /新建报价单/ })
      .first()
      .waitFor()
    await press('c')
    await page.locator('.lines-catch').waitFor()
    await chooseAccount()
    await tabTo(/产品，第 1 行/)
    await type('zz-1')
    await press('Enter')
    await expect.poll(() => cell(0, 'price').innerText()).toBe('¥1,130')
    await press('Tab', 'Tab', 'Tab')
    await type('3')
    await press('Enter', 'Enter')
    await type('5')
    await press('Enter', 'Enter', 'Tab')
    await type('夹具')
    await press('Tab', 'Tab', 'Tab')
    await type('2')
    await press('Enter')
    await type('1,234.50')
    await press('Enter', 'Enter', 'Enter', 'Tab')
    await type('安装')
    await press('Tab', 'Tab', 'Tab', 'Tab')
    await type('500')
    await press('Enter', 'Enter')
    await type('6')
    await press('Enter')
    await page.evaluate(() => navigator.clipboard.writeText('品名\t数量\t单价\n培训\t1.5\t999.99\n主轴\t两\t￥1,100.00'))
    await press('Control+v')
    await expect.poll(() => cell(4, 'quantity').innerText()).toBe('两')
    expect(await cell(4, 'quantity').getAttribute('data-tip')).toBe('不是数字')
    // the product is known by its name, and brings its unit; the pasted price stays
    expect([await cell(4, 'product').innerText(), await cell(4, 'price').innerText()]).toEqual(['主轴', '¥1,100'])
    await press('ArrowDown', 'End', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft')
    await type('2')
    await press('Enter')
    await tabTo('整单折扣', 'Shift+Tab')
    await type('3.5')
    await expect.poll(() => total('total').innerText()).toMatch(/^¥/)
    const shown = await total('total').innerText()

    await page.reload()
    await page
      .getByRole('button', { name: /新建报价单/ })
      .first()
      .waitFor()
    await press('c')
    await page.getByText('上次没有写完').waitFor()
    expect(await total('total').innerText()).toBe(shown)
    expect(await page.locator('.lines-table').innerText()).not.toMatch(/毛利|成本/)
    await press('Control+Enter')
    await page.getByRole('status').getByText('已新建').waitFor()
    quote = await newest('quotes')
    const kept = await answer(`/quotes/${quote}`)
    expect(kept.lines.map((line: { description: string; quantity: string }) => [line.description, line.quantity])).toEqual([
      ['主轴', '3'],
      ['夹具', '2'],
      ['安装', '1'],
      ['培训', '1.5'],
      ['主轴', '2'],
    ])
    expect(sayMoney(kept.total)).toBe(shown)
    expect(kept.discount).toBe('3.5')
  },
  120_000,
)

test.skipIf(noBrowser)(
  'on its page lines are changed in the grid; rows move and go by key, a wrong cell is told by the server at its place',
  async () => {
    await page.goto(`/o/quotes/${quote}`)
    await page.locator('.lines-block').waitFor()
    await tabTo('编辑明细')
    await press('Enter')
    await page.locator('.lines-catch').waitFor()
    await press('Alt+ArrowDown')
    await expect.poll(() => cell(0, 'description').innerText()).toBe('夹具')
    await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'Control+Backspace')
    await expect.poll(() => page.locator('.lines-table tbody tr').count()).toBe(4)
    await press('Home', 'ArrowRight', 'Delete', 'Control+Enter')
    await expect.poll(() => page.locator('td.wrong').count()).toBe(1)
    await page.getByRole('alert').getByText('产品、名称至少填一个').waitFor()
    await press('ArrowRight')
    await type('备件')
    await press('Enter')
    const shown = await total('total').innerText()
    await press('Control+Enter')
    await tabTo('编辑明细')
    const kept = await answer(`/quotes/${quote}`)
    expect(kept.lines.map((line: { description: string }) => line.description)).toEqual(['夹具', '主轴', '安装', '备件'])
    expect(sayMoney(kept.total)).toBe(shown)
  },
  120_000,
)

test.skipIf(noBrowser)(
  'sent, its lines and prices are locked and say why; accepted, it becomes orders in two parts',
  async () => {
    await tabTo('发出', 'Shift+Tab')
    await press('Enter')
    await page.getByRole('dialog', { name: '发出' }).waitFor()
    await press('Control+Enter')
    await page.getByText('已发出，明细不能再改').waitFor()
    expect(await page.getByRole('button', { name: '编辑明细' }).count()).toBe(0)
    expect(await page.getByRole('img', { name: '已发出，不能再改' }).count()).toBeGreaterThan(0)
    await tabTo('客户接受', 'Shift+Tab')
    await press('Enter')
    await tabTo('转订单')
    await press('Enter')
    const dialog = page.getByRole('dialog', { name: '转订单' })
    await dialog.waitFor()
    await tabTo('本次数量')
    await press('Control+a')
    await type('1')
    await press('Control+Enter')
    await page.waitForURL(/\/o\/orders\//)
    const first = await newest('orders')
    expect((await answer(`/orders/${first}`)).lines[0].quantity).toBe('1')
    await confirmOrder()
    await page.goto(`/o/quotes/${quote}`)
    await page.locator('.lines-block').waitFor()
    await tabTo('转订单')
    await press('Enter')
    await dialog.waitFor()
    await press('Control+Enter')
    await page.waitForURL(/\/o\/orders\//)
    await confirmOrder()
    const second = await answer(`/orders/${await newest('orders')}`)
    expect(second.lines.map((line: { quantity: string }) => line.quantity)).toEqual(['1'])
    expect((await answer(`/quotes/${quote}`)).can.toOrder).toBe('nothing-open')
  },
  120_000,
)

async function confirmOrder(): Promise<void> {
  await page.locator('.lines-block').waitFor()
  await tabTo('确认')
  await press('Enter')
  await page.getByRole('dialog', { name: '确认' }).waitFor()
  await press('Control+Enter')
  await page.getByText('已确认，明细不能再改').waitFor()
}

test.skipIf(noBrowser)(
  'a receipt is spread over the unpaid orders with one key',
  async () => {
    const { records } = await answer('/orders?sort=createdAt&fields=unpaid,number')
    await page.goto('/o/payments')
    await page
      .getByRole('button', { name: /新建回款/ })
      .first()
      .waitFor()
    await press('c')
    await page.locator('.lines-catch').waitFor()
    await chooseAccount()
    await tabTo('金额')
    const amount = `${Number.parseInt(records[0].unpaid.amount) + 100}.05`
    await type(amount)
    await press('Alt+a')
    await expect.poll(() => cell(0, 'amount').innerText()).toBe(sayMoney(records[0].unpaid))
    expect(await cell(0, 'order').innerText()).toBe(records[0].number)
    await press('Control+Enter')
    await page.getByRole('status').getByText('已新建').waitFor()
    const payment = await answer(`/payments/${await newest('payments')}`)
    expect([payment.amount.amount, payment.allocated.amount]).toEqual([amount, amount])
    expect((await answer(`/orders/${records[0].id}`)).unpaid.amount).toBe('0.00')
  },
  120_000,
)

test.skipIf(noBrowser)(
  'on a phone a line is a card, written in a sheet',
  async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto('/o/quotes?tab=all')
    await page.locator('.card').first().waitFor()
    await press('c')
    await page.getByRole('button', { name: '加一行' }).click()
    const sheet = page.getByRole('dialog', { name: '第 1 行' })
    await sheet.getByRole('textbox', { name: '名称' }).fill('夹具')
    await sheet.getByRole('textbox', { name: '数量' }).fill('3')
    await sheet.getByRole('textbox', { name: '单价' }).fill('10.05')
    expect(await broken(page), 'sheet').toEqual([])
    await sheet.getByRole('button', { name: '完成' }).click()
    expect(await page.locator('.lines-card').innerText()).toMatch(/夹具[^]*¥30\.15/)
    expect(await total('total').innerText()).toBe('¥30.15')
    await page.reload()
    await page.locator('.card').first().waitFor()
    await press('c')
    await page.locator('.lines-card').waitFor()
    await page.getByRole('button', { name: '清空重写' }).click()
    await page.setViewportSize({ width: 1440, height: 900 })
  },
  120_000,
)

test.skipIf(noBrowser)(
  'documents keep to WCAG AA: form and page, light and dark, wide and narrow',
  async () => {
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.goto(`/o/quotes/${quote}`)
        await page.locator('.lines-block').waitFor()
        expect(await broken(page), `page ${colorScheme} ${width}`).toEqual([])
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto('/o/quotes')
    await page
      .getByRole('button', { name: /新建报价单/ })
      .first()
      .waitFor()
    await press('c')
    await page.locator('.lines-catch').waitFor()
    expect(await broken(page), 'form').toEqual([])
    expect(wrong).toEqual([])
  },
  120_000,
)
