/** The first screen of a board of 100,000 open deals: what a browser asks at once, until the last answer is there. */
import { performance } from 'node:perf_hooks'
import type { Principal } from '../src/engine/principal.ts'
import { sql, table } from '../src/engine/store/sql.ts'
import type { OpenHouse } from '../src/house.ts'
import { load } from './firm.ts'
import type { Ground, Row } from './measures.ts'

const stages = { qualify: 10, propose: 40, negotiate: 70, won: 100, lost: 0 }
const open = ['qualify', 'propose', 'negotiate'] as const
const day = 86_400_000
const dayAt = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10)

/** So many open ones, and a fifth as many that are over. */
export async function loadDeals(house: OpenHouse, who: Principal, owners: string[], count: number): Promise<void> {
  const accounts = await someAccounts(house, who)
  await load(house, who, 'opportunity', Math.round(count * 1.2), (i) => {
    const over = i >= count
    const stage = over ? (i % 2 ? 'won' : 'lost') : open[i % 3]!
    const amount = ((i * 7919) % 900) * 1000 + 5000
    return {
      f_name: `加工中心 ${i}`,
      f_account: accounts[(i * 31) % accounts.length]!,
      f_stage: stage,
      f_probability: String(stages[stage]),
      ...moneyAt('f_amount', amount),
      ...moneyAt('f_weighted', (amount * stages[stage]) / 100),
      f_close_on: i % 10 ? dayAt(((i * 13) % 400) - 60) : null,
      f_closed_on: over ? dayAt(-(i % 700)) : null,
      f_owner: owners[i % owners.length]!,
      f_next_step: i % 4 ? '改报价' : null,
      f_next_step_at: i % 4 ? dayAt((i % 40) - 20) : null,
      f_last_contact_at: new Date(Date.now() - (i % 60) * day).toISOString(),
    }
  })
}

const moneyAt = (column: string, amount: number) => ({
  [column]: amount.toFixed(2),
  [`${column}_currency`]: 'CNY',
  [`${column}_base`]: amount.toFixed(2),
})

async function someAccounts(house: OpenHouse, { workspace }: Principal): Promise<string[]> {
  const { rows } = await house.database.owner((run) =>
    run<{ id: string }>(sql`select id from ${table(workspace.schema, 'o_account')} limit 5000`),
  )
  return rows.map((row) => row.id)
}

export async function measureBoard({ url, keys }: Pick<Ground, 'url' | 'keys'>): Promise<Row[]> {
  const found: Row[] = []
  for (const [who, key] of [
    ['administrator', keys.administrator],
    ['manager of 30', keys.manager],
  ] as const) {
    const times: number[] = []
    for (let i = 0; i < 25; i++) {
      const start = performance.now()
      await Promise.all(firstScreen.map((asked) => ask(url, key, asked)))
      if (i >= 5) times.push(performance.now() - start)
    }
    times.sort((a, b) => a - b)
    const at = (share: number) => Math.round(times[Math.floor(times.length * share)]!)
    found.push({ work: `board of 100,000 open deals, first screen, ${who}`, ours: at(0.5), unit: 'ms', p95: at(0.95), target: '≤ 300 ms' })
  }
  return found
}

type Asked = { method: 'GET' | 'POST'; path: string; body?: object }

const isOpen = { field: 'stage', op: 'phase', value: ['open'] }
const measures = [
  { as: 'count', fn: 'count' },
  { as: 'sum', fn: 'sum', field: 'amount' },
  { as: 'second', fn: 'sum', field: 'weighted' },
]
const fields = 'account,amount,closeOn,closedOn,name,neglected,nextStep,nextStepAt,overdue,owner,stage'

const firstScreen: Asked[] = [
  { method: 'POST', path: 'aggregate', body: { groupBy: [{ field: 'stage' }], measures } },
  { method: 'POST', path: 'aggregate', body: { filter: isOpen, groupBy: [{ field: 'closeOn' }], measures, limit: 5000 } },
  ...open.map((stage): Asked => ({
    method: 'GET',
    path: `?${new URLSearchParams({ filter: JSON.stringify({ field: 'stage', op: 'eq', value: stage }), sort: 'closeOn', limit: '40', fields })}`,
  })),
]

async function ask(url: string, key: string, { method, path, body }: Asked): Promise<void> {
  const answer = await fetch(`${url}/api/v1/opportunities${path.startsWith('?') ? path : `/${path}`}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  await answer.json()
}
