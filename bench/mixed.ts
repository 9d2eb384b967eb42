/**
 * A working day in small: 50 people, 30 of them in one workspace of a million contacts, 20 in as many small ones of 199, each reading, searching,
 * noting and changing with half a second to think. By operation: how often, p95 of the first and of the last third; memory and connections meanwhile.
 */
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Principal } from '../src/engine/principal.ts'
import type { OpenHouse } from '../src/house.ts'
import { principalFor } from '../src/http/acting.ts'
import { createKey } from '../src/platform/auth/keys.ts'
import { whoKey } from '../src/platform/auth/who.ts'
import { createWorkspace } from '../src/platform/directory/workspaces.ts'
import { firmName, load } from './firm.ts'
import type { Row } from './measures.ts'

const surnames = '王李张刘陈杨赵黄周吴'
const given = '伟芳敏静丽强磊军洋勇'
const personName = (i: number) => `${surnames[i % 10]}${given[Math.floor(i / 10) % 10]}${given[Math.floor(i / 100) % 10]}`

export async function loadContacts(house: OpenHouse, who: Principal, owners: string[], count: number): Promise<void> {
  await load(house, who, 'contact', count, (i) => ({
    f_name: personName(i),
    f_title: ['经理', '采购', '工程师'][i % 3]!,
    f_mobile: `1${3_000_000_000 + i}`,
    f_email: `c${i}@x${i % 997}.cn`,
    f_role: ['decides', 'uses', 'buys'][i % 3]!,
    f_owner: owners[i % owners.length]!,
  }))
}

/** Keys of the founders of so many small firms of 200 contacts. */
export async function smallFirms(house: OpenHouse, count: number): Promise<string[]> {
  const keys: string[] = []
  for (let i = 0; i < count; i++) {
    const person = { name: '老板', email: `boss${i}@bench.test`, password: 'correct horse 42' }
    const made = await createWorkspace(house.database, { name: `小店${i}`, person }, house.lay)
    const { key } = await createKey(house.database, { person: made.person, workspace: made.workspace.id }, 'bench')
    const boss = await principalFor(house, (await whoKey(house.database, key))!.place!, 'zh')
    await loadContacts(house, boss, [boss.user], 200)
    keys.push(key)
  }
  return keys
}

type Crowd = { url: string; pid: number; ownerUrl: string; large: string[]; small: string[]; minutes: number }
type Done = { work: string; at: number; ms: number }

export async function measureMixed({ url, pid, ownerUrl, large, small, minutes }: Crowd): Promise<Row[]> {
  const done: Done[] = []
  let failed = 0
  const begun = performance.now()
  const until = begun + minutes * 60_000
  const watched = watch(pid, ownerUrl, until)
  const person = async (key: string, seed: number) => {
    const day = theDay(url, key, seed)
    await pause((seed * 37) % 500)
    while (performance.now() < until) {
      const { work, run } = day()
      const start = performance.now()
      await run().then(
        () => done.push({ work, at: start - begun, ms: performance.now() - start }),
        (error: unknown) => (failed++ < 5 ? console.error(work, error) : undefined),
      )
      await pause(500)
    }
  }
  await Promise.all([
    ...Array.from({ length: 30 }, (_, i) => person(large[i % large.length]!, i)),
    ...Array.from({ length: 20 }, (_, i) => person(small[i % small.length]!, 100 + i)),
  ])
  if (failed) console.error(`${failed} requests failed`)
  const { memory, connections } = await watched
  const third = (minutes * 60_000) / 3
  const rows: Row[] = [...Map.groupBy(done, (each) => each.work)].map(([work, all]) => ({
    work: `50 people, ${minutes} min: ${work}`,
    ours: all.length,
    unit: 'requests',
    p95: p95(all),
    target: `p95 first third ${p95(all.filter((each) => each.at < third))}, last ${p95(all.filter((each) => each.at > 2 * third))} ms`,
  }))
  const told = (numbers: number[]) => `${numbers.at(0)} … ${numbers.at(-1)}, most ${Math.max(...numbers)}`
  rows.push({ work: 'memory of the server meanwhile', ours: memory.at(-1)!, unit: 'MB', target: told(memory) })
  rows.push({ work: 'connections of PostgreSQL meanwhile', ours: connections.at(-1)!, unit: '', target: told(connections) })
  for (const row of rows) console.error(JSON.stringify(row))
  return rows
}

const p95 = (some: Done[]) => {
  const times = some.map((each) => each.ms).toSorted((a, b) => a - b)
  return Number((times[Math.floor(times.length * 0.95)] ?? 0).toFixed(1))
}

/** Twenty samples over the time. */
async function watch(pid: number, ownerUrl: string, until: number): Promise<{ memory: number[]; connections: number[] }> {
  const client = new pg.Client(ownerUrl)
  await client.connect()
  const [memory, connections]: [number[], number[]] = [[], []]
  const every = (until - performance.now()) / 20
  while (performance.now() < until) {
    await pause(every)
    memory.push(Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024))
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from pg_stat_activity where application_name like 'guanxi%'",
    )
    connections.push(rows[0]!.n)
  }
  await client.end()
  return { memory, connections }
}

/** What one person does next: mostly looking, now and then noting something. */
function theDay(url: string, key: string, seed: number): () => { work: string; run: () => Promise<unknown> } {
  let turn = seed
  let seen: { id: string; version: number }[] = []
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const one = () => seen[turn % Math.max(1, seen.length)]
  const list = async () => {
    const { records } = (await call('GET', '/contacts?limit=50')) as { records: { id: string; version: number }[] }
    seen = records
  }
  const works: [number, string, () => Promise<unknown>][] = [
    [6, 'list', list],
    [4, 'open a record', async () => (one() ? call('GET', `/contacts/${one()!.id}`) : list())],
    [3, 'its timeline', async () => (one() ? call('GET', `/contacts/${one()!.id}/timeline`) : list())],
    [3, 'search', () => call('GET', `/search?q=${encodeURIComponent(turn % 2 ? personName(turn) : firmName(turn).slice(2, 4))}`)],
    [2, 'my day', () => call('GET', '/day')],
    [
      3,
      'note a follow-up',
      async () => (one() ? call('POST', '/activities', { kind: 'call', text: '电话里聊了', contact: one()!.id }) : list()),
    ],
    [2, 'create a contact', () => call('POST', '/contacts', { name: personName(turn), mobile: `139${String(10_000_000 + turn)}` })],
    [2, 'change a field', async () => (one() ? call('PATCH', `/contacts/${one()!.id}`, { title: `经理${turn}` }) : list())],
  ]
  const deck = works.flatMap(([times, work, run]) => Array.from({ length: times }, () => ({ work, run })))
  // 25 works: steps of 7 pass through all of them before one comes again
  return () => deck[(turn += 7) % deck.length]!
}
