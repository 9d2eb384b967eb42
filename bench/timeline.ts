/** Opening a customer: the record and its timeline, with millions of follow-ups behind it. */
import { performance } from 'node:perf_hooks'
import type { Principal } from '../src/engine/principal.ts'
import { id, sql, table } from '../src/engine/store/sql.ts'
import type { OpenHouse } from '../src/house.ts'
import { drive } from './drive.ts'
import { load } from './firm.ts'
import type { Row } from './measures.ts'

const texts = ['发了样册', '聊了价格，等回复', '约了下周拜访', '样机试用中', '催付款', '技术问题已答复']
const kinds = ['call', 'visit', 'message', 'mail', 'note']
type Customer = { id: string; owner: string | null }

/** Half of the follow-ups are about one customer in ten, as it is in life: those have 25 and more each. */
export async function loadFollowUps(house: OpenHouse, who: Principal, count: number): Promise<Customer[]> {
  const customers = await customersOf(house, who)
  const busy = Math.ceil(customers.length / 10)
  const hour = 3_600_000
  await load(house, who, 'activity', count, (i) => {
    const customer = customers[i % 2 ? i % busy : i % customers.length]!
    return {
      f_kind: kinds[i % kinds.length]!,
      f_text: texts[i % texts.length]!,
      f_account: customer.id,
      f_owner: customer.owner,
      anchor_owner: customer.owner,
      f_done_at: new Date(Date.now() - (i % 17_000) * hour).toISOString(),
    }
  })
  return customers.slice(0, busy)
}

async function customersOf(house: OpenHouse, who: Principal): Promise<Customer[]> {
  const object = (await house.catalogOf(who.workspace)).objects.get('account')!
  const { rows } = await house.database.as(
    who.workspace.role,
    (run) =>
      run<Customer>(
        sql`select t.id, t.${id(object.owner!.columns[0]!.name)} as owner from ${table(who.workspace.schema, object.table)} t order by t.id`,
      ),
    { readOnly: true, timeoutMs: 120_000 },
  )
  return rows
}

export async function measureTimeline(ground: { url: string; key: string; seconds: number; customers: Customer[] }): Promise<Row[]> {
  const chosen = Array.from({ length: 500 }, (_, i) => ground.customers[(i * 7919) % ground.customers.length]!)
  const cases: [string, (customer: Customer) => string][] = [
    ['open a customer: the record', (customer) => `/api/v1/accounts/${customer.id}`],
    ['open a customer: its timeline', (customer) => `/api/v1/accounts/${customer.id}/timeline?limit=50`],
  ]
  const rows: Row[] = []
  for (const [work, path] of cases) {
    const { perSecond, p95, failed } = await drive(
      { url: ground.url, headers: { authorization: `Bearer ${ground.key}` }, paths: chosen.map(path) },
      ground.seconds,
    )
    if (failed) console.error(`${work}: ${failed} failed`)
    rows.push({ work, ours: perSecond, unit: 'requests/s', p95, target: '' })
    console.error(JSON.stringify(rows.at(-1)))
  }
  rows.push(await measureOpening(ground, chosen, cases))
  return rows
}

/** As the page does: both asked for at once, by four people, who have eight connections together. */
async function measureOpening(
  { url, key, seconds }: { url: string; key: string; seconds: number },
  chosen: Customer[],
  cases: [string, (customer: Customer) => string][],
): Promise<Row> {
  const headers = { authorization: `Bearer ${key}` }
  const ask = async (path: string) => (await fetch(url + path, { headers })).arrayBuffer()
  const times: number[] = []
  const end = performance.now() + seconds * 1000
  const person = async (first: number) => {
    for (let i = first; performance.now() < end; i += 4) {
      const start = performance.now()
      await Promise.all(cases.map(([, path]) => ask(path(chosen[i % chosen.length]!))))
      times.push(performance.now() - start)
    }
  }
  await Promise.all([0, 1, 2, 3].map(person))
  times.sort((a, b) => a - b)
  const p95 = Number(times[Math.floor(times.length * 0.95)]!.toFixed(2))
  const row = {
    work: 'open a customer: both at once',
    ours: Math.round(times.length / seconds),
    unit: 'times/s',
    p95,
    target: 'p95 ≤ 30 ms',
  }
  console.error(JSON.stringify(row))
  return row
}
