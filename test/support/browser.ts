/** The web app in a real browser: built when a source is newer, served by the app of the test, driven in the system's Chromium. */
import path from 'node:path'
import { type Browser, type Page, chromium } from '@playwright/test'

const executablePath = process.env.GUANXI_CHROMIUM ?? ''
/** There is none here: its tests are counted as skipped. */
export const noBrowser = executablePath === ''

const root = path.join(import.meta.dirname, '../..')

/** The folder of the built web app. */
export async function builtWeb(): Promise<string> {
  const { buildWebIfOlder } = (await import(path.join(root, 'bin/web.mjs'))) as { buildWebIfOlder: (root: string, node: string) => void }
  buildWebIfOlder(root, process.execPath)
  return path.join(root, 'dist')
}

/** Without these flags Chromium does not start as root, and calls home at every start. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args: flags })

/** A window of its own: no cookies, Chinese unless told otherwise, and what goes wrong in the page is kept in `wrong`. */
export async function openPage(
  browser: Browser,
  url: string,
  size = { width: 1440, height: 900 },
  locale = 'zh-CN',
): Promise<{ page: Page; wrong: string[] }> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: size,
    locale,
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(error.message))
  return { page, wrong }
}

export async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('邮箱').fill(email)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('navigation', { name: '菜单' }).waitFor()
}

/** Lets a file go over the page, as from a folder of the desktop. */
export async function dropFile(page: Page, name: string, content: Buffer): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName, base64]) => {
      const bytes = Uint8Array.from(atob(base64!), (sign) => sign.charCodeAt(0))
      const carried = new DataTransfer()
      carried.items.add(new File([bytes], fileName!))
      return carried
    },
    [name, content.toString('base64')],
  )
  for (const kind of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('body', kind, { dataTransfer: data })
}
