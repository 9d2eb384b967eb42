/** A day at the list and the record, in a real browser: find, change, refuse, undo, follow up. */
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
  const names = ['宁波宏诚自动化', '无锡瑞达精密', '武汉信源环保', '苏州华科电子']
  await app.as.salesperson('POST', '/accounts/batch', {
    create: names.map((name, i) => ({ name: `${name}有限公司`, region: name.slice(0, 2), phone: `0512-6788100${i}` })),
  })
  ;({ page, wrong } = await openPage(browser, app.url))
  await signIn(page, { email: emails.salesperson, password })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

const cell = (row: number, name: string) => page.locator(`[data-row="${row}"] [data-col]`, { hasText: name })
const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })
const toast = (text: string) => page.getByRole('status').getByText(text)
const open = async (address: string) => {
  await page.goto(address)
  await page.locator('.grid-title').first().waitFor()
}

test.skipIf(noBrowser)('a value is changed where it stands, and taken back with one click', async () => {
  await open('/o/accounts')
  await row('无锡瑞达精密').getByText('无锡', { exact: true }).dblclick()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('上海')
  await page.keyboard.press('Enter')
  await row('无锡瑞达精密').getByText('上海', { exact: true }).waitFor()
  await page.getByRole('button', { name: '撤销' }).click()
  await toast('已撤销').waitFor()
  await row('无锡瑞达精密').getByText('无锡', { exact: true }).waitFor()
  await page.reload()
  await row('无锡瑞达精密').getByText('无锡', { exact: true }).waitFor()
})

test.skipIf(noBrowser)('a wrong value is refused at its cell, in words, and Esc gives it up', async () => {
  await open('/o/accounts')
  await row('武汉信源环保').getByText('0512-67881002').dblclick()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('abc')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('不是电话号码').waitFor()
  await page.locator('.cell-edit input').focus()
  await page.keyboard.press('Escape')
  await row('武汉信源环保').getByText('0512-67881002').waitFor()
})

test.skipIf(noBrowser)('a new customer who is there already is seen while typing', async () => {
  await open('/o/accounts')
  await page.keyboard.press('c')
  await page.getByRole('dialog', { name: '新建客户' }).waitFor()
  await page.keyboard.type('苏州华科电子')
  await page.getByText('已有相同的').waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('苏州鼎力传动有限公司')
  await page.getByText('已有相同的').waitFor({ state: 'detached' })
  // a draft outlives its window
  await page.reload()
  await page.locator('.grid-title').first().waitFor()
  await page.keyboard.press('c')
  await page.getByText('上次没有写完').waitFor()
  expect(await page.getByRole('textbox', { name: '客户名称' }).inputValue()).toBe('苏州鼎力传动有限公司')
  await page.keyboard.press('Control+Enter')
  await toast('已新建苏州鼎力传动有限公司').waitFor()
  await row('苏州鼎力传动').waitFor()
})

test.skipIf(noBrowser)('a filter stands in the address and finds the same for whoever opens it', async () => {
  await open('/o/accounts')
  await page.keyboard.press('/')
  await page.keyboard.type('地区')
  await page.keyboard.press('Enter')
  await page.locator('#condition-value').fill('武汉')
  await page.waitForURL(/filter=/)
  await expect.poll(() => page.locator('.grid-title').allInnerTexts()).toEqual(['武汉信源环保有限公司'])
  await page.reload()
  await expect.poll(() => page.locator('.grid-title').allInnerTexts()).toEqual(['武汉信源环保有限公司'])
  await page.getByRole('button', { name: /^去掉条件/ }).click()
  await expect.poll(() => page.locator('.grid-title').count()).toBe(5)
})

test.skipIf(noBrowser)('cells are copied to and pasted from a spreadsheet, as one deed', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await open('/o/accounts?sort=name')
  const regions = () => page.locator('[data-row] .grid-cell:nth-child(5)').allInnerTexts()
  const before = await regions()
  await cell(0, before[0]!).last().click()
  for (let i = 0; i < 2; i++) await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+c')
  expect((await page.evaluate(() => navigator.clipboard.readText())).split('\n')).toEqual(before.slice(0, 3))
  await page.evaluate(() => navigator.clipboard.writeText('甲\n乙\n丙'))
  await page.keyboard.press('Control+v')
  await expect.poll(regions).toEqual(['甲', '乙', '丙', ...before.slice(3)])
  await page.getByRole('button', { name: '撤销' }).last().click()
  await expect.poll(regions).toEqual(before)
})

test.skipIf(noBrowser)('what a spreadsheet would run does not run there, and pasted here is what it was', async () => {
  const written = '=HYPERLINK("http://gx.invalid","x")'
  const { id } = (await app.as.salesperson('POST', '/accounts', { name: '甲乙机械', region: written })).body
  const region = async () => (await app.as.salesperson('GET', '/accounts?search=武汉信源环保')).body.records[0].region
  await open('/o/accounts?sort=name')
  await row('甲乙机械').getByText('=HYPERLINK').click()
  await page.keyboard.press('Control+c')
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toBe(`"'=HYPERLINK(""http://gx.invalid"",""x"")"`)
  await row('武汉信源环保').getByText('武汉', { exact: true }).click()
  await page.keyboard.press('Control+v')
  await expect.poll(region).toBe(written)
  await page.getByRole('button', { name: '撤销' }).last().click()
  await expect.poll(region).toBe('武汉')
  await app.as.administrator('DELETE', `/accounts/${id}`)
})

test.skipIf(noBrowser)('what cannot be pasted is shown at its cells, and nothing is written', async () => {
  await open('/o/accounts?sort=name')
  const phones = () => page.locator('[data-row] .grid-cell', { hasText: /^0512/ }).allInnerTexts()
  const before = await phones()
  await page.locator('[data-row] .grid-cell', { hasText: /^0512/ }).first().click()
  await page.evaluate(() => navigator.clipboard.writeText('0512-67889999\nabc'))
  await page.keyboard.press('Control+v')
  const wrongCell = page.locator('.grid-cell.wrong')
  await wrongCell.waitFor()
  expect(await wrongCell.count()).toBe(1)
  expect(await wrongCell.getAttribute('data-tip')).toContain('电话')
  expect(await phones()).toEqual(before)
})

test.skipIf(noBrowser)('by keyboard: down, beside, whole; a follow-up with its next step, done again', async () => {
  await open('/o/accounts?sort=name')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByText('Enter 打开').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/o\/accounts\/[0-9a-f-]{36}$/)
  await page.getByRole('textbox', { name: '写跟进' }).fill('对 3 号机感兴趣，要样品')
  await page.getByRole('button', { name: '有意向' }).click()
  await page.getByRole('textbox', { name: '下一步' }).fill('寄样品')
  await page.getByRole('button', { name: '后天' }).click()
  await page.keyboard.press('Control+Enter')
  await page.getByText('对 3 号机感兴趣，要样品').waitFor()
  await page.getByText('下一步 后天').waitFor()
  await page.getByRole('button', { name: '完成' }).click()
  await page.getByRole('dialog', { name: '完成' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('下一步 后天').waitFor({ state: 'detached' })
})

test.skipIf(noBrowser)('what a colleague changes appears by itself', async () => {
  const stream = page.waitForResponse(/\/api\/v1\/events/)
  await open('/o/accounts')
  await stream
  const { body } = await app.as.salesperson('GET', '/accounts?limit=1&search=' + encodeURIComponent('宁波宏诚'))
  const { id } = body.records[0] as { id: string }
  await app.as.administrator('PATCH', `/accounts/${id}`, { region: '慈溪' })
  await row('宁波宏诚').getByText('慈溪').waitFor()
})

test.skipIf(noBrowser)(
  'a customer is shared with a colleague by keyboard: she sees it come and go, and may what she was given',
  async () => {
    const { body } = await app.as.salesperson('GET', '/accounts?limit=1&search=' + encodeURIComponent('无锡瑞达'))
    const { id } = body.records[0] as { id: string }
    const left = { name: '张离', email: 'left@firm.test', password, roles: ['salesperson'] }
    const { ids } = (await app.as.administrator('POST', '/colleagues', { people: [left] })).body
    await app.as.administrator('POST', `/colleagues/${ids[0]}/disable`)
    const hers = await openPage(browser, app.url)
    await signIn(hers.page, { email: emails.other, password })
    const stream = hers.page.waitForResponse(/\/api\/v1\/events/)
    await hers.page.goto('/o/accounts')
    await stream
    await page.goto(`/o/accounts/${id}`)
    await page.getByRole('button', { name: /共享$/ }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: /^共享「无锡瑞达/ })
    await dialog.getByText('还没有共享给谁').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('张')
    await page.getByRole('option', { name: /张洁/ }).waitFor()
    // 张离 has left
    expect(await page.getByRole('option').allInnerTexts()).toEqual([expect.stringContaining('张洁')])
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await dialog.getByRole('button', { name: '共享', exact: true }).focus()
    await page.keyboard.press('Enter')
    await dialog.getByRole('listitem').filter({ hasText: '张洁' }).waitFor()
    expect(await broken(page)).toEqual([])
    const theirs = hers.page.locator('.grid-title', { hasText: '无锡瑞达' })
    await theirs.waitFor()
    await theirs.click()
    await hers.page.getByRole('tab', { name: '共享给我的' }).click()
    await hers.page.waitForURL(/tab=sharedWithMe/)
    await expect.poll(() => hers.page.locator('.grid-title').allInnerTexts()).toEqual(['无锡瑞达精密有限公司'])
    // whoever has left is still found by what was his
    await hers.page.keyboard.press('/')
    await hers.page.keyboard.type('负责人')
    await hers.page.keyboard.press('Enter')
    await hers.page.locator('#condition-value').click()
    await hers.page.getByRole('option', { name: /张离/ }).waitFor()
    await hers.page.goto(`/o/accounts/${id}`)
    await hers.page.getByRole('button', { name: '共享给 1 人' }).click()
    await hers.page.getByRole('dialog').getByText('可查看').waitFor()
    expect(await hers.page.getByRole('button', { name: '转交' }).count()).toBe(0)
    await dialog.getByRole('combobox', { name: '张洁可以做什么' }).click()
    await page.getByRole('option', { name: '可编辑' }).click()
    await hers.page.getByRole('dialog').getByText('可编辑').waitFor()
    await dialog.getByRole('button', { name: '不再共享给张洁' }).click()
    await dialog.getByText('还没有共享给谁').waitFor()
    await hers.page.getByText('找不到').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('不再共享给张洁').first().waitFor()
    await page.getByText('共享给张洁（可查看）').first().waitFor()
    expect([...wrong, ...hers.wrong]).toEqual([])
    await hers.page.context().close()
  },
  90_000,
)

test.skipIf(noBrowser)(
  'list, record, forms and doors keep to WCAG AA, light and dark, wide and narrow',
  async () => {
    const { body } = await app.as.salesperson('GET', '/accounts?limit=1')
    const { id } = body.records[0] as { id: string }
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      // prettier-ignore
      await page.setViewportSize({ width, height })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        for (const address of ['/o/accounts', `/o/accounts/${id}`, '/sign-in']) {
          await page.goto(address)
          await page.locator('.grid-title, .card, .composer, #email').first().waitFor()
          expect(await broken(page), `${address} ${colorScheme} ${width}`).toEqual([])
        }
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await open('/o/accounts')
    await page.keyboard.press('c')
    await page.getByRole('dialog').waitFor()
    expect(await broken(page), 'form').toEqual([])
    expect(wrong).toEqual([])
  },
  120_000,
)
