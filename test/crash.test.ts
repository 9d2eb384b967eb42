import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importTasks } from '../src/engine/import/jobs.ts'
import { type Call, startApp } from './support/app.ts'
import { type Done, csvOf, importTable, upload } from './support/imports.ts'
import { busy, wrongIn } from './support/invariants.ts'
import { rounds } from './support/long.ts'
import { type Plug, plugIn } from './support/plug.ts'
import { chance } from './support/random.ts'
import { ask } from './support/rows.ts'

const seed = Number(process.env.CRASH_SEED ?? Date.now() % 2 ** 31)
const dice = chance(seed)
const pulls = rounds(5, 300)
let plug: Plug
let call: Call

beforeAll(async () => {
  plug = await plugIn()
  call = plug.call
}, 120_000)
afterAll(() => plug.end())

let kills = 0
/** As when the plug is pulled, at any moment within so many milliseconds; then it is started again. */
async function killWithin(ms: number): Promise<void> {
  await pause(dice.below(ms))
  await plug.pull('server')
  kills++
}

async function killPostgresWithin(ms: number): Promise<void> {
  await pause(dice.below(ms))
  await plug.pull('postgres')
}

/** What must hold of all rows of the firm, whatever was imported. */
async function allSound(): Promise<string[]> {
  const place = await plug.place()
  while (await busy(place)) await pause(50)
  const found = await wrongIn(place)
  await place.database.close()
  return found
}

const rowsEach = 7000
/** Good rows, a number that is none every 100th, an earlier row's twin every 125th. */
const rowsOf = (batch: number) => [
  ['姓名', '手机', '下一步'],
  ...Array.from({ length: rowsEach }, (_, i) => [
    `${batch}号客户${i}`,
    i % 100 === 50 ? '12' : `13${String(100_000_000 + batch * 10_000 + (i % 125 === 60 ? i - 1 : i))}`,
    i % 10 ? '' : '回电话',
  ]),
]
const bad = rowsEach / 100
const twins = rowsEach / 125
const tasks = rowsEach / 10 - bad - twins / 2

/** Asks until it gets there; a server or a PostgreSQL that is just away is asked again. */
async function become(id: string, ...states: string[]): Promise<Done> {
  for (;;) {
    const { status, body } = await call('GET', `/imports/${id}`).catch(() => ({ status: 0, body: {} }))
    if (status === 200 && states.includes(body.state)) return body
    if (body.state === 'failed') throw new Error(body.error)
    await pause(50)
  }
}

/** Everything that must hold when an import is through, whatever happened on the way. */
async function wrong(done: Done, names: string[]): Promise<string[]> {
  const found: string[] = []
  const [changeset] = (await call('GET', `/changesets/${done.changeset}`)).body.counts
    ? [(await call('GET', `/changesets/${done.changeset}`)).body]
    : []
  const expected = rowsEach - bad - twins
  if (done.created !== expected || done.failed !== bad || done.skipped !== twins || done.state !== 'done')
    found.push(`counts ${JSON.stringify(done)}`)
  if (names.length !== expected) found.push(`${names.length} leads instead of ${expected}`)
  if (new Set(names).size !== names.length) found.push(`${names.length - new Set(names).size} doubles`)
  if (changeset.state !== 'closed' || changeset.counts.created !== expected + tasks) found.push(`changeset ${JSON.stringify(changeset)}`)
  return found
}

async function namesLike(start: string): Promise<string[]> {
  const names: string[] = []
  let cursor: string | null = null
  do {
    const filter = { field: 'name', op: 'startsWith', value: start }
    const { body }: { body: { records: { name: string }[]; next: string | null } } = await call('POST', '/leads/query', {
      filter,
      fields: ['name'],
      limit: 200,
      ...(cursor ? { cursor } : {}),
    })
    names.push(...body.records.map((record) => record.name))
    cursor = body.next
  } while (cursor)
  return names
}

/** Waits until the import has come further than `row`, or is over. */
async function further(id: string, row: number): Promise<{ state: string; done: number }> {
  for (;;) {
    const { body } = await call('GET', `/imports/${id}`)
    if (body.done > row || body.state === 'done') return body
    await pause(20)
  }
}

test(
  'kills in the middle of checks and runs: every row is there once, the counts are right, one changeset each, and undo works',
  async () => {
    const done: Done[] = []
    for (let batch = 0; kills < pulls; batch++) {
      const id = await upload(plug.url, plug.key, 'leads', csvOf(rowsOf(batch)))
      expect((await call('POST', `/imports/${id}/check`)).status).toBe(202)
      for (let i = 0; i < 3; i++) await killWithin(1200)
      await become(id, 'checked')
      expect((await call('POST', `/imports/${id}/run`)).status).toBe(202)
      for (let row = -1; ;) {
        const now = await further(id, row)
        if (now.state === 'done') break
        row = now.done
        await killWithin(250)
      }
      done.push(await become(id, 'done'))
      expect(await wrong(done.at(-1)!, await namesLike(`${batch}号客户`)), `CRASH_SEED=${seed}`).toEqual([])
    }
    const imports = (await call('GET', '/changesets?limit=200')).body.records.filter(
      (each: { deed: string }) => each.deed === 'lead.import',
    )
    expect(imports).toHaveLength(done.length)

    // an undo that is cut off is gone on with
    const undoing = call('POST', `/changesets/${done[0]!.changeset}/undo`, {}).catch(() => undefined)
    await killWithin(500)
    await undoing
    const last = await call('POST', `/changesets/${done[0]!.changeset}/undo`, {})
    expect([200, 422]).toContain(last.status)
    expect(last.body.refused ?? []).toEqual([])
    expect(await namesLike('0号客户')).toEqual([])
    const log = (await call('GET', '/changesets?limit=200')).body.records
    expect(log.filter((each: { state: string }) => each.state === 'open')).toEqual([])
    expect(log.filter((each: { undoOf: string }) => each.undoOf === done[0]!.changeset)).toHaveLength(1)
    expect(await allSound(), `CRASH_SEED=${seed}`).toEqual([])
  },
  pulls * 60_000,
)

test('PostgreSQL killed three times under a run: it comes back, and so does the run', async () => {
  const batch = 900
  const id = await upload(plug.url, plug.key, 'leads', csvOf(rowsOf(batch)))
  await call('POST', `/imports/${id}/check`)
  await killPostgresWithin(300)
  await become(id, 'checked')
  expect((await call('POST', `/imports/${id}/run`)).status).toBe(202)
  for (let i = 0; i < 2; i++) if ((await become(id, 'running', 'done')).state === 'running') await killPostgresWithin(500)
  expect(await wrong(await become(id, 'done'), await namesLike(`${batch}号客户`))).toEqual([])
  expect(await allSound()).toEqual([])
}, 120_000)

test('a mark that is not moved with its rows makes doubles, and is noticed (so the tests above see)', async () => {
  const app = await startApp()
  const done = await importTable(app, 'salesperson', 'leads', [['姓名'], ...Array.from({ length: 1200 }, (_, i) => [`双${i}`])], {
    twins: 'create',
  })
  const names = async () => (await ask(app, `select f_name from $.o_lead where f_name like '双%'`)).map((row) => row.f_name)
  expect(new Set(await names()).size).toBe((await names()).length)
  await ask(app, `update $.import set state = 'running', progress = jsonb_set(progress, '{row}', '1000') where id = ?::uuid`, [done.id])
  const at = { workspace: app.workspace, house: app.house, signal: new AbortController().signal }
  await importTasks['import.run']({ import: done.id, user: app.users.salesperson }, at)
  expect((await names()).length - new Set(await names()).size).toBe(200)
  await app.stop()
})

test('an import that cannot go on ends, and what it had written can be taken back', async () => {
  const app = await startApp()
  const done = await importTable(app, 'salesperson', 'leads', [['姓名'], ...Array.from({ length: 1200 }, (_, i) => [`断${i}`])])
  await ask(
    app,
    `update $.import set state = 'running', path = path || '.gone', progress = jsonb_set(progress, '{row}', '1000') where id = ?::uuid`,
    [done.id],
  )
  await ask(app, `update $.changeset set state = 'open' where id = ?::uuid`, [done.changeset])
  const at = { workspace: app.workspace, house: app.house, signal: new AbortController().signal }
  await importTasks['import.run']({ import: done.id, user: app.users.salesperson }, at)
  expect((await app.as.salesperson('GET', `/imports/${done.id}`)).body.state).toBe('failed')
  expect((await app.as.salesperson('POST', `/changesets/${done.changeset}/undo`, {})).body).toMatchObject({ reverted: 1200, refused: [] })
  await app.stop()
})
