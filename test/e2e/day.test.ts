/** The day's list, the one box, the log and its undo, and the administrator's settings, in a real browser. */
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, emails, password, startApp } from '../support/app.ts'
import { broken } from '../support/axe.ts'
import { builtWeb, noBrowser, openBrowser, openPage, signIn } from '../support/browser.ts'

let browser: Browser
let app: App
let sales: { page: Page; wrong: string[] }
let admin: { page: Page; wrong: string[] }

/** The day in Shanghai so many days from now. */
const day = (days: number) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)

beforeAll(async () => {
  if (noBrowser) return
  app = await startApp(undefined, await builtWeb())
  browser = await openBrowser()
  const steps: [string, string, number][] = [
    ['宁波宏诚自动化有限公司', '发 3 号机报价', -2],
    ['武汉信源环保有限公司', '定方案', 0],
    ['苏州华科电子有限公司', '寄样册', 2],
  ]
  for (const [name, nextStep, days] of steps) await app.as.salesperson('POST', '/accounts', { name, nextStep, nextStepAt: day(days) })
  const { body } = await app.as.salesperson('GET', '/accounts?search=宏诚')
  await app.as.salesperson('POST', '/contacts', { name: '周建国', account: body.records[0].id, mobile: '13912342956' })
  await app.as.salesperson('POST', '/leads', { name: '何丽玲', company: '武汉瑞力自动化', mobile: '13800138000' })
  await app.as.administrator('POST', '/leads', { company: '台州瑞丰', owner: null })
  sales = await openPage(browser, app.url)
  await signIn(sales.page, { email: emails.salesperson, password })
  admin = await openPage(browser, app.url)
  await signIn(admin.page, { email: emails.administrator, password })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

const task = (page: Page, whose: string) => page.getByRole('listitem').filter({ hasText: whose })
const badge = (page: Page) => page.getByRole('link', { name: /今日/ })
const toast = (page: Page, text: string) => page.getByRole('status').getByText(text)

test.skipIf(noBrowser)('the day is in order: late first, then today; what comes later is folded', async () => {
  const { page } = sales
  await page.goto('/')
  await task(page, '宁波宏诚').waitFor()
  const shown = await page.getByRole('list', { name: '今天要做的事' }).getByRole('listitem').allInnerTexts()
  expect(shown.map((text) => text.split('\n').slice(0, 2))).toEqual([
    ['逾期 2 天', '宁波宏诚自动化有限公司'],
    ['今天', '武汉信源环保有限公司'],
  ])
  expect(await badge(page).innerText()).toContain('2')
  await page.getByRole('button', { name: /之后 7 天/ }).click()
  await task(page, '苏州华科').waitFor()
  expect(await task(page, '宁波宏诚').getByRole('link', { name: '打电话' }).getAttribute('href')).toBe('tel:13912342956')
})

test.skipIf(noBrowser)('done with the keys alone: outcome, next step, Enter; and taken back', async () => {
  const { page } = sales
  await page.goto('/')
  await task(page, '宁波宏诚').waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('d')
  await page.getByRole('form').waitFor()
  await page.keyboard.press('1')
  await page.getByLabel('下一步', { exact: true }).last().fill('签合同')
  await page.getByRole('button', { name: '后天', exact: true }).click()
  await page.getByLabel('下一步', { exact: true }).last().press('Enter')
  await task(page, '宁波宏诚').waitFor({ state: 'detached' })
  await page.getByText('完成：发 3 号机报价').waitFor()
  const after = (await app.as.salesperson('GET', '/accounts?search=宏诚')).body.records[0]
  expect([after.nextStep, after.nextStepAt]).toEqual(['签合同', day(2)])
  await page.getByRole('button', { name: '撤销' }).click()
  await task(page, '宁波宏诚').waitFor()
  expect((await app.as.salesperson('GET', '/accounts?search=宏诚')).body.records[0].nextStep).toBe('发 3 号机报价')
})

test.skipIf(noBrowser)('put off until the day after tomorrow, it leaves today and its count', async () => {
  const { page } = sales
  await page.goto('/')
  await task(page, '武汉信源').getByRole('button', { name: '改期' }).click()
  await page.getByRole('dialog', { name: '改到哪天' }).getByRole('button', { name: '后天' }).click()
  await task(page, '武汉信源').waitFor({ state: 'detached' })
  await toast(page, '改到后天').waitFor()
  const found = async () => (await app.as.salesperson('GET', '/accounts?search=信源')).body.records[0].nextStepAt
  expect(await found()).toBe(day(2))
  await page.getByRole('button', { name: '撤销' }).click()
  await task(page, '武汉信源').waitFor()
})

test.skipIf(noBrowser)('a salesperson sees his new leads, an administrator also those of nobody, to be given out', async () => {
  const { page } = sales
  await page.goto('/')
  await page.getByRole('heading', { name: '新线索' }).waitFor()
  await page.getByText('何丽玲').waitFor()
  expect(await page.getByText('台州瑞丰').count()).toBe(0)
  await admin.page.goto('/')
  await admin.page.getByRole('button', { name: '转交' }).click()
  const dialog = admin.page.getByRole('dialog', { name: '转交' })
  await dialog.getByRole('combobox').click()
  await admin.page.getByRole('option', { name: /李涛/ }).click()
  await dialog.getByRole('button', { name: '转交' }).click()
  await admin.page.getByRole('link', { name: /台州瑞丰/ }).waitFor({ state: 'detached' })
  expect((await app.as.salesperson('GET', '/leads?search=台州瑞丰')).body.records).toHaveLength(1)
})

test.skipIf(noBrowser)('one box finds by initials and by the end of a number, opens by Enter, and remembers', async () => {
  const { page } = sales
  await page.goto('/')
  await task(page, '宁波宏诚').waitFor()
  await page.keyboard.press('Control+k')
  const box = page.getByRole('combobox', { name: '搜索或执行' })
  await box.fill('szhk')
  await page.getByRole('option', { name: /苏州华科电子/ }).waitFor()
  await box.fill('2956')
  await page.getByRole('option', { name: /周建国.*13912342956/ }).waitFor()
  // Typed and sent at once: the answer to these words is opened, not the hit that stood there before.
  await box.fill('szhk')
  await box.press('Enter')
  await page.waitForURL(/\/o\/accounts\//)
  await page.getByRole('heading', { name: '苏州华科电子有限公司' }).waitFor()
  await page.keyboard.press('Control+k')
  // What can be done with this record stands above what was looked at lately.
  await page.getByText('最近看过').waitFor()
  await page.getByRole('option', { name: /苏州华科电子有限公司 客户$/ }).waitFor()
  await box.fill('新建线索')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: '新建线索' }).waitFor()
  await page.keyboard.press('Escape')
})

test.skipIf(noBrowser)(
  'an undo says what it did and what it could not, with whose change stands in the way; and is itself undone',
  async () => {
    const { page } = admin
    const create = Array.from({ length: 3 }, (_, i) => ({ name: `名片 ${i}`, region: '苏州' }))
    const { records } = (await app.as.salesperson('POST', '/leads/batch', { create })).body
    const update = records.map((record: { id: string }) => ({ id: record.id, region: '无锡' }))
    const { changeset } = (await app.as.salesperson('POST', '/leads/batch', { update })).body
    await app.as.manager('PATCH', `/leads/${records[1].id}`, { region: '常州' })
    await page.goto(`/changes?open=${changeset}`)
    await page.getByRole('button', { name: '全部撤销' }).click()
    await page.getByText('撤销了 2 条').waitFor()
    await page.getByText('1 条没有撤销').waitFor()
    await page.getByText(/地区.*之后被 王敏 在.*改过/).waitFor()
    const regions = async () => {
      const got = await Promise.all(records.map((record: { id: string }) => app.as.administrator('GET', `/leads/${record.id}`)))
      return got.map(({ body }) => body.region)
    }
    expect(await regions()).toEqual(['苏州', '常州', '苏州'])
    await page.getByRole('button', { name: '恢复刚才撤销的' }).click()
    await page.getByText('恢复了 2 条').waitFor()
    expect(await regions()).toEqual(['无锡', '常州', '无锡'])
  },
)

test.skipIf(noBrowser)('what was removed comes back from the bin as it was', async () => {
  const { page } = sales
  const { id } = (await app.as.salesperson('POST', '/leads', { name: '误删的', company: '丙公司' })).body
  await app.as.salesperson('DELETE', `/leads/${id}`)
  await page.goto('/changes?tab=bin')
  await page.getByText('误删的').waitFor()
  await page.getByRole('button', { name: '恢复' }).click()
  await page.getByText('回收站是空的').waitFor()
  expect((await app.as.salesperson('GET', `/leads/${id}`)).body.company).toBe('丙公司')
})

test.skipIf(noBrowser)(
  'a pasted list of colleagues: what is wrong stands at its line, and each first password opens the door',
  async () => {
    const { page } = admin
    await page.goto('/settings/users')
    await page.getByRole('button', { name: '粘贴名单' }).click()
    const list = page.getByRole('textbox', { name: '名单' })
    await list.fill('姓名\t邮箱\t部门\t角色\n刘洋\tliu@firm.test\t销售一部\t销售经理\n赵倩\tzhao@\t北方组')
    await page.getByText('邮箱不对：zhao@；没有叫「北方组」的部门').waitFor()
    expect(await page.getByRole('button', { name: '添加 1 人' }).getAttribute('aria-disabled')).toBe('true')
    await list.fill('刘洋\tliu@firm.test\t销售一部\t销售经理\n赵倩\tzhao@firm.test')
    await page.getByRole('button', { name: '添加 2 人' }).click()
    await page.getByText('把初始密码交给他们').waitFor()
    const first = await page
      .getByRole('row', { name: /liu@firm.test/ })
      .locator('code')
      .innerText()
    await page.getByRole('button', { name: '关闭', exact: true }).last().click()
    await page.getByRole('button', { name: '不复制，关闭' }).click()
    await page.getByRole('row', { name: /刘洋.*销售一部.*销售经理/ }).waitFor()
    const liu = await openPage(browser, app.url)
    await signIn(liu.page, { email: 'liu@firm.test', password: first })
    await liu.page.goto('/settings/users')
    await liu.page.getByText('找不到').waitFor()
    expect(liu.wrong).toEqual([])
  },
)

test.skipIf(noBrowser)('departments: made, moved, renamed, and kept while somebody works there', async () => {
  const { page } = admin
  await page.goto('/settings/departments')
  await page.getByRole('button', { name: '添加部门' }).click()
  await page.keyboard.type('华东组')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '华东组：更多' }).click()
  await page.getByRole('menuitem', { name: '移动' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '销售一部' }).click()
  const found = async (name: string) => (await app.as.administrator('GET', `/departments?search=${name}`)).body.records[0]
  await expect.poll(async () => (await found('华东组'))?.parent?.title).toBe('销售一部')
  await page.getByRole('button', { name: '销售一部：更多' }).click()
  await page.getByRole('menuitem', { name: '删除' }).click()
  await page.getByText(/用到它，不能删除/).waitFor()
})

test.skipIf(noBrowser)(
  'none of these screens breaks a rule of accessibility, in either light, wide or narrow',
  async () => {
    const looks = [
      ['light', 1440, ['/', '/changes', '/settings/me', '/settings/keys', '/settings/departments']],
      ['dark', 390, ['/', '/changes?tab=bin', '/settings/users', '/settings/firm']],
    ] as const
    for (const [colorScheme, width, addresses] of looks) {
      const { page } = await openPage(browser, app.url, { width, height: 844 })
      await page.emulateMedia({ colorScheme })
      await signIn(page, { email: emails.administrator, password })
      for (const address of addresses) {
        await page.goto(address)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await expect.poll(() => page.locator('.bones').count()).toBe(0)
        expect(await broken(page), `${address} ${colorScheme} ${width}`).toEqual([])
      }
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: '搜索或执行' }).waitFor()
      expect(await broken(page), `palette ${colorScheme} ${width}`).toEqual([])
    }
  },
  120_000,
)

test.skipIf(noBrowser)('nothing went wrong unseen', () => {
  expect([...sales.wrong, ...admin.wrong]).toEqual([])
})
