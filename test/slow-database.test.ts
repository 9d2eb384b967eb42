/** A database that falls silent, is slow, or holds a record for long: requests end in bounded time with a sentence, nothing is done twice, and it goes on. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { type OpenHouse, openHouse } from '../src/house.ts'
import { createKey } from '../src/platform/auth/keys.ts'
import { type Workspace, createWorkspace } from '../src/platform/directory/workspaces.ts'
import { openDatabase } from '../src/platform/postgres/database.ts'
import { serve } from '../src/server.ts'
import { type Jobs, startJobs } from '../src/platform/jobs/jobs.ts'
import { type Answer, type Call, caller } from './support/app.ts'
import { type FreshDatabase, freshDatabase } from './support/database.ts'
import { busy, doubled, lost, wrongIn } from './support/invariants.ts'
import { type Proxy, proxyTo } from './support/proxy.ts'
import { insist } from './support/plug.ts'

/** A tenth of the real one, so that a test need not wait a quarter of a minute. */
const statementTimeoutMs = 1500

type Far = {
  fresh: FreshDatabase
  proxy: Proxy
  house: OpenHouse
  jobs: Jobs
  workspace: Workspace
  url: string
  call: Call
  ends: (() => unknown)[]
}
let far: Far
afterEach(async () => {
  for (const end of far.ends.toReversed()) await end()
})

/** The server on one side of the proxy, its PostgreSQL on the other. */
async function farServer(waits: { statementTimeoutMs?: number; connectTimeoutMs?: number } = {}): Promise<Far> {
  const fresh = await freshDatabase()
  const proxy = await proxyTo(fresh.runtimeUrl)
  const urls = { runtimeUrl: proxy.url, ownerUrl: fresh.ownerUrl }
  const database = await openDatabase({ ...urls, statementTimeoutMs, ...waits })
  const files = mkdtempSync(path.join(tmpdir(), 'guanxi-files-'))
  const house = await openHouse(database, files)
  const jobs = await startJobs({ database, house, tasks: {}, ...urls, log: () => undefined })
  house.wake = jobs.wake
  const server = serve(house, { url: 'http://127.0.0.1', log: 'silent', dist: null })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const person = { name: '陈刚', email: 'admin@firm.test', password: 'correct horse 42' }
  const made = await createWorkspace(database, { name: '苏州恒力机械', person }, house.lay)
  const { key } = await createKey(database, { person: made.person, workspace: made.workspace.id }, 'test')
  const ends = [
    fresh.drop,
    () => rmSync(files, { recursive: true, force: true }),
    proxy.close,
    database.close,
    jobs.stop,
    () => server.close(),
  ]
  return { fresh, proxy, house, jobs, workspace: made.workspace, url, call: caller(url, key), ends }
}

const many = <T>(count: number, work: (i: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, i) => work(i)))
const keyOf = (word: string, i: number) => encodeURIComponent(`${word}${i}`)
const make = (i: number, word: string): Promise<Answer> =>
  far.call('POST', '/leads', { name: `${word}${i}` }, { 'idempotency-key': keyOf(word, i) })
const health = async () => (await fetch(`${far.url}/health`)).status
const told = (answers: Answer[]) => [...new Set(answers.map(({ status, body }) => `${status} ${body.code ?? ''}`))].toSorted()
const named = async (word: string) =>
  (await far.call('POST', '/leads/query', { filter: { field: 'name', op: 'startsWith', value: word }, count: 'exact', limit: 1 })).body
    .count.value

async function sound(keys: string[]): Promise<void> {
  const place = { database: far.fresh.database, workspace: far.workspace, catalog: await far.house.catalogOf(far.workspace) }
  expect([await wrongIn(place), await lost(place, keys), await doubled(place, ['lead.create'])]).toEqual([[], [], []])
  expect(await busy(place)).toBe(0)
}

test('the database falls silent with all connections open: whoever waits is told so, and when it speaks again everything goes on by itself', async () => {
  far = await farServer({ connectTimeoutMs: 2000 })
  await many(16, (i) => make(i, '先'))
  far.proxy.silence()
  const answers = await many(24, (i) => (i % 2 ? make(i, '默') : far.call('GET', '/leads')))
  expect(told(answers)).toEqual(['503 unavailable'])
  expect(await health()).toBe(503)
  far.proxy.speak()
  const again = await many(24, (i) => insist(() => make(i, '默')))
  expect(told(again)).toEqual(['201 '])
  expect([await named('默'), await health()]).toEqual([24, 200])
  await sound(Array.from({ length: 24 }, (_, i) => keyOf('默', i)))
}, 120_000)

test('a pool that nobody watches waits for a silent database for ever (so the test above can fail)', async () => {
  far = await farServer()
  const pool = new pg.Pool({ connectionString: far.proxy.url, options: `-c statement_timeout=${statementTimeoutMs}` })
  pool.on('error', () => undefined)
  await pool.query('select 1')
  far.proxy.silence()
  const asked = pool.query('select 1').catch(() => 'refused')
  expect(await Promise.race([asked, pause(statementTimeoutMs + 7000, 'still waiting')])).toBe('still waiting')
  far.proxy.close()
  await asked
})

test('a database that takes a fifth of a second for every packet is slow, and nothing else', async () => {
  far = await farServer()
  far.proxy.delay(200)
  const answers = await many(40, (i) => (i % 2 ? make(i, '慢') : far.call('GET', '/leads')))
  expect(told(answers)).toEqual(['200 ', '201 '])
  expect(await health()).toBe(200)
  far.proxy.delay(0)
  expect(await named('慢')).toBe(20)
  await sound(Array.from({ length: 20 }, (_, i) => keyOf('慢', 2 * i + 1)))
}, 60_000)

/** Somebody outside holds a record. */
async function holding(id: string, work: (letGo: () => Promise<void>) => Promise<void>): Promise<void> {
  const other = new pg.Client({ connectionString: far.fresh.adminUrl })
  await other.connect()
  await other.query('begin')
  await other.query(`select 1 from "${far.workspace.schema}".o_lead where id = $1 for update`, [id])
  await work(async () => void (await other.query('rollback'))).finally(() => other.end())
}

test('a record that is held for long: those who want it are told that it is busy, those who read others are served', async () => {
  far = await farServer()
  const { id } = (await make(0, '住')).body
  await holding(id, async () => {
    const writing = many(32, (i) => far.call('PATCH', `/leads/${id}`, { company: `第${i}家` }))
    const reading = many(16, () => far.call('GET', '/leads'))
    expect(told(await reading)).toEqual(['200 '])
    expect(told(await writing)).toEqual(['503 busy'])
    expect(await health()).toBe(200)
  })
  expect((await far.call('GET', `/leads/${id}`)).body).toMatchObject({ version: 1, company: null })
  expect((await far.call('PATCH', `/leads/${id}`, { company: '恒力' })).status).toBe(200)
  await sound([keyOf('住', 0)])
}, 60_000)

test('a hundred want the record that is held, as long as the server lets them: a list is answered at once, and when it is let go they are', async () => {
  far = await farServer({ statementTimeoutMs: 15_000 })
  const { id } = (await make(0, '抢')).body
  let done = 0
  await holding(id, async (letGo) => {
    let answered = 0
    const writing = many(100, (i) => far.call('PATCH', `/leads/${id}`, { note: `第${i}个` }).finally(() => answered++))
    await expect.poll(waitingForLocks, { interval: 50, timeout: 20_000 }).toBeGreaterThan(8)
    expect(told(await many(16, () => far.call('GET', '/leads')))).toEqual(['200 '])
    expect(answered).toBe(0)
    await letGo()
    const answers = await writing
    // on a machine that is busy itself the last may have waited too long for their turn
    expect(['200 ', '200 ,503 busy']).toContain(told(answers).join())
    done = answers.filter(({ status }) => status === 200).length
  })
  expect((await far.call('GET', `/leads/${id}`)).body.version).toBe(1 + done)
  await sound([keyOf('抢', 0)])
}, 60_000)

async function waitingForLocks(): Promise<number> {
  const seer = new pg.Client({ connectionString: far.fresh.adminUrl })
  await seer.connect()
  const { rows } = await seer.query<{ n: number }>(
    `select count(*)::int as n from pg_catalog.pg_stat_activity where datname = pg_catalog.current_database() and wait_event_type = 'Lock'`,
  )
  await seer.end()
  return rows[0]!.n
}

test('a pool that all may write with has none left for a reader (so the test above can fail)', async () => {
  far = await farServer()
  const { id } = (await make(0, '占')).body
  const pool = new pg.Pool({
    connectionString: far.fresh.ownerUrl,
    max: 16,
    connectionTimeoutMillis: 2000,
    options: '-c lock_timeout=1500',
  })
  await holding(id, async () => {
    const want = `update "${far.workspace.schema}".o_lead set version = version where id = '${id}'`
    const writing = many(100, () => pool.query(want).catch(() => undefined))
    await expect(pool.query('select 1')).rejects.toThrow('timeout exceeded when trying to connect')
    await writing
  })
  await pool.end()
}, 60_000)
