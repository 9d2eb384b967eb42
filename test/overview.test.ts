/** Every figure of the overview opens its rows: as many as it counts, adding up to what it says; for a manager, an administrator and a salesperson. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AggregateQuery, aggregate } from '../src/engine/aggregate.ts'
import { read } from '../src/engine/house.ts'
import { indexesOf } from '../src/engine/store/plan.ts'
import type { Sql } from '../src/engine/store/sql.ts'
import { added, compare } from '../src/lib/decimal.ts'
import type { AggregateAnswer, RecordJson } from '../src/lib/wire.ts'
import { dayIn } from '../src/lib/zone.ts'
import { type Ask, answered, asked, asks } from '../src/modules/overview/web/asks.ts'
import type { Run } from '../src/platform/postgres/database.ts'
import * as figures from '../src/modules/overview/web/figures.ts'
import { type App, type Call, type Who, startApp } from './support/app.ts'
import { chance } from './support/random.ts'

let app: App
const today = dayIn('Asia/Shanghai', Date.now())
const day = (days: number) => dayIn('Asia/Shanghai', Date.now() + days * 86_400_000)
const paths: Record<string, string> = { opportunity: 'opportunities', order: 'orders', payment: 'payments', activity: 'activities' }

beforeAll(async () => {
  app = await startApp()
  const { pick, below, may } = chance(7)
  const people = Object.values(app.users)
  const make = async (object: string, create: object[], path = paths[object]) => {
    const { status, body } = await app.as.administrator('POST', `/${path}/batch`, { create })
    expect([status, body.errors]).toEqual([200, undefined])
    return body.records.map((record: { id: string }) => record.id) as string[]
  }
  const some = <T>(count: number, of: (i: number) => T) => Array.from({ length: count }, (_, i) => of(i))
  const accounts = await make(
    'account',
    some(12, (i) => ({ name: `公司${i}`, owner: pick(people) })),
    'accounts',
  )
  const deals = await make(
    'opportunity',
    some(60, (i) => ({
      name: `商机${i}`,
      account: pick(accounts),
      owner: pick(people),
      stage: pick(['qualify', 'propose', 'negotiate']),
      ...(may(0.9) ? { amount: `${below(90_000)}.${10 + below(90)}` } : {}),
    })),
  )
  for (const [i, deal] of deals.slice(0, 24).entries())
    await app.as.administrator('POST', `/opportunities/${deal}/win`, { amount: `${1000 + i}.01`, closedOn: day(-i * 3) })
  const orders = await make(
    'order',
    some(50, () => ({
      account: pick(accounts),
      owner: pick(people),
      orderedOn: day(-below(400)),
      lines: [{ description: '机床', quantity: String(1 + below(4)), price: `${100 + below(900)}.37` }],
    })),
  )
  for (const id of orders.slice(0, 44))
    expect((await app.as.administrator('POST', `/orders/${id}/confirm`, may(0.9) ? { dueOn: day(30 - below(150)) } : {})).status).toBe(200)
  for (const id of orders.slice(0, 20)) {
    const { account, unpaid, owner } = (await app.as.administrator('GET', `/orders/${id}`)).body
    const amount = may(0.5) ? unpaid : { amount: '33.33', currency: 'CNY' }
    const body = { account: account.id, owner: owner.id, amount, receivedOn: day(-below(200)), allocations: [{ order: id, amount }] }
    expect((await app.as.administrator('POST', '/payments', body)).status).toBe(201)
  }
  await make(
    'activity',
    some(120, () => ({
      kind: 'call',
      text: '电话',
      account: pick(accounts),
      owner: pick(people),
      doneAt: new Date(Date.now() - below(80 * 24) * 3_600_000).toISOString(),
    })),
  )
}, 120_000)
afterAll(() => app.stop())

const answer = async (call: Call, ask: Ask): Promise<AggregateAnswer['groups']> => {
  const { status, body: said } = await call('POST', `/${paths[ask.object]}/aggregate`, ask.body)
  expect([status, said.errors]).toEqual([200, undefined])
  return answered(ask, said)
}

async function rowsOf(call: Call, object: string, filter: unknown): Promise<RecordJson[]> {
  const rows: RecordJson[] = []
  for (let cursor = ''; ;) {
    const { status, body } = await call('GET', `/${paths[object]}?limit=200&filter=${encodeURIComponent(JSON.stringify(filter))}${cursor}`)
    expect(status).toBe(200)
    rows.push(...body.records)
    if (!body.next) return rows
    cursor = `&cursor=${encodeURIComponent(body.next)}`
  }
}

async function everyFigure(call: Call): Promise<figures.Figure[]> {
  const [pipeline, won, due, debtors, followUps, orders, payments] = await Promise.all(
    (['pipeline', 'won', 'due', 'debtors', 'followUps', 'orders', 'payments'] as const).map(async (part) =>
      (await Promise.all(asked(part, today).map((ask) => answer(call, ask)))).flat(),
    ),
  )
  return [
    figures.pipelineTotal(pipeline!),
    ...figures.byStage(pipeline!, ['qualify', 'propose', 'negotiate']),
    ...figures.byOwner(pipeline!),
    ...figures.won(won!, today),
    figures.owing(due!),
    figures.late(due!, today),
    ...figures.due(due!, today),
    ...figures.debtors(debtors!),
    ...figures.followUps(followUps!, today).flatMap((person) => [...person.weeks, person.all]),
    ...figures.byMonth(orders!, today, 'order'),
    ...figures.byMonth(payments!, today, 'payment'),
  ]
}

const amountsIn = (rows: RecordJson[], field: string) =>
  added(['0', ...rows.flatMap((row) => (row[field] as { amount: string } | null)?.amount ?? [])])

async function wrongOnes(call: Call, all: figures.Figure[]): Promise<string[]> {
  const wrong: string[] = []
  for (const { key, object, filter, count, sums } of all) {
    const rows = await rowsOf(call, object, filter)
    if (rows.length !== count) wrong.push(`${object} ${key}: ${count}, rows ${rows.length}`)
    for (const [field, sum] of Object.entries(sums))
      if (compare(amountsIn(rows, field), added([sum])) !== 0)
        wrong.push(`${object} ${key} ${field}: ${sum}, rows ${amountsIn(rows, field)}`)
  }
  return wrong
}

test.each<Who>(['administrator', 'manager', 'salesperson'])(
  'each figure is the sum of the rows it opens: %s',
  async (who) => {
    const all = await everyFigure(app.as[who])
    expect(all.length).toBeGreaterThan(40)
    expect(all.filter((figure) => figure.count > 0).length).toBeGreaterThan(20)
    expect(await wrongOnes(app.as[who], all)).toEqual([])
  },
  120_000,
)

test('a figure of somebody else’s rows is noticed', async () => {
  expect((await wrongOnes(app.as.salesperson, await everyFigure(app.as.administrator))).length).toBeGreaterThan(5)
}, 120_000)

test('the parts make the whole: states and people the pipeline, ages what is owed', async () => {
  for (const who of ['administrator', 'manager'] as const) {
    const pipeline = await answer(app.as[who], asks.pipeline())
    const due = await answer(app.as[who], asks.due())
    const total = (parts: figures.Figure[], field: string) => added(parts.map((part) => part.sums[field]!))
    const all = figures.pipelineTotal(pipeline).sums.amount
    expect(total(figures.byStage(pipeline, ['qualify', 'propose', 'negotiate']), 'amount')).toBe(all)
    expect(total(figures.byOwner(pipeline), 'amount')).toBe(all)
    expect(total(figures.due(due, today), 'unpaid')).toBe(figures.owing(due).sums.unpaid)
  }
})

test('he sees less than the one above him', async () => {
  const counts = await Promise.all(
    (['administrator', 'manager', 'salesperson'] as const).map(
      async (who) => figures.pipelineTotal(await answer(app.as[who], asks.pipeline())).count,
    ),
  )
  expect(counts).toEqual(counts.toSorted((a, b) => b - a))
  expect(new Set(counts).size).toBe(3)
})

/** What the question reads of each record, and the columns of the object's indexes. */
async function readBy(who: Who, { object, body }: Ask): Promise<{ columns: string[]; indexes: string[][] }> {
  return read(app.house, await app.principal(who), async (at) => {
    const sent: Sql[] = []
    const run: Run = (statement, options) => (sent.push(statement), at.run(statement, options))
    await aggregate({ ...at, run }, object, body as AggregateQuery)
    const columns = new Set([...sent[0]!.text.matchAll(/(?<!\w)"?t"?\."?(\w+)"?/g)].map((found) => found[1]!))
    return { columns: [...columns], indexes: indexesOf(at.catalog.objects.get(object)!).map((index) => index.columns ?? []) }
  })
}

const held = ({ columns, indexes }: Awaited<ReturnType<typeof readBy>>) =>
  indexes.some((index) => columns.every((column) => index.includes(column)))

test.each(['administrator', 'manager'] as const)(
  'what is added up stands in an index whole, so that no record is read for it: %s',
  async (who) => {
    for (const ask of [asks.pipeline(), asks.due(), asks.debtors(), ...asks.followUps(today), asks.orders(today), asks.payments(today)])
      expect(held(await readBy(who, ask)), JSON.stringify(ask)).toBe(true)
    const { object, body } = asks.orders(today)
    const other = { object, body: { ...body, measures: [{ as: 'sum', fn: 'sum', field: 'tax' }] } }
    expect(held(await readBy(who, other))).toBe(false)
  },
)
