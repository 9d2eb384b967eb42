/** 今日 of a person with 5,000 customers, and the overview of 1,000,000 accounts, 100,000 deals, 200,000 orders and 400,000 follow-ups. */
import { performance } from 'node:perf_hooks'
import type { Principal } from '../src/engine/principal.ts'
import { sql, table } from '../src/engine/store/sql.ts'
import type { OpenHouse } from '../src/house.ts'
import { dayIn } from '../src/lib/zone.ts'
import { type Ask, type Part, asked, asks } from '../src/modules/overview/web/asks.ts'
import { load } from './firm.ts'
import type { Ground, Row } from './measures.ts'

const day = 86_400_000
const dayAt = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10)
const money = (column: string, amount: number) => ({
  [column]: amount.toFixed(2),
  [`${column}_currency`]: 'CNY',
  [`${column}_base`]: amount.toFixed(2),
})

/** One in fifty is the busy person's own: 4,000 orders, 8,000 follow-ups, 2,000 quotes, 2,000 leads. */
export async function loadWork(house: OpenHouse, who: Principal, owners: string[]): Promise<void> {
  const busy = who.user
  const owner = (i: number) => (i % 50 ? owners[i % owners.length]! : busy)
  const { rows } = await house.database.owner(async (run) => {
    await run(
      sql`update ${table(who.workspace.schema, 'o_account')} set f_owner = ${busy}::uuid where id in (select id from ${table(who.workspace.schema, 'o_account')} limit 5000)`,
    )
    return run<{ id: string }>(sql`select id from ${table(who.workspace.schema, 'o_account')} where f_owner = ${busy}::uuid limit 5000`)
  })
  const account = (i: number) => rows[(i * 31) % rows.length]!.id
  await load(house, who, 'order', 200_000, (i) => {
    const ago = (i * 13) % 730
    const total = ((i * 7919) % 900) * 1000 + 5000
    const owing = i % 11 === 0
    return {
      f_number: `SO-${i}`,
      f_account: account(i),
      f_status: i % 40 ? 'confirmed' : 'draft',
      f_ordered_on: dayAt(-ago),
      f_due_on: dayAt(60 - ago),
      ...money('f_total', total),
      ...money('f_paid', owing ? 0 : total),
      ...money('f_payable', total),
      ...money('f_unpaid', owing ? total : 0),
      f_owner: owner(i),
    }
  })
  await load(house, who, 'payment', 200_000, (i) => ({
    f_number: `PM-${i}`,
    f_account: account(i),
    f_received_on: dayAt(-((i * 13) % 730)),
    ...money('f_amount', ((i * 7919) % 900) * 1000 + 5000),
    f_status: 'recorded',
    f_owner: owner(i),
  }))
  await load(house, who, 'activity', 400_000, (i) => {
    const ago = (i * 17) % 730
    const open = i % 60 === 0
    return {
      f_kind: open ? 'task' : 'call',
      f_text: `跟进 ${i}`,
      f_account: account(i),
      f_due_at: new Date(Date.now() + ((i % 90) - 30) * day).toISOString(),
      f_done_at: open ? null : new Date(Date.now() - ago * day - (i % 1000) * 60_000).toISOString(),
      f_owner: owner(i),
    }
  })
  await load(house, who, 'quote', 100_000, (i) => ({
    f_number: `QT-${i}`,
    f_account: account(i),
    f_status: ['sent', 'accepted', 'rejected'][i % 3]!,
    f_valid_until: dayAt(((i * 13) % 400) - 350),
    ...money('f_total', 100_000),
    f_owner: owner(i),
  }))
  await load(house, who, 'lead', 100_000, (i) => ({ f_name: `线索 ${i}`, f_status: i % 9 ? 'working' : 'new', f_owner: owner(i) }))
}

export async function measureDay({ url, keys }: Pick<Ground, 'url' | 'keys'>): Promise<Row[]> {
  const today = dayIn('Asia/Shanghai', Date.now())
  const parts = Object.keys(asks).map((part) => asked(part as Part, today))
  const questions = parts.flat()
  const paths: Record<string, string> = { opportunity: 'opportunities', order: 'orders', payment: 'payments', activity: 'activities' }
  const overview = (key: string) => Promise.all(questions.map(({ object, body }) => ask(url, key, `/${paths[object]}/aggregate`, body)))
  const found = [
    await timed('今日 of a person with 5,000 customers', '≤ 100 ms', () => ask(url, keys.administrator, '/day')),
    await timed('overview, administrator', '≤ 300 ms', () => overview(keys.administrator)),
    await timed('overview, manager of 30', '≤ 300 ms', () => overview(keys.manager)),
  ]
  for (const [{ object, body }] of parts as [Ask][])
    found.push(
      await timed(`overview: ${object} by ${body.groupBy.map((each) => each.field).join(', ')}`, '', () =>
        ask(url, keys.administrator, `/${paths[object]}/aggregate`, body),
      ),
    )
  return found
}

async function timed(work: string, target: string, run: () => Promise<unknown>): Promise<Row> {
  const times: number[] = []
  for (let i = 0; i < 15; i++) {
    const start = performance.now()
    await run()
    if (i >= 5) times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const row = { work, ours: Math.round(times[5]!), unit: 'ms', p95: Math.round(times[9]!), target }
  console.error(JSON.stringify(row))
  return row
}

async function ask(url: string, key: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  await answer.json()
}
