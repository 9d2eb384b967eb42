/** Lists, search and creation over HTTP, each beside the yardstick's nearest kin, one after the other so that the machine's moods meet both. */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { OpenHouse } from '../src/house.ts'
import { type Driven, drive } from './drive.ts'
import { firmName, rare } from './firm.ts'
import { type openPlace, root } from './place.ts'

export type Row = {
  work: string
  ours: number
  unit: string
  limit?: number
  share?: number
  p95?: number
  limitP95?: number
  target: string
}
export type Ground = {
  url: string
  pid: number
  limit: string | undefined
  keys: { administrator: string; manager: string; nobody: string }
  seconds: number
  place: Awaited<ReturnType<typeof openPlace>>
  house: OpenHouse
  accounts: number
  /** Rows of the file that is imported. */
  imported: number
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
export const filtered = (industry: string, region: string) =>
  `/api/v1/accounts?limit=50&filter=${encodeURIComponent(
    JSON.stringify({
      and: [
        { field: 'industry', op: 'eq', value: industry },
        { field: 'region', op: 'eq', value: region },
      ],
    }),
  )}`
const pairs = Array.from({ length: 40 }, (_, i) => [`industry ${i % 40}`, `region ${(i * 7) % 31}`] as const)

export async function measureLists(ground: Ground): Promise<Row[]> {
  const limitPaths = pairs.map((_, i) => `/list?industry=${i % 40}&region=${(i * 7) % 31}`)
  const paths = pairs.map(([industry, region]) => filtered(industry, region))
  // the columns that the app's own list shows; the yardstick sends 13
  const shown = 'fields=name,level,industry,region,nextStepAt,nextStep,lastContactAt,phone,owner'
  const asApp = (list: string[]) => list.map((each) => `${each}&${shown}`)
  const oldest = [filtered(rare.industry, rare.region)]
  const newest = ['/api/v1/accounts?limit=50']
  const cases: [string, string, string[]][] = [
    ['list 50 as administrator', ground.keys.administrator, asApp(paths)],
    ['list 50 as manager of 30', ground.keys.manager, asApp(paths)],
    ['list 50 as somebody who sees nothing', ground.keys.nobody, asApp(paths)],
    ['list 50, only the oldest match', ground.keys.administrator, asApp(oldest)],
    ['list 50 as administrator, all 23 fields', ground.keys.administrator, paths],
    ['list 50, only the oldest match, all 23 fields', ground.keys.administrator, oldest],
    ['list 50 newest, manager, no filter', ground.keys.manager, asApp(newest)],
    ['list 50 newest, nobody, no filter', ground.keys.nobody, asApp(newest)],
  ]
  const rows: Row[] = []
  for (const [work, key, list] of cases) {
    const limit = ground.limit && (await drive({ url: ground.limit, paths: limitPaths }, ground.seconds))
    rows.push(
      row(work, await drive({ url: ground.url, headers: bearer(key), paths: list }, ground.seconds), limit || undefined, '≥ 0.6, p95 ≤ 3×'),
    )
  }
  return rows
}

export async function measureSearch(ground: Ground): Promise<Row[]> {
  const names = Array.from({ length: 60 }, (_, i) => firmName(i * 7919))
  const cases: [string, string[]][] = [
    ['search two characters', names.map((name) => name.slice(2, 4))],
    ['search four initials', ['szhx', 'wxrd', 'nbht', 'hzsy', 'dgdc', 'hfxl', 'whdk', 'qdhj', 'zhkj', 'jmjx']],
    ['search last six digits', Array.from({ length: 60 }, (_, i) => String(3_000_000_000 + i * 7919).slice(-6))],
  ]
  const rows: Row[] = []
  for (const [work, words] of cases) {
    const limit =
      ground.limit && work.includes('characters')
        ? await drive({ url: ground.limit, paths: words.map((word) => `/search?q=${encodeURIComponent(word)}`) }, ground.seconds)
        : undefined
    const ours = await drive(
      {
        url: ground.url,
        headers: bearer(ground.keys.administrator),
        paths: words.map((word) => `/api/v1/search?q=${encodeURIComponent(word)}`),
      },
      ground.seconds,
    )
    rows.push(row(work, ours, limit, 'p95 ≤ 20 ms'))
  }
  return rows
}

export async function measureCreate(ground: Ground): Promise<Row[]> {
  const bodies = Array.from({ length: 500 }, (_, i) =>
    JSON.stringify({ name: `张三${i}`, company: `某某公司${i}`, mobile: `138${String(10_000_000 + i)}`, email: `a${i}@b.cn` }),
  )
  const paths = bodies.map(() => '/api/v1/leads')
  const limit =
    ground.limit && (await drive({ url: ground.limit, method: 'POST', paths: bodies.map(() => '/lead'), bodies }, ground.seconds))
  const ours = await drive({ url: ground.url, headers: bearer(ground.keys.administrator), method: 'POST', paths, bodies }, ground.seconds)
  return [row('create a lead', ours, limit || undefined, '≥ 0.5')]
}

/** What the processes and the first page weigh. */
export async function measureRest(ground: Ground): Promise<Row[]> {
  const status = readFileSync(`/proc/${ground.pid}/status`, 'utf8')
  const resident = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024)
  const fresh = await ground.place.ours()
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const atRest = Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${fresh.pid}/status`, 'utf8'))![1]) / 1024)
  return [
    { work: 'memory of the server at rest', ours: atRest, unit: 'MB', target: '≤ 200' },
    { work: 'memory after the load', ours: resident, unit: 'MB', target: '' },
    { work: 'scripts and styles of the first page, gzip', ours: firstPage(), unit: 'kB', target: '≤ 400' },
  ]
}

function firstPage(): number {
  const dist = path.join(root, 'dist')
  const html = readFileSync(path.join(dist, 'index.html'), 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((found) => found[1]!)
  const list = readdirSync(path.join(dist, 'assets')).filter((name) => /^(list|List)/.test(name) && name.endsWith('.js'))
  return Math.round(
    [...named, ...list.map((name) => `assets/${name}`)].reduce(
      (sum, name) => sum + gzipSync(readFileSync(path.join(dist, name))).length,
      0,
    ) / 1024,
  )
}

function row(work: string, ours: Driven, limit: Driven | undefined, target: string): Row {
  if (ours.failed) console.error(`${work}: ${ours.failed} of ${ours.requests} failed`)
  const measured: Row = {
    work,
    ours: ours.perSecond,
    unit: 'requests/s',
    ...(limit ? { limit: limit.perSecond, share: Number((ours.perSecond / limit.perSecond).toFixed(2)) } : {}),
    p95: ours.p95,
    ...(limit ? { limitP95: limit.p95 } : {}),
    target,
  }
  console.error(JSON.stringify(measured))
  return measured
}
