import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, type Who, startApp } from '../../test/support/app.ts'
import { dealsRegistry } from '../../test/support/deals.ts'
import { sql, table } from '../engine/store/sql.ts'
import { open, rows } from '../lib/tabular/open.ts'

let app: App
const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-export-'))
let theirs: string

beforeAll(async () => {
  app = await startApp(dealsRegistry)
  theirs = (await app.as.other('POST', '/firms', { name: '中天贸易' })).body.id
  const admin = app.as.administrator
  const first = {
    name: '=HYPERLINK("http://x")',
    owner: app.users.salesperson,
    firm: theirs,
    mobile: '13812345678',
    cost: '7',
    amount: '1234567.5',
    pieces: '-2.5',
    paid: true,
    tags: ['a', 'b'],
  }
  await admin('POST', '/deals', first)
  await admin('POST', '/deals', {
    name: '平板, "二"',
    owner: app.users.salesperson,
    callAt: '2026-03-04T18:30:00.000Z',
    due: '2026-05-01',
    closeOn: '2026-05-02',
    stage: 'sent',
    amount: { amount: '10', currency: 'USD' },
  })
  await admin('POST', '/deals', { name: '别人的', owner: app.users.other })
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function get(who: Who, query: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${app.url}/api/v1/deals/export?${query}`, {
    headers: { authorization: `Bearer ${app.keys[who]}`, ...headers },
  })
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
}

/** The file as an import would read it: one object a row. */
async function tableOf(bytes: Buffer): Promise<Record<string, string>[]> {
  const file = path.join(folder, 'table')
  writeFileSync(file, bytes)
  const opened = await open(file, { headerRow: 0 })
  const found: Record<string, string>[] = []
  for await (const batch of rows(file, opened))
    for (const { cells } of batch) found.push(Object.fromEntries(opened.columns.map((column, i) => [column.name, cells[i] ?? ''])))
  return found
}

const log = async () => {
  const { schema, role } = app.workspace
  const found = await app.fresh.database.as(role, (run) =>
    run<{ deed: string; state: string; note: string; by: string }>(
      sql`select deed, state, note, by from ${table(schema, 'changeset')} where deed = 'deal.export' order by at`,
    ),
  )
  return found.rows.map((row) => ({ ...row, note: JSON.parse(row.note) as Record<string, unknown> }))
}

test('a CSV opens in Excel: UTF-8 with its mark, headers in the reader’s language, formulas defused', async () => {
  const { answer, bytes } = await get('administrator', 'format=csv&sort=name')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename="deals\.csv"; filename\*=UTF-8''%E6%88%90%E4%BA%A4-\d{4}-\d\d-\d\d\.csv$/,
  )
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  const text = bytes.subarray(3).toString()
  expect(text.split('\r\n')[0]).toBe(
    '名称,公司,阶段,金额,成本,底价,手机,数量,折扣,成交日,致电时间,到期,已付,标签,备注,邮箱,网址,附件,逾期,负责人,创建时间,创建人,更新时间,更新人',
  )
  expect(text).toContain(`"'=HYPERLINK(""http://x"")"`)
  const english = (await get('administrator', 'format=csv&fields=name,closeOn,id', { 'accept-language': 'en' })).bytes.toString()
  expect(english.slice(1).split('\r\n')[0]).toBe('Name,Closes on,id')
})

test.each(['csv', 'xlsx'])('a file of %s says what the list says, as people write it', async (format) => {
  const found = await tableOf((await get('administrator', `format=${format}&sort=-createdAt`)).bytes)
  expect(found.map((row) => row['名称'])).toEqual(['别人的', '平板, "二"', '=HYPERLINK("http://x")'])
  expect(found[1]).toMatchObject({
    阶段: '已报',
    金额: 'USD 10.00',
    成交日: '2026-05-02',
    到期: '2026-05-01',
    致电时间: '2026-03-05 02:30',
    负责人: '李涛',
    创建人: '陈刚',
  })
  expect(found[2]).toMatchObject({ 公司: '中天贸易', 手机: '13812345678', 已付: '是', 标签: '甲；乙' })
})

test('amounts of an Excel file can be added up', async () => {
  const found = await tableOf(
    (await get('administrator', `format=xlsx&fields=amount,pieces&filter=${encodeURIComponent('{"field":"paid","op":"eq","value":true}')}`))
      .bytes,
  )
  expect(found).toEqual([{ 金额: '1234567.5', 数量: '-2.5' }])
})

test('nobody takes away more than he may read: foreign rows, hidden fields, masked values, titles of others', async () => {
  const { bytes } = await get('salesperson', 'format=csv&sort=name')
  expect(bytes.toString()).not.toContain('成本')
  const found = await tableOf(bytes)
  expect(found).toHaveLength(2)
  const first = found.find((row) => row['名称']!.startsWith('='))!
  expect(first).toMatchObject({ 公司: '', 手机: expect.stringMatching(/^138\*{4}\d+$/) })
  for (const query of [
    'fields=name,cost',
    'sort=cost',
    'sort=mobile',
    `filter=${encodeURIComponent('{"field":"mobile","op":"eq","value":"13812345678"}')}`,
  ])
    expect((await get('salesperson', `format=csv&${query}`)).answer.status, query).toBe(422)
})

test('without the right to export nothing leaves and nothing is noted', async () => {
  const before = (await log()).length
  const { answer, bytes } = await get('manager', 'format=csv')
  expect(answer.status).toBe(403)
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(bytes.toString()).not.toContain('HYPERLINK')
  expect(await log()).toHaveLength(before)
})

test('who took what, and how much of it, stands in the log', async () => {
  const filter = { field: 'stage', op: 'eq', value: 'sent' }
  await get('salesperson', `format=xlsx&fields=name&filter=${encodeURIComponent(JSON.stringify(filter))}`)
  expect((await log()).at(-1)).toEqual({
    deed: 'deal.export',
    state: 'closed',
    by: app.users.salesperson,
    note: { object: 'deal', format: 'xlsx', filter, search: null, sort: null, fields: ['name'], rows: 1, whole: true },
  })
  const { records } = (await app.as.administrator('GET', '/changesets')).body
  expect(records[0]).toMatchObject({
    deed: 'deal.export',
    label: { zh: '导出成交' },
    by: { title: '李涛' },
    counts: { created: 0, changed: 0, removed: 0, subjects: 0 },
    canUndo: false,
  })
})

test.each([
  ['format=pdf', 400],
  ['', 400],
  ['format=csv&limit=5', 400],
  ['format=csv&what=1', 400],
  ['format=csv&fields=nothing', 422],
  ['format=csv&search=zzz', 200],
])('%s answers %i', async (query, status) => {
  const { answer } = await get('administrator', query)
  expect(answer.status).toBe(status)
})

test('whoever goes away half-way gives his cursor back, and the log says how far he came', async () => {
  const { schema } = app.workspace
  const many = 30_000
  await app.fresh.database.owner((run) =>
    run(sql`insert into ${table(schema, 'o_deal')} (id, version, created_at, created_by, updated_at, updated_by, f_name, f_note, f_owner)
      select pg_catalog.gen_random_uuid(), 1, '2020-01-01', ${app.users.administrator}, '2020-01-01', ${app.users.administrator}, n::text, pg_catalog.repeat('长', 200), ${app.users.other} from pg_catalog.generate_series(1, ${many}) n`),
  )
  for (const format of ['csv', 'xlsx', 'csv', 'xlsx', 'csv']) {
    const stop = new AbortController()
    const answer = await fetch(`${app.url}/api/v1/deals/export?format=${format}`, {
      headers: { authorization: `Bearer ${app.keys.administrator}` },
      signal: stop.signal,
    })
    expect(answer.status).toBe(200)
    await answer.body!.getReader().read()
    stop.abort()
    await until(async () => (await log()).at(-1)!.state === 'closed')
    expect((await log()).at(-1)!.note).toMatchObject({ whole: false })
    expect((await log()).at(-1)!.note.rows).toBeLessThan(many)
  }
  const whole = await get('administrator', 'format=csv&fields=name')
  expect(whole.bytes.toString().split('\r\n')).toHaveLength(many + 3 + 2)
})

test('two exports run at once, a third waits for its turn', async () => {
  const stop = new AbortController()
  const ask = () =>
    fetch(`${app.url}/api/v1/deals/export?format=csv`, {
      headers: { authorization: `Bearer ${app.keys.administrator}` },
      signal: stop.signal,
    })
  const answers = await Promise.all([ask(), ask(), ask()])
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 200, 429])
  stop.abort()
  await until(async () => (await log()).every((entry) => entry.state === 'closed'))
})

async function until(true_: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200 && !(await true_()); i++) await pause(50)
}
