/**
 * Whatever people write stays text, in a real browser with the real policy: every text of every object is a payload, every page that
 * shows one is opened, and no element, script, dialog or foreign request may come of it.
 */
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, emails, password, startApp } from '../support/app.ts'
import { builtWeb, dropFile, noBrowser, openBrowser, openPage, signIn } from '../support/browser.ts'
import { type Eye, watch } from '../support/eye.ts'
import { rounds } from '../support/long.ts'
import { payloads } from '../support/payloads.ts'
import { type Poisoned, poison } from '../support/poisoned.ts'

describe.skipIf(noBrowser)('text stays text', () => {
  let app: App
  let browser: Browser
  let firm: Poisoned
  let page: Page
  let eye: Eye
  const wrong: string[] = []
  beforeAll(async () => {
    app = await startApp(undefined, await builtWeb())
    browser = await openBrowser()
    firm = await poison(app)
    ;({ page, eye } = await watched())
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
  })

  /** A window that is looked at from its first moment, of the administrator. */
  async function watched() {
    const opened = await openPage(browser, app.url)
    const seeing = await watch(opened.page, app.url)
    opened.page.on('pageerror', ({ message }) => wrong.push(message))
    await signIn(opened.page, { email: emails.administrator, password })
    return { page: opened.page, eye: seeing }
  }

  /** Opens an address, waits until a payload is to be read there, and looks. */
  async function clean(address: string, deed?: () => Promise<unknown>) {
    await page.goto(address)
    await deed?.()
    await expect.poll(() => eye.shown(), { timeout: 20_000, message: `${address} shows none` }).toBe(true)
    expect(await eye.noticed(), address).toEqual([])
  }

  test(
    'every list, and every record on its own page, beside the list and in its form',
    { timeout: rounds(600_000, 3_600_000) },
    async () => {
      const listed = firm.shapes.filter(
        ({ name }) => firm.ids[name] && !['firm', 'user', 'department', 'savedView', 'favourite'].includes(name),
      )
      expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(['lead', 'account', 'contact', 'activity', 'quote', 'payment']))
      for (const { name, path } of listed) {
        const ids = firm.ids[name]!
        if (process.env.LONG) await clean(`/o/${path}?tab=all`)
        for (const id of ids.slice(0, rounds(1, 40))) {
          await clean(`/o/${path}/${id}`)
          await clean(`/o/${path}?tab=all&open=${id}`)
        }
      }
    },
  )

  test('a board, a grouped list, a filter and a search in the address', async () => {
    await clean('/o/opportunities?view=board')
    await clean('/o/accounts?tab=all&group=industry')
    for (const text of payloads.slice(0, rounds(2, 100))) {
      const filter = encodeURIComponent(JSON.stringify({ field: 'name', op: 'contains', value: text }))
      await clean(`/o/accounts?tab=all&filter=${filter}`)
      await clean(`/o/accounts?tab=all&q=${encodeURIComponent(text)}`)
    }
  })

  test('the day, the bell, what was done and removed, imports, and every part of the settings', async () => {
    await app.as.administrator('DELETE', `/leads/${firm.ids.lead![0]}`)
    await app.as.administrator('PATCH', `/accounts/${firm.ids.account![1]}`, { note: payloads[2], region: payloads[3] })
    await clean('/')
    await clean('/changes')
    await clean('/changes?tab=bin')
    for (const part of ['users', 'departments', 'letterhead']) await clean(`/settings/${part}`)
    await clean('/', () => page.getByRole('button', { name: /提醒/ }).first().click())
  })

  test('history, tips and the form with its hints of twins', async () => {
    await clean(`/o/accounts/${firm.ids.account![1]}`, async () => {
      for (const tab of await page.getByRole('tab').all()) await tab.click()
      for (const tip of (await page.locator('[data-tip*="gxm"]').all()).slice(0, 5)) await tip.hover()
    })
    await clean('/o/accounts?tab=all', async () => {
      await page.locator('.grid-title').first().waitFor()
      await page.keyboard.press('c')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.type(payloads[0]!)
      await page.getByText('已有相同的').waitFor()
    })
  })

  test('what is typed into the one box, and what it finds and did', async () => {
    await clean('/', async () => {
      await page.getByRole('navigation', { name: '菜单' }).waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: '搜索或执行' }).fill('gxm')
      await page.getByRole('option', { name: /gxm/ }).first().waitFor()
    })
    for (const text of payloads.slice(0, rounds(3, 100))) {
      await page.getByRole('combobox', { name: '搜索或执行' }).fill(text)
      expect(await eye.noticed(), text).toEqual([])
    }
    // a notice with a name in it
    await clean(`/o/leads/${firm.ids.lead![1]}`, async () => {
      await page.getByRole('button', { name: '收藏', exact: true }).click()
      await page.getByRole('region', { name: '收藏' }).getByRole('link').last().waitFor()
    })
  })

  test('cells, headers and the name of a file on the way in', async () => {
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
    const head = ['姓名', '公司', '手机', ...payloads.slice(0, 4)].map(cell).join(',')
    const rows = payloads.map((text, i) =>
      [text, payloads[(i + 1) % payloads.length]!, i % 3 ? `1380013${8000 + i}` : 'x', text, text, text, text].map(cell).join(','),
    )
    await clean('/import/leads', async () => {
      await page.getByRole('heading', { name: '把文件拖到这里' }).waitFor()
      await dropFile(page, `${payloads[0]!}.csv`, Buffer.from([head, ...rows].join('\r\n')))
      await page.locator('.import-foot button').waitFor()
    })
    await page.locator('.import-foot button').click()
    await page.getByRole('tab', { name: /^有问题/ }).waitFor()
    for (const tab of await page.getByRole('tab').all()) await tab.click()
    expect(await eye.shown()).toBe(true)
    expect(await eye.noticed()).toEqual([])
    await clean('/imports')
  })

  test('paper: the page that is printed', async () => {
    for (const id of firm.ids.quote!.slice(0, rounds(2, 100))) await clean(`/print/quotes/${id}`)
    await clean(`/print/quotes/${firm.ids.quote![2]}?language=en`)
  })

  test('addresses of pages that are not there, and ways back that lead elsewhere', async () => {
    for (const text of payloads.slice(0, rounds(3, 100))) {
      await page.goto(`/${encodeURIComponent(text)}`)
      await page.goto(`/o/${encodeURIComponent(text)}?tab=${encodeURIComponent(text)}`)
      await page.locator('#app, body').first().waitFor()
      expect(await eye.noticed(), text).toEqual([])
    }
    for (const back of [
      'javascript:pwned(50)',
      '//gx.invalid/',
      '/\\gx.invalid/',
      '/\t/gx.invalid',
      'https://gx.invalid',
      '/%09/gx.invalid',
      'data:text/html,x',
    ].slice(0, rounds(4, 7))) {
      const fresh = await openPage(browser, app.url)
      const seeing = await watch(fresh.page, app.url)
      await fresh.page.goto(`/sign-in?back=${encodeURIComponent(back)}`)
      await fresh.page.getByLabel('邮箱').fill(emails.manager)
      await fresh.page.getByLabel('密码', { exact: true }).fill(password)
      await fresh.page.getByRole('button', { name: '登录' }).click()
      await expect.poll(() => fresh.page.url(), { timeout: 20_000 }).not.toContain('/sign-in')
      expect(new URL(fresh.page.url()).origin, back).toBe(app.url)
      expect(await seeing.noticed(), back).toEqual([])
      await fresh.page.context().close()
    }
    expect(wrong).toEqual([])
  })

  /** A page that takes what it is given for HTML: every text that comes onto it is put in again as one. */
  const careless = () => {
    const once = new WeakSet<Node>()
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) {
          const leaves = document.createTreeWalker(node, NodeFilter.SHOW_TEXT)
          for (let text: Node | null = leaves.currentNode; text; text = leaves.nextNode()) {
            if (text.nodeType !== Node.TEXT_NODE || !/<.*gxm/.test(text.textContent ?? '') || once.has(text)) continue
            once.add(text)
            const place = document.createElement('span')
            place.innerHTML = text.textContent ?? ''
            document.body.append(place)
          }
        }
    }).observe(document, { childList: true, subtree: true })
  }

  /** What was noticed in a window up to now, whenever it is asked. */
  const gathering =
    (twin: { eye: Eye }, seen = new Set<string>()) =>
    async () => {
      for (const each of await twin.eye.noticed()) seen.add(each)
      return [...seen]
    }

  test('the twin: on a page that takes text for HTML all of it is noticed, and the policy still lets no script run', async () => {
    const twin = await watched()
    await twin.page.addInitScript(careless)
    await twin.page.goto('/o/leads?tab=all')
    const seen = gathering(twin)
    await expect
      .poll(seen, { timeout: 20_000 })
      .toEqual(expect.arrayContaining(['element img', 'element svg', 'element script', 'refused script-src-attr']))
    expect((await seen()).filter((each) => /^(ran|dialog)/.test(each))).toEqual([])
    await twin.page.context().close()
  })

  test('and without the policy it runs', async () => {
    const twin = await watched()
    await twin.page.addInitScript(careless)
    await twin.page.route('**/o/leads*', async (route) => {
      const answer = await route.fetch()
      const { 'content-security-policy': _, ...headers } = answer.headers()
      await route.fulfill({ response: answer, headers })
    })
    await twin.page.goto('/o/leads?tab=all')
    const seen = gathering(twin)
    await expect
      .poll(async () => (await seen()).filter((each) => /^(ran|asked)/.test(each)).map((each) => each.split(' ')[0]), { timeout: 20_000 })
      .toEqual(expect.arrayContaining(['ran', 'asked']))
    await twin.page.context().close()
  })
})
