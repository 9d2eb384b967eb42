/**
 * From a lead to money, by keyboard alone: in Chinese on a wide screen. What the screen says at the end
 * is what the API says.
 */
import { readFileSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sayMoney } from '../../src/lib/amount.ts'
import type { Label } from '../../src/lib/wire.ts'
import { type App, emails, password, startApp } from '../support/app.ts'
import { broken } from '../support/axe.ts'
import { builtWeb, noBrowser, openBrowser, openPage } from '../support/browser.ts'
import { bare, pagesOf } from '../support/pdf.ts'

type Language = 'zh' | 'en'
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
  app = await startApp(undefined, await builtWeb())
  browser = await openBrowser()
  for (const { customer, product, mobile, lead, company } of [told.zh, told.en]) {
    const account = (await app.as.salesperson('POST', '/accounts', { name: customer, phone: mobile })).body.id
    expect(account).toBeTruthy()
    await app.as.administrator('POST', '/products', { ...product, specification: 'BT40', price: '1130', cost: '600' })
    await app.as.salesperson('POST', '/leads', { name: lead, company, mobile })
  }
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

const answer = async (path: string) => (await app.as.salesperson('GET', path)).body
/** The app's own words in this language: of its folders, and of the schema. */
async function wordsIn(language: Language) {
  vi.stubGlobal('localStorage', { getItem: () => language, setItem: () => undefined })
  const { default: i18next } = await import('i18next')
  const [palette, record, lines, changesets, paper, orders] = await Promise.all([
    import('../../src/web/palette/words.ts'),
    import('../../src/web/record/words.ts'),
    import('../../src/web/lines/words.ts'),
    import('../../src/web/changesets/words.ts'),
    import('../../src/web/paper/words.ts'),
    import('../../src/modules/orders/web/words.ts'),
  ])
  await i18next.changeLanguage(language)
  const { objects } = await answer('/schema')
  const object = (name: string) => objects.find((one: { name: string }) => one.name === name)
  const say = (label: Label) => label[language]
  return {
    palette: palette.words.t,
    record: record.words.t,
    lines: lines.words.t,
    changesets: changesets.words.t,
    paper: paper.words.t,
    orders: orders.words.t,
    object: (name: string) => say(object(name).label),
    deed: (of: string, name: string) => say(object(of).actions.find((one: { name: string }) => one.name === name).label),
    field: (of: string, name: string) => say(object(of).fields.find((one: { name: string }) => one.name === name).label),
    input: (of: string, deed: string, name: string) =>
      say(
        object(of)
          .actions.find((one: { name: string }) => one.name === deed)
          .input.find((one: { name: string }) => one.name === name).label,
      ),
    part: (of: string, deed: string, name: string, part: string) =>
      say(
        object(of)
          .actions.find((one: { name: string }) => one.name === deed)
          .input.find((one: { name: string }) => one.name === name)
          .parts.fields.find((one: { name: string }) => one.name === part).label,
      ),
    state: (of: string, name: string) =>
      say(object(of).fields.find((one: { name: string }) => one.name === object(of).state).options.states[name].label),
    tab: (of: string, name: string) => say(object(of).views.tabs.find((one: { name: string }) => one.name === name).label),
  }
}

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 })

for (const [language, width, height] of [['zh', 1440, 900]] as [Language, number, number][])
  test.skipIf(noBrowser)(
    `from a lead to money by keyboard alone, ${language} at ${width} × ${height}`,
    async () => {
      const t = await wordsIn(language)
      const { page, wrong } = await openPage(browser, app.url, { width, height }, language === 'zh' ? 'zh-CN' : 'en-US')
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      await story(page, language, width < 700, t)
      expect(wrong).toEqual([])
      await page.context().close()
    },
    240_000,
  )

async function story(page: Page, language: Language, narrow: boolean, t: Awaited<ReturnType<typeof wordsIn>>): Promise<void> {
  const mine = told[language]
  const money = (value: { amount: string; currency: string }) => sayMoney(value)
  let shots = 0
  /** Looked at by a person, and by axe. */
  const look = async (name: string) => {
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/${language}-${String(++shots).padStart(2, '0')}-${name}.png` })
    expect(await broken(page), name).toEqual([])
  }
  const press = async (...names: string[]) => {
    for (const name of names) await page.keyboard.press(name)
  }
  const type = (text: string) => page.keyboard.type(text)
  const heading = (text: string) => page.getByRole('heading', { name: text, level: 1 }).waitFor()
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name })
  /** Ctrl K, what is sought, down to the line that is meant, Enter. */
  const find = async (text: string, at: string | RegExp = text) => {
    await press('Control+k')
    const palette = dialog(t.palette('title'))
    await palette.waitFor()
    await type(text)
    await palette.getByRole('option').filter({ hasText: at }).first().waitFor()
    for (let i = 0; i < 12 && !(await palette.getByRole('option', { selected: true }).filter({ hasText: at }).count()); i++)
      await press('ArrowDown')
    await press('Enter')
    await palette.waitFor({ state: 'detached' })
  }
  /** Tab until what is called so has the focus. */
  const tabTo = async (name: string | RegExp, key = 'Tab') => {
    const seen: string[] = []
    for (let i = 0; i < 90; i++) {
      const named = await page.evaluate(() => {
        const at = document.activeElement === document.body ? null : document.activeElement
        const label = (at?.id && document.querySelector(`label[for="${at.id}"]`)) || at?.closest('label')
        return [at?.getAttribute('aria-label'), label?.textContent, at?.textContent].filter(Boolean).join('|')
      })
      if (typeof name === 'string' ? named.split('|').some((one) => one.trim().startsWith(name)) : name.test(named)) return
      seen.push(named)
      await press(key)
    }
    throw new Error(`${key} never came to ${String(name)}, but to ${seen.join(' / ')}`)
  }
  const replace = async (text: string) => {
    await press('Control+a')
    await type(text)
  }
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
  await (narrow ? writeCards() : writeGrid())
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
  const day = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10)
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
  await page.getByText(t.field('order', 'overdue')).first().waitFor()
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
  await find(t.palette('goTo', { place: t.object('order') }))
  await page.getByRole('tab', { name: t.tab('order', 'open') }).waitFor()
  await tabTo(t.tab('order', 'open'))
  await press('ArrowRight')
  await page.getByRole('tab', { name: t.tab('order', 'overdue'), selected: true }).waitFor()
  await page.getByText(overdue.number).first().waitFor()
  expect(await page.getByText((await answer(`/orders/${second}`)).number).count()).toBe(0)
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

  async function writeGrid() {
    await tabTo(new RegExp(t.lines('cell', { field: t.field('quoteLine', 'product'), row: 1 })))
    await type(mine.product.code)
    await press('Enter')
    await soon(() => page.locator('[data-cell="0.price"]').innerText()).toBe('¥1,130')
    await press('Tab', 'Tab', 'Tab')
    await type('3')
    await press('Enter', 'Enter')
    await type('5')
    await press('Enter', 'Enter', 'Tab')
    await type(mine.lines[0]!)
    await press('Tab', 'Tab', 'Tab')
    await type('2')
    await press('Enter')
    await type('1,234.50')
    await press('Enter', 'Enter', 'Enter', 'Tab')
    await type(mine.lines[1]!)
    await press('Tab', 'Tab', 'Tab', 'Tab')
    await type('500')
    await press('Enter', 'Enter', 'Enter')
    await paste()
  }
  async function writeCards() {
    const add = async (row: number, fill: [string, string][]) => {
      await tabTo(t.lines('add'))
      await press('Enter')
      const sheet = dialog(t.lines('row', { row }))
      await sheet.waitFor()
      for (const [name, text] of fill) {
        await tabTo(name)
        if (name === t.field('quoteLine', 'product')) {
          await type(text)
          await press('Enter')
          await sheet.getByText(mine.product.name).first().waitFor()
          await soon(() => sheet.getByLabel(t.field('quoteLine', 'price')).inputValue()).not.toBe('')
        } else await replace(text)
      }
      if (row === 1) await look('line')
      await press('Control+Enter')
      await sheet.waitFor({ state: 'detached' })
    }
    const [product, name, quantity, price, discount] = ['product', 'description', 'quantity', 'price', 'discount'].map((one) =>
      t.field('quoteLine', one),
    ) as [string, string, string, string, string]
    await add(1, [[product, mine.product.code], [quantity, '3'], [discount, '5']]) // prettier-ignore
    await add(2, [[name, mine.lines[0]!], [quantity, '2'], [price, '1,234.50']]) // prettier-ignore
    await add(3, [[name, mine.lines[1]!], [price, '500']]) // prettier-ignore
    await tabTo(t.lines('add'))
    await paste()
  }
  async function paste() {
    await page.evaluate((text) => navigator.clipboard.writeText(text), mine.pasted)
    await press('Control+v')
    await page.getByText(mine.also[1]!).first().waitFor()
  }
}
