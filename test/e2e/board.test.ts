/** The pipeline as a board, in a real browser: dragged, walked and moved by key, followed while others work, on a phone as well. */
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineObject } from '../../src/engine/definition.ts'
import { define } from '../../src/engine/workspace.ts'
import { number, owner, states, text } from '../../src/fields/index.ts'
import { type App, emails, password, startApp } from '../support/app.ts'
import { broken } from '../support/axe.ts'
import { builtWeb, noBrowser, openBrowser, openPage, signIn } from '../support/browser.ts'

let browser: Browser
let app: App
let page: Page
let wrong: string[]
const deals = new Map<string, string>()
const dayFrom = (days: number) => new Date(Date.now() + (days * 24 + 8) * 3_600_000).toISOString().slice(0, 10)
beforeAll(async () => {
  if (noBrowser) return
  app = await startApp(undefined, await builtWeb())
  browser = await openBrowser()
  const call = app.as.salesperson
  const account = (await call('POST', '/accounts', { name: '宁波宏诚自动化' })).body.id
  const made = [
    { name: '卧加两台', amount: '2000000', stage: 'qualify', closeOn: dayFrom(-3) },
    { name: '车床改造', amount: '200000', stage: 'qualify', closeOn: dayFrom(90), nextStep: '寄样册', nextStepAt: dayFrom(1) },
    { name: '刀具年框', amount: '500000', stage: 'propose', closeOn: dayFrom(95), nextStep: '改报价', nextStepAt: dayFrom(2) },
    { name: '测量室', stage: 'negotiate', nextStep: '定日子', nextStepAt: dayFrom(3) },
  ]
  for (const deal of made) deals.set(deal.name, (await call('POST', '/opportunities', { ...deal, account })).body.id)
  ;({ page, wrong } = await openPage(browser, app.url))
  await signIn(page, { email: emails.salesperson, password })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

/** Many tests run beside this one: what appears is waited for. */
const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 })
const column = (id: string) => page.locator(`[data-column="${id}"]`)
const card = (name: string) => page.locator('.deal', { hasText: name })
const toast = (text: string) => page.locator('.toasts').getByText(text)
const titles = (id: string) => column(id).locator('.deal-title').allInnerTexts()
const stageOf = async (name: string) => (await app.as.salesperson('GET', `/opportunities/${deals.get(name)}`)).body.stage as string
const open = async (address = '/o/opportunities?view=board') => {
  await page.goto(address)
  await page.locator('.deal').first().waitFor()
}

test.skipIf(noBrowser)('the list becomes a board and the address keeps it; columns say how many and how much', async () => {
  await page.goto('/o/opportunities')
  await page.locator('.grid-title').first().waitFor()
  await page.getByRole('radio', { name: '看板' }).check()
  await page.waitForURL(/view=board/)
  await card('卧加两台').waitFor()
  await soon(() => page.locator('[data-column]').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.column))).toEqual(
    ['qualify', 'propose', 'negotiate', 'won', 'lost'], // prettier-ignore
  )
  await soon(() => column('qualify').locator('.column-head').innerText()).toMatch(/初步接洽\s*2\s*220 万\s*加权金额 22 万/)
  await soon(() => titles('qualify')).toEqual(['卧加两台', '车床改造'])
  await card('卧加两台').getByText('没人管').waitFor()
  await card('卧加两台').getByText('过了预计成交日').waitFor()
  await soon(() => card('车床改造').innerText()).toMatch(/宁波宏诚自动化\s*¥200,000[\s\S]*明天 寄样册/)
})

test.skipIf(noBrowser)('a card dragged to the next open stage is there at once, and back with one click', async () => {
  await open()
  await card('车床改造').dragTo(column('propose'))
  await toast('「车床改造」移到方案报价').waitFor()
  await soon(() => titles('propose')).toEqual(['车床改造', '刀具年框'])
  expect(await stageOf('车床改造')).toBe('propose')
  await soon(() => column('propose').locator('.column-head').innerText()).toMatch(/2\s*70 万\s*加权金额 28 万/)
  await page.locator('.toasts').getByRole('button', { name: '撤销' }).click()
  await toast('已撤销').waitFor()
  await soon(() => titles('propose')).toEqual(['刀具年框'])
  await soon(() => titles('qualify')).toEqual(['卧加两台', '车床改造'])
})

test.skipIf(noBrowser)('a card dragged to an end opens the deed: given up, nothing happened; answered, it is won', async () => {
  await open()
  await card('测量室').dragTo(column('won'))
  await page.getByRole('dialog', { name: '赢单' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await stageOf('测量室')).toBe('negotiate')
  await card('测量室').dragTo(column('won'))
  await page.getByRole('dialog', { name: '赢单' }).getByLabel('成交金额').fill('880000')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await soon(() => stageOf('测量室')).toBe('won')
  await page.getByRole('button', { name: /^赢单 1 /, expanded: false }).click()
  await soon(() => titles('won')).toEqual(['测量室'])
})

test.skipIf(noBrowser)('where no deed leads a card does not go, and the board says why', async () => {
  await open()
  await page.getByRole('button', { name: /^赢单/, expanded: false }).click()
  await card('测量室').dragTo(column('propose'))
  await toast('没有操作能把它移到方案报价').waitFor()
  await card('测量室').dragTo(column('lost'))
  await toast('商机已经结束').waitFor()
  await soon(() => stageOf('测量室')).toBe('won')
})

test.skipIf(noBrowser)('by keyboard: walk, take a card to the next stage, hear where it is, choose an end from the menu', async () => {
  await open()
  await card('卧加两台').locator('.deal-title').focus()
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  await page.keyboard.press('ArrowDown')
  await soon(focused).toBe('车床改造')
  await page.keyboard.press('ArrowRight')
  await soon(focused).toBe('刀具年框')
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByText('「刀具年框」在商务谈判，第 1 张，共 1 张').waitFor({ state: 'attached' })
  await soon(focused).toBe('刀具年框')
  await soon(() => stageOf('刀具年框')).toBe('negotiate')
  await page.keyboard.press('m')
  await page.getByRole('menu', { name: '把「刀具年框」移到' }).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: '输单' }).waitFor()
  await page.keyboard.press('Escape')
  await card('刀具年框').locator('.deal-title').focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`open=${deals.get('刀具年框')}`))
  await page.getByRole('complementary', { name: '刀具年框' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('complementary', { name: '刀具年框' }).waitFor({ state: 'detached' })
})

test.skipIf(noBrowser)('what a colleague moves appears in its new column by itself', async () => {
  const stream = page.waitForResponse(/\/api\/v1\/events/)
  await open()
  await stream
  await app.as.administrator('PATCH', `/opportunities/${deals.get('车床改造')}`, { stage: 'negotiate' })
  await soon(() => titles('negotiate')).toContain('车床改造')
  await soon(() => titles('qualify')).not.toContain('车床改造')
  await soon(() => column('qualify').locator('.column-head').innerText()).toMatch(/初步接洽\s*1/)
})

test.skipIf(noBrowser)('a figure of the forecast opens exactly its rows', async () => {
  await open()
  await page.getByRole('link', { name: /^已过预计日 20 万 \/ 200 万，1 个/ }).click()
  await page.waitForURL(/view=list/)
  await soon(() => page.locator('.grid-title').allInnerTexts()).toEqual(['卧加两台'])
})

test.skipIf(noBrowser)('filters and search hold for cards, counts and forecast alike', async () => {
  await open()
  await page.getByRole('searchbox').fill('车床')
  await soon(() => page.locator('.deal-title').allInnerTexts()).toEqual(['车床改造'])
  await soon(() => column('qualify').locator('.column-head').innerText()).toMatch(/初步接洽\s*0/)
  await page.getByRole('link', { name: /^已过预计日 0 \/ 0，0 个/ }).waitFor()
})

test.skipIf(noBrowser)('on a phone one stage at a time, and a card is moved from a menu', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open()
  await page.getByRole('tab', { name: /^商务谈判/ }).click()
  await soon(async () => (await page.locator('.deal-title').allInnerTexts()).toSorted()).toEqual(['刀具年框', '车床改造'].toSorted())
  await page.getByRole('button', { name: '把「车床改造」移到' }).click()
  await page.getByRole('menuitem', { name: '方案报价' }).click()
  await toast('「车床改造」移到方案报价').waitFor()
  expect(await stageOf('车床改造')).toBe('propose')
  await page.setViewportSize({ width: 1440, height: 900 })
})

test.skipIf(noBrowser)('an object that a firm made itself has its board as well', async () => {
  const label = (word: string) => ({ label: { zh: word, en: word } })
  const machine = defineObject('machine', {
    ...label('设备'),
    title: 'name',
    fields: {
      name: text(label('名称')),
      state: states({ runs: { ...label('在用'), phase: 'open' }, idle: { ...label('闲置'), phase: 'open' } }, label('状态')),
      hours: number(label('工时')),
      owner: owner(label('负责人')),
    },
    views: { list: ['name'], form: ['name'], board: { by: 'state', sum: 'hours' } },
    access: { owner: 'owner' },
  })
  await define(app.house, await app.principal('administrator'), { objects: [machine] }, app.house.forget)
  await app.as.salesperson('POST', '/machines', { name: '3 号机', hours: '12500' })
  await open('/o/machines?view=board')
  await card('3 号机').dragTo(column('idle'))
  await toast('「3 号机」移到闲置').waitFor()
  await soon(() => column('idle').locator('.column-head').innerText()).toMatch(/闲置\s*1\s*1.2 万/)
})

test.skipIf(noBrowser)(
  'the board keeps to WCAG AA, light and dark, wide and narrow',
  async () => {
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await open()
        expect(await broken(page), `${colorScheme} ${width}`).toEqual([])
      }
    }
    expect(wrong).toEqual([])
  },
  120_000,
)
