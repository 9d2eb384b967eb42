/**
 * From a lead to money, by keyboard alone, in Chinese and English, on a wide screen and on a phone: two of the four for every
 * change, all under `npm run test:long`. What the screen says at the end is what the API says.
 */
import { readFileSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { sayMoney } from '../../src/lib/amount.ts'
import { dayIn } from '../../src/lib/zone.ts'
import { type App, emails, password, startApp } from '../support/app.ts'
import { type AppWords, type Language, wordsIn } from '../support/app-words.ts'
import { broken } from '../support/axe.ts'
import { builtWeb, noBrowser, openBrowser, openPage } from '../support/browser.ts'
import { keyboardOf } from '../support/keyboard.ts'
import { rounds } from '../support/long.ts'
import { typeLines } from '../support/typed-lines.ts'
import { bare, pagesOf } from '../support/pdf.ts'

const told = {
  zh: {
    customer: '苏州固特机械有限公司',
    lead: '王芳',
    company: '固特机械（苏州）有限公司',
    mobile: '13800138001',
    deal: '冲床两台',
    product: { name: '主轴', code: 'ZZ-1' },
    lines: ['夹具', '安装'],
    pasted: '品名\t数量\t单价\n培训\t1.5\t999.99\n备件\t4\t￥1,100.00',
    also: ['培训', '备件'],
  },
  en: {
    customer: 'Gutech Machinery Ltd',
    lead: 'Alice Brown',
    company: 'GUTECH Machinery',
    mobile: '13900139002',
    deal: 'Two presses',
    product: { name: 'Spindle', code: 'SP-2' },
    lines: ['Fixture', 'Installation'],
    pasted: 'Name\tQuantity\tUnit price\nTraining\t1.5\t999.99\nSpare parts\t4\t1,100.00',
    also: ['Training', 'Spare parts'],
  },
}

let browser: Browser
let app: App
beforeAll(async () => {
  if (noBrowser) return
  await builtWeb()
  browser = await openBrowser()
}, 180_000)
afterAll(() => browser?.close())
// Each story begins in a firm of its own.
beforeEach(async () => {
  if (noBrowser) return
  app = await startApp(undefined, await builtWeb())
  for (const { customer, product, mobile, lead, company } of [told.zh, told.en]) {
    const account = (await app.as.salesperson('POST', '/accounts', { name: customer, phone: mobile })).body.id
    expect(account).toBeTruthy()
    await app.as.administrator('POST', '/products', { ...product, specification: 'BT40', price: '1130', cost: '600' })
    await app.as.salesperson('POST', '/leads', { name: lead, company, mobile })
  }
})
afterEach(() => app?.stop())

const answer = async (path: string) => (await app.as.salesperson('GET', path)).body
const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 })

const all: [Language, number, number][] = [
  ['zh', 1440, 900],
  ['en', 390, 844],
  ['zh', 390, 844],
  ['en', 1440, 900],
]
for (const [language, width, height] of all.slice(0, rounds(2, all.length)))
  test.skipIf(noBrowser)(
    `from a lead to money by keyboard alone, ${language} at ${width} × ${height}`,
    async () => {
      const t = await wordsIn(language, await answer('/schema'))
      const { page, wrong } = await openPage(browser, app.url, { width, height }, language === 'zh' ? 'zh-CN' : 'en-US')
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      await story(page, language, width < 700, t)
      expect(wrong).toEqual([])
      await page.context().close()
    },
    240_000,
  )

async function story(page: Page, language: Language, narrow: boolean, t: AppWords): Promise<void> {
  const mine = told[language]
  const money = (value: { amount: string; currency: string }) => sayMoney(value)
  let shots = 0
  /** Looked at by a person, and by axe. */
  const look = async (name: string) => {
    if (process.env.SHOTS)
      await page.screenshot({
        path: `${process.env.SHOTS}/${language}-${narrow ? 390 : 1440}-${String(++shots).padStart(2, '0')}-${name}.png`,
      })
    expect(await broken(page), name).toEqual([])
  }
  const hand = keyboardOf(page, t)
  const { press, type, dialog, find, tabTo, replace } = hand
  const heading = (text: string) => page.getByRole('heading', { name: text, level: 1 }).waitFor()
  const said = (name: string) => page.locator(`[data-total="${name}"] dd`).last()
  const idIn = () => new URL(page.url()).pathname.split('/').at(-1)!

  await page.goto('/sign-in')
  await page.getByRole('textbox').first().waitFor()
  await tabTo(/邮箱|mail/i)
  await type(emails.salesperson)
  await press('Tab')
  await type(password)
  await press('Enter')
  await page.getByRole('navigation').first().waitFor()

  // The lead is somebody whose firm we know: joined, not made twice.
  const accounts = (await answer('/accounts?count=exact')).count
  await find(mine.lead)
  await heading(mine.lead)
  await look('lead')
  await find(t.deed('lead', 'convert'))
  await dialog(t.deed('lead', 'convert')).waitFor()
  expect(await dialog(t.deed('lead', 'convert')).getByRole('radio', { checked: true }).first().locator('..').innerText()).toContain(
    mine.customer,
  )
  await tabTo(t.input('lead', 'convert', 'opportunity'))
  await press('Space')
  await tabTo(t.field('opportunity', 'name'))
  await replace(mine.deal)
  await tabTo(t.field('opportunity', 'amount'))
  await type('20000')
  await look('convert')
  await press('Control+Enter')
  await heading(mine.customer)
  expect((await answer('/accounts?count=exact')).count).toEqual(accounts)
  await look('customer')

  // The deal, and its next stage.
  await find(mine.deal)
  await heading(mine.deal)
  const deal = idIn()
  await find(t.record('moveTo', { state: t.state('opportunity', 'propose') }))
  await soon(async () => (await answer(`/opportunities/${deal}`)).stage).toBe('propose')
  await look('deal')

  // A quote for it.
  await find(t.record('add', { object: t.object('quote') }))
  const form = dialog(t.record('add', { object: t.object('quote') }))
  await form.getByText(mine.customer).waitFor()
  await typeLines(page, { hand, t, told: mine, narrow, look })
  await soon(() => page.locator(narrow ? '.lines-card' : '.lines-table tbody tr').count()).toBeGreaterThanOrEqual(5)
  await look('quote-form')
  await press('Control+Enter')
  await form.waitFor({ state: 'detached' })
  await page.waitForURL(/\/o\/quotes\/./)
  const quote = await answer(`/quotes/${idIn()}`)
  expect(quote.lines.map((line: { description: string }) => line.description)).toEqual([mine.product.name, ...mine.lines, ...mine.also])
  await heading(quote.number)
  await look('quote')

  await find(t.deed('quote', 'send'))
  await dialog(t.deed('quote', 'send')).waitFor()
  await press('Control+Enter')
  await page.getByText(t.lines('locked', { state: t.state('quote', 'sent') })).waitFor()
  await look('quote-sent')

  const paper = t.paper('pdf', { language: t.paper(language) })
  const [file] = await Promise.all([page.waitForEvent('download'), find(paper)])
  const printed = bare((await pagesOf(readFileSync(await file.path()))).join())
  for (const word of [
    quote.number,
    mine.customer,
    mine.product.name,
    ...mine.lines,
    ...mine.also,
    sayMoney(quote.total).replace(/^\D+/, ''),
  ])
    expect(printed).toContain(bare(word))

  await find(t.deed('quote', 'accept'))
  await soon(async () => (await answer(`/quotes/${quote.id}`)).status).toBe('accepted')

  // Two orders: one of each line's first piece, then the rest. The first is overdue already.
  const order = async (quantity: string | null, due: string | null) => {
    await find(t.deed('quote', 'toOrder'))
    const asked = dialog(t.deed('quote', 'toOrder'))
    await asked.waitFor()
    if (quantity) {
      await tabTo(t.part('quote', 'toOrder', 'lines', 'quantity'))
      await replace(quantity)
    }
    if (quantity) await look('to-order')
    await press('Control+Enter')
    await page.waitForURL(/\/o\/orders\/./)
    const made = await answer(`/orders/${idIn()}`)
    await heading(made.number)
    await find(t.deed('order', 'confirm'))
    await dialog(t.deed('order', 'confirm')).waitFor()
    if (due) {
      await tabTo(t.field('order', 'dueOn'))
      await type(due)
      await look('confirm')
    }
    await press('Control+Enter')
    await page.getByText(t.lines('locked', { state: t.state('order', 'confirmed') })).waitFor()
    return made.id as string
  }
  const day = dayIn('Asia/Shanghai', Date.now() - 10 * 86_400_000)
  const first = await order('1', day)
  await look('order')
  await find(quote.number)
  await heading(quote.number)
  const second = await order(null, null)

  // Two receipts: over both orders, the first not wholly; then a part.
  const owed = await answer(`/orders/${first}`)
  const receipt = async (amount: string, rows: number, cut?: string) => {
    await find(mine.customer)
    await heading(mine.customer)
    await find(t.record('add', { object: t.object('payment') }))
    const asked = dialog(t.record('add', { object: t.object('payment') }))
    await asked.waitFor()
    await tabTo(t.field('payment', 'amount'))
    await type(amount)
    await press('Alt+a')
    // The first row stands there empty before the orders have come.
    await asked.getByText(owed.number).first().waitFor()
    await soon(() => page.locator(narrow ? '.lines-card' : '.lines-table tbody tr').count()).toBe(rows)
    if (cut) {
      await tabTo(narrow ? /SO-/ : new RegExp(t.lines('cell', { field: t.field('allocation', 'order'), row: 1 })))
      if (narrow) {
        await press('Enter')
        await tabTo(t.field('allocation', 'amount'))
        await replace(cut)
        await press('Control+Enter')
      } else {
        await press('ArrowRight')
        await type(cut)
        await press('Enter')
      }
      await look('receipt')
    }
    await tabTo(t.field('payment', 'amount'), 'Shift+Tab')
    await press('Control+Enter')
    await asked.waitFor({ state: 'detached' })
  }
  await receipt((Number(owed.unpaid.amount) + 500).toFixed(2), 2, '1000')
  await receipt('300', 1)

  const overdue = await answer(`/orders/${first}`)
  expect([overdue.paid.amount, overdue.overdue]).toEqual(['1300.00', true])
  expect((await answer(`/orders/${second}`)).paid.amount).toBe('500.00')

  // What is owed, on the order, in the list, in the day.
  await find(overdue.number)
  await heading(overdue.number)
  const alarm = page.locator('[data-alarm=overdue]')
  await alarm.waitFor()
  for (const word of [t.field('order', 'overdue'), '10', money(overdue.unpaid)]) await soon(() => alarm.innerText()).toContain(word)
  for (const name of ['net', 'tax', 'total']) await soon(() => said(name).innerText()).toBe(money(overdue[name]))
  for (const name of ['paid', 'unpaid'])
    await soon(() =>
      page
        .locator('dt', { hasText: new RegExp(`^${t.field('order', name)}$`) })
        .locator('+ dd')
        .first()
        .innerText(),
    ).toContain(money(overdue[name]))
  await look('overdue')
  await find(t.palette('goTo', { place: t.objects('order') }))
  await page.getByRole('tab', { name: t.tab('order', 'open') }).waitFor()
  await tabTo(t.tab('order', 'open'), 'Tab', 'tab')
  await press('ArrowRight')
  await page.getByRole('tab', { name: t.tab('order', 'overdue'), selected: true }).waitFor()
  await page.getByText(overdue.number).first().waitFor()
  const punctual = (await answer(`/orders/${second}`)).number as string
  await soon(() => page.getByText(punctual).count()).toBe(0)
  await look('overdue-list')
  await find(t.palette('goTo', { place: t.palette('home') }))
  const row = page.locator('.task', { hasText: mine.customer })
  await row.getByText(money(overdue.unpaid)).waitFor()
  await look('today')

  // Taking the convert back: what stands on it says no, by name.
  await find(mine.lead, new RegExp(`${mine.lead}.*${t.object('lead')}`, 's'))
  await heading(mine.lead)
  const lead = idIn()
  await find(t.record('history'))
  await dialog(t.record('history')).waitFor()
  await tabTo(t.record('undo'))
  await press('Enter')
  const refusals = page.locator('.refusals')
  await refusals.waitFor()
  expect(await refusals.innerText()).toContain(mine.deal)
  expect(await refusals.innerText()).toContain(quote.number)
  expect((await answer(`/leads/${lead}`)).status).toBe('converted')
  await look('refused')
}
