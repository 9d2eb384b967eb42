/**
 * 100,000 leads behind the list, wheeled and dragged through in Chromium: how long the browser's main thread is held at a time.
 * Every task is taken from the browser's own trace, by the clock (`wall`) and by the thread's CPU time, which other programs do not distort.
 */
import path from 'node:path'
import type { Browser, CDPSession, Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import { root } from './place.ts'
import type { Row } from './measures.ts'

export type Scrolled = { url: string; email: string; password: string; rows: number }
type Traced = { ph: string; name: string; dur?: number; tdur?: number; pid: number; tid: number; args?: { name?: string; data?: object } }
type Watched = { tasks: { wall: number; cpu: number }[]; long: number[]; frames: number[] }

export async function measureScroll({ url, email, password, rows }: Scrolled): Promise<Row[]> {
  const { findChromium } = (await import(path.join(root, 'bin/chromium.mjs'))) as { findChromium: () => string | undefined }
  const executablePath = findChromium()
  if (!executablePath) throw new Error('no Chromium to scroll in')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
  try {
    const page = await openList(browser, url, email, password)
    const wheel = await watched(browser, page, () => wheelDown(page, 150))
    const middle = await watched(browser, page, () => dragTo(page, rows / 2))
    const end = await watched(browser, page, () => dragTo(page, rows))
    const jump = await watched(browser, page, () => jumpAbout(page, 40))
    return [
      ...told(`wheel through ${await loaded(page)} rows`, wheel),
      ...told('drag until the middle is here', middle),
      ...told('drag until the end is here', end),
      ...told(`jump about in ${await loaded(page)} rows`, jump),
    ]
  } finally {
    await browser.close()
  }
}

async function openList(browser: Browser, url: string, email: string, password: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('邮箱').fill(email)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('navigation', { name: '菜单' }).waitFor()
  await page.goto('/o/leads?tab=all')
  await page.locator('.grid-title').first().waitFor()
  await page.evaluate(() => {
    const kept = window as unknown as { long: number[]; frames: number[] }
    kept.long = []
    kept.frames = []
    new PerformanceObserver((list) => kept.long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' })
    let last = performance.now()
    const frame = (now: number) => {
      kept.frames.push(now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  return page
}

const loaded = (page: Page): Promise<number> => page.locator('.grid').evaluate((grid) => Math.round(grid.scrollHeight / 36) - 1)

async function wheelDown(page: Page, times: number): Promise<void> {
  await page.mouse.move(700, 500)
  for (let i = 0; i < times; i++) {
    await page.mouse.wheel(0, 120 + (i % 5) * 240)
    await page.waitForTimeout(16)
  }
}

/** As with the mouse on the scrollbar: to the end of what is here, which makes the next pages come, until so many rows are. */
async function dragTo(page: Page, rows: number): Promise<void> {
  await page.locator('.grid').evaluate(
    (grid, height) =>
      new Promise<void>((done) => {
        let still = 0
        let known = 0
        const step = () => {
          grid.scrollTop = grid.scrollHeight
          still = grid.scrollHeight === known ? still + 1 : 0
          known = grid.scrollHeight
          if (known >= height || still > 300) return done()
          requestAnimationFrame(step)
        }
        requestAnimationFrame(step)
      }),
    rows * 36,
  )
}

/** The thumb pulled to and fro: each place is far from the last. */
async function jumpAbout(page: Page, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await page.locator('.grid').evaluate((grid, part) => (grid.scrollTop = grid.scrollHeight * part), (i * 0.37) % 1)
    await page.waitForTimeout(50)
  }
}

async function watched(browser: Browser, page: Page, deed: () => Promise<void>): Promise<Watched> {
  await page.evaluate(() => Object.assign(window, { frames: [] }) && void ((window as unknown as { long: number[] }).long.length = 0))
  const session = await browser.newBrowserCDPSession()
  const events: Traced[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as Traced[])))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] },
  })
  await deed()
  await page.waitForTimeout(300)
  await ended(session)
  const kept = await page.evaluate(() => {
    const { long, frames } = window as unknown as { long: number[]; frames: number[] }
    return { long: long.slice(), frames: frames.slice() }
  })
  return { ...kept, tasks: tasksOf(events) }
}

const ended = (session: CDPSession) =>
  new Promise<void>((done) => {
    session.once('Tracing.tracingComplete', () => done())
    void session.send('Tracing.end')
  })

/** The tasks of the page's main thread: the renderer that worked most. */
function tasksOf(events: Traced[]): { wall: number; cpu: number }[] {
  const mains = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid}.${tid}`),
  )
  const found = events.filter(({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && mains.has(`${pid}.${tid}`))
  const busiest = [...Map.groupBy(found, ({ pid }) => pid).values()].toSorted((a, b) => b.length - a.length)[0] ?? []
  return busiest.map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, cpu: tdur / 1000 }))
}

function told(work: string, { tasks, long, frames }: Watched): Row[] {
  const busy = tasks.filter(({ cpu }) => cpu >= 1)
  const cpu = busy.map((task) => task.cpu)
  const wall = busy.map((task) => task.wall)
  const over = (limit: number, list: number[]) => list.filter((each) => each > limit).length
  console.error(
    `${work}: tasks of 1 ms and more ${busy.length}; CPU ${spread(cpu)}, over 50 ms: ${over(50, cpu)}; wall ${spread(wall)}, over 50 ms: ${over(50, wall)}; ` +
      `longtask ${long.length} (${Math.round(Math.max(0, ...long))} ms); frames ${frames.length}, ${spread(frames)}, over 34 ms: ${over(34, frames)}`,
  )
  return [
    { work: `${work}: longest task, CPU`, ours: round(Math.max(0, ...cpu)), unit: 'ms', p95: round(at(cpu, 0.95)), target: '≤ 50' },
    { work: `${work}: longest task, wall`, ours: round(Math.max(0, ...wall)), unit: 'ms', p95: round(at(wall, 0.95)), target: '' },
  ]
}

const spread = (list: number[]) => `median ${round(at(list, 0.5))}, p95 ${round(at(list, 0.95))}, max ${round(Math.max(0, ...list))} ms`
const at = (list: number[], part: number) => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))] ?? 0
const round = (value: number) => Math.round(value * 10) / 10

/** The app as it is built now. */
export async function builtApp(): Promise<void> {
  const { buildWebIfOlder } = (await import(path.join(root, 'bin/web.mjs'))) as { buildWebIfOlder: (root: string, node: string) => void }
  buildWebIfOlder(root, process.execPath)
}
