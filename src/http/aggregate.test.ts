import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, type Who, startApp } from '../../test/support/app.ts'
import { dealsRegistry } from '../../test/support/deals.ts'

type Deal = Record<string, unknown> & { id: string }
let app: App
const deals: Deal[] = []
let mine: string
let theirs: string

beforeAll(async () => {
  app = await startApp(dealsRegistry)
  mine = (await app.as.salesperson('POST', '/firms', { name: '恒力食品', industry: 'food' })).body.id
  theirs = (await app.as.other('POST', '/firms', { name: '中天贸易', industry: 'trade' })).body.id
  for (let i = 0; i < 40; i++) {
    const who: Who = i % 3 ? 'salesperson' : 'other'
    const made = await app.as.administrator('POST', '/deals', {
      owner: app.users[who],
      name: ['丙', '甲', '乙'][i % 3]! + String(i % 5),
      stage: i % 4 ? 'open' : 'sent',
      ...(i % 7 ? { amount: { amount: `${i}.10`, currency: 'CNY' }, pieces: String(i / 4) } : {}),
      closeOn: `2026-${String((i % 12) + 1).padStart(2, '0')}-${String((i % 28) + 1).padStart(2, '0')}`,
      // half an hour before midnight UTC: already the next day, and at times the next year, in Shanghai
      callAt: `2025-12-${String((i % 31) + 1).padStart(2, '0')}T23:30:00.000Z`,
      ...(i % 2 ? { due: '2026-05-01' } : { due: '2026-05-01T08:00:00.000Z' }),
      paid: i % 5 === 0,
      mobile: `1381234${String(5600 + (i % 9)).padStart(4, '0')}`,
      firm: who === 'other' ? theirs : mine,
    })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
  }
  deals.push(...(await app.as.administrator('GET', '/deals?limit=200')).body.records)
  // A deal of the salesperson's that hangs on a firm he may not read.
  await app.as.administrator('PATCH', `/deals/${deals.find((deal) => ownerOf(deal) === app.users.salesperson)!.id}`, { firm: theirs })
  deals.splice(0, deals.length, ...(await app.as.administrator('GET', '/deals?limit=200')).body.records)
})
afterAll(() => app.stop())

const ownerOf = (deal: Deal) => (deal.owner as { id: string }).id
const ask = (who: Who, body: unknown) => app.as[who]('POST', '/deals/aggregate', body)
const count = { as: 'n', fn: 'count' }

test('how many in each state: as many as a list of them has', async () => {
  const { status, body } = await ask('administrator', { groupBy: [{ field: 'stage' }], measures: [count] })
  expect(status).toBe(200)
  const open = deals.filter((deal) => deal.stage === 'open').length
  expect(body).toEqual({
    groups: [
      { key: { stage: 'open' }, values: { n: String(open) } },
      { key: { stage: 'sent' }, values: { n: String(deals.length - open) } },
    ],
    next: null,
  })
})

test('everybody counts what he sees: own, department, all', async () => {
  const n = async (who: Who) => Number((await ask(who, { measures: [count] })).body.groups[0].values.n)
  const own = deals.filter((deal) => ownerOf(deal) === app.users.salesperson).length
  expect([await n('salesperson'), await n('manager'), await n('administrator')]).toEqual([own, own, deals.length])
  expect(own).toBeLessThan(deals.length)
})

test('sums are decimal text, money on the currency of the workspace; nothing to sum is null', async () => {
  const cents = deals.reduce((sum, deal) => sum + Math.round(Number((deal.amount as { amount: string } | null)?.amount ?? 0) * 100), 0)
  const { body } = await ask('administrator', {
    measures: [
      { as: 'total', fn: 'sum', field: 'amount' },
      { as: 'filled', fn: 'count', field: 'amount' },
      { as: 'mean', fn: 'avg', field: 'pieces' },
      { as: 'most', fn: 'max', field: 'pieces' },
      { as: 'cost', fn: 'sum', field: 'cost' },
    ],
  })
  const pieces = deals.flatMap((deal) => (deal.pieces === null ? [] : [Number(deal.pieces)]))
  expect(body.groups[0].values).toMatchObject({
    total: (cents / 100).toFixed(2),
    filled: String(pieces.length),
    most: String(Math.max(...pieces)),
    cost: null,
  })
  expect(Number(body.groups[0].values.mean)).toBeCloseTo(pieces.reduce((a, b) => a + b, 0) / pieces.length, 5)
})

test('a moment falls into the month that the clock of the workspace shows', async () => {
  const { body } = await ask('administrator', { groupBy: [{ field: 'callAt', by: 'month' }], measures: [count] })
  const january = deals.filter((deal) => (deal.callAt as string) >= '2025-12-31T16:00:00.000Z').length
  expect(january).toBeGreaterThan(0)
  expect(body.groups).toEqual([
    { key: { callAt: '2025-12-01' }, values: { n: String(deals.length - january) } },
    { key: { callAt: '2026-01-01' }, values: { n: String(january) } },
  ])
})

test.each([
  ['day', (day: string) => day],
  ['month', (day: string) => day.slice(0, 8) + '01'],
  ['quarter', (day: string) => `${day.slice(0, 5)}${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`],
  ['year', (day: string) => day.slice(0, 5) + '01-01'],
  ['week', (day: string) => new Date(Date.parse(day) - ((new Date(day).getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10)],
])('days by %s, told by its first day', async (by, start) => {
  const { body } = await ask('administrator', { groupBy: [{ field: 'closeOn', by }], measures: [count] })
  const expected = new Map<string, number>()
  for (const deal of deals) expected.set(start(deal.closeOn as string), (expected.get(start(deal.closeOn as string)) ?? 0) + 1)
  expect(body.groups).toEqual(
    [...expected].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([closeOn, n]) => ({ key: { closeOn }, values: { n: String(n) } })),
  )
})

test('references come with their titles, fields behind them are empty where they may not be read', async () => {
  const all = (await ask('administrator', { groupBy: [{ field: 'firm' }, { field: 'firm.industry' }], measures: [count] })).body.groups
  expect(all.map((group: { key: unknown }) => group.key)).toEqual(
    expect.arrayContaining([
      { firm: { id: mine, title: '恒力食品' }, 'firm.industry': 'food' },
      { firm: { id: theirs, title: '中天贸易' }, 'firm.industry': 'trade' },
    ]),
  )
  const his = (await ask('salesperson', { groupBy: [{ field: 'firm' }, { field: 'firm.industry' }], measures: [count] })).body.groups
  expect(his.map((group: { key: unknown }) => group.key)).toEqual(
    expect.arrayContaining([
      { firm: { id: mine, title: '恒力食品' }, 'firm.industry': 'food' },
      { firm: { id: theirs, title: null }, 'firm.industry': null },
    ]),
  )
  expect((await ask('salesperson', { measures: [{ as: 'firms', fn: 'count', field: 'firm.name' }] })).body.groups[0].values.firms).toBe(
    String(his.find((group: { key: { 'firm.industry': string } }) => group.key['firm.industry'] === 'food').values.n),
  )
})

test('sorted by a measure, kept above a bound, the first few only', async () => {
  const body = {
    groupBy: [{ field: 'closeOn', by: 'month' }],
    measures: [{ as: 'total', fn: 'sum', field: 'amount' }, count],
    having: {
      and: [
        { field: 'total', op: 'gt', value: '20' },
        { field: 'n', op: 'ge', value: 2 },
      ],
    },
    sort: '-total',
    limit: 3,
  }
  const { groups } = (await ask('administrator', body)).body
  const totals = groups.map((group: { values: { total: string } }) => Number(group.values.total))
  expect(totals).toHaveLength(3)
  expect(totals).toEqual(totals.toSorted((a: number, b: number) => b - a))
  const whole = (await ask('administrator', { ...body, having: undefined, limit: undefined })).body.groups
  expect(whole.length).toBeGreaterThan(3)
  expect(whole.slice(0, 3)).toEqual(groups)
})

test('names stand in the order of their sounds; a filter holds as in the list', async () => {
  const { body } = await ask('administrator', {
    filter: { field: 'paid', op: 'eq', value: true },
    groupBy: [{ field: 'name' }],
    measures: [count],
    sort: 'name',
  })
  expect(body.groups.map((group: { key: { name: string } }) => group.key.name)).toEqual(['丙0', '甲0', '乙0'])
})

test('what is so only now can be counted; a day with its time keeps both readings; the latest of dates is a date', async () => {
  const { body } = await ask('administrator', {
    groupBy: [{ field: 'late' }],
    measures: [
      { as: 'last', fn: 'max', field: 'closeOn' },
      { as: 'kinds', fn: 'distinct', field: 'mobile' },
    ],
  })
  expect(body.groups.map((group: { key: { late: boolean } }) => group.key.late)).toEqual(expect.arrayContaining([expect.any(Boolean)]))
  expect(body.groups.at(-1).values.last).toMatch(/^2026-\d\d-\d\d$/)
  const due = (await ask('administrator', { groupBy: [{ field: 'due' }], measures: [count] })).body.groups
  expect(due.map((group: { key: { due: string } }) => group.key.due).toSorted()).toEqual(['2026-05-01', '2026-05-01T08:00:00.000Z'])
})

test.each([
  ['cost', 'unknown-field'],
  ['mobile', 'masked'],
  ['nothing', 'unknown-field'],
  ['firm.nothing', 'unknown-field'],
  ['stage.name', 'unknown-field'],
  ['firm.owner.name', 'unknown-field'],
  ['__proto__', 'unknown-field'],
])('%s can neither be grouped, measured nor filtered by: %s', async (field, code) => {
  for (const body of [
    { groupBy: [{ field }], measures: [count] },
    { measures: [{ as: 'm', fn: 'max', field }] },
    { measures: [{ as: 'm', fn: 'distinct', field }] },
    { measures: [count], filter: { field, op: 'empty', value: true } },
  ]) {
    const answer = await ask('salesperson', body)
    expect(answer.status, JSON.stringify(body)).toBe(422)
    expect(answer.body.errors).toMatchObject([{ field, code }])
  }
})

test.each([
  [{ groupBy: [{ field: 'note' }], measures: [count] }, 'note', 'not-groupable'],
  [{ groupBy: [{ field: 'tags' }], measures: [count] }, 'tags', 'not-groupable'],
  [{ groupBy: [{ field: 'files' }], measures: [count] }, 'files', 'not-groupable'],
  [{ groupBy: [{ field: 'stage', by: 'month' }], measures: [count] }, 'stage', 'not-date'],
  [{ groupBy: [{ field: 'stage' }, { field: 'stage' }], measures: [count] }, 'stage', 'not-unique'],
  [{ measures: [count, count] }, 'n', 'not-unique'],
  [{ measures: [{ as: 'm', fn: 'sum' }] }, 'm', 'required'],
  [{ measures: [{ as: 'm', fn: 'sum', field: 'stage' }] }, 'stage', 'not-measurable'],
  [{ measures: [{ as: 'm', fn: 'max', field: 'name' }] }, 'name', 'not-measurable'],
  [{ measures: [{ as: 'm', fn: 'median', field: 'amount' }] }, 'measures.0.fn', 'not-choice'],
  [{ groupBy: [{ field: 'closeOn', by: "month', now()) --" }], measures: [count] }, 'groupBy.0.by', 'not-choice'],
  [{ measures: [{ as: 'm; drop', fn: 'count' }] }, 'measures.0.as', 'wrong-value'],
  [{ measures: [count], sort: 'nothing' }, 'nothing', 'unknown-field'],
  [{ groupBy: [{ field: 'firm' }], measures: [count], sort: 'firm' }, 'firm', 'not-sortable'],
  [{ measures: [count], having: { field: 'stage', op: 'eq', value: 'open' } }, 'stage', 'unknown-field'],
  [{ measures: [count], having: { field: 'n', op: 'contains', value: 'x' } }, 'n', 'bad-operator'],
  [{ measures: [count], having: { field: 'n', op: 'gt', value: 'NaN' } }, 'n', 'not-number'],
  [{ measures: [count], limit: 0 }, 'limit', 'too-small'],
  [{ measures: [count], zone: 'UTC' }, 'zone', 'unknown-field'],
])('%j is refused at %s: %s', async (body, field, code) => {
  const answer = await ask('administrator', body)
  expect(answer.status).toBe(422)
  expect(answer.body.errors).toMatchObject([{ field, code }])
})
