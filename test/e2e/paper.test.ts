/** The firm's head is written, a quote is looked at, printed and taken away as a PDF. */
import { readFileSync } from 'node:fs'
import type { Browser } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, emails, password, startApp } from '../support/app.ts'
import { builtWeb, noBrowser, openBrowser, openPage, signIn } from '../support/browser.ts'
import { bare, pagesOf } from '../support/pdf.ts'
import { png } from '../support/picture.ts'

describe.skipIf(noBrowser)('paper', () => {
  let app: App
  let browser: Browser
  let quote: { id: string; number: string }
  beforeAll(async () => {
    app = await startApp(undefined, await builtWeb())
    browser = await openBrowser()
    const account = await app.as.administrator('POST', '/accounts', { name: '武汉瑞力自动化设备有限公司', address: '光谷大道 77 号' })
    const line = (description: string, price: string, discount: string | null) => ({
      description,
      specification: 'CDL4-8',
      quantity: '12',
      price: { amount: price, currency: 'CNY' },
      discount,
    })
    const made = await app.as.administrator('POST', '/quotes', {
      account: account.body.id,
      lines: Array.from({ length: 45 }, (_, i) => line(`离心泵 ${i + 1}`, `${i + 1}234.5`, i % 3 ? null : '5')),
    })
    expect(made.status).toBe(201)
    quote = made.body
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
  })

  test('an administrator writes the letterhead, with a logo', async () => {
    const { page, wrong } = await openPage(browser, app.url)
    await signIn(page, { email: emails.administrator, password })
    await page.goto('/settings/letterhead')
    await page.getByLabel('公司名称').fill('苏州恒力机械有限公司')
    await page.getByLabel('税号').fill('91320594MA1XXXXX0K')
    await page.getByLabel('付款').fill('预付 30%，发货前付清')
    await page.locator('input[type=file]').setInputFiles({ name: '标志.png', mimeType: 'image/png', buffer: png(120, 40) })
    await page.getByText('标志.png').waitFor()
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('已保存').waitFor()
    await page.reload()
    expect(await page.getByLabel('公司名称').inputValue()).toBe('苏州恒力机械有限公司')
    await page.getByLabel('公司名称').fill('苏州恒力机械股份有限公司')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('已保存').waitFor()
    await page.screenshot({ path: shot('letterhead'), fullPage: true })
    expect((await app.as.salesperson('GET', '/firms')).body.records).toMatchObject([
      { name: '苏州恒力机械股份有限公司', logo: [{ name: '标志.png' }] },
    ])
    expect(wrong).toEqual([])
    await page.context().close()
  })

  test('a quote is looked at, changes its language and is taken away as a PDF that says the same', async () => {
    const { page, wrong } = await openPage(browser, app.url)
    await signIn(page, { email: emails.administrator, password })
    await page.goto(`/o/quotes/${quote.id}`)
    await page.getByRole('button', { name: '打印' }).click()
    await page.screenshot({ path: shot('menu') })
    const [preview] = await Promise.all([page.waitForEvent('popup'), page.getByRole('menuitem', { name: '打印预览' }).click()])
    await preview.getByRole('heading', { name: '报价单' }).waitFor()
    await preview.locator('.sheet-head img').waitFor()
    expect(await preview.locator('.sheet-head img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(120)
    const said = await preview.locator('.sheet').innerText()
    await preview.screenshot({ path: shot('page'), fullPage: true })
    const [file] = await Promise.all([preview.waitForEvent('download'), preview.getByRole('button', { name: '下载 PDF' }).click()])
    expect(file.suggestedFilename()).toBe(`报价单 ${quote.number} 武汉瑞力自动化设备有限公司.pdf`)
    const pages = await pagesOf(readFileSync(await file.path()))
    expect(pages.length).toBeGreaterThan(1)
    const printed = bare(pages.join())
    for (const word of said.split(/\s+/)) expect(printed).toContain(bare(word))
    await preview.getByText('英文', { exact: true }).click()
    await preview.getByRole('heading', { name: 'Quotation' }).waitFor()
    expect(await preview.title()).toContain('Quotation')
    expect(wrong).toEqual([])
    // on the browser's paper the bar is gone and the head of the table repeats
    const paper = await pagesOf(await preview.pdf({ preferCSSPageSize: true }))
    expect(paper.length).toBeGreaterThan(1)
    for (const one of paper.slice(0, 2)) expect(one).toContain('Unit price')
    expect(paper.join()).not.toContain('下载')
    await preview.setViewportSize({ width: 390, height: 844 })
    await preview.screenshot({ path: shot('phone') })
    await page.context().close()
  })
})

/** Where pictures to look at go, when somebody wants them. */
const shot = (name: string) => (process.env.SHOTS ? `${process.env.SHOTS}/${name}.png` : undefined)
