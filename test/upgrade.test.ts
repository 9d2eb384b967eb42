/**
 * A data folder of an earlier version with several firms (fifty under `npm run test:long`): a newer server comes up beside the one that
 * serves, fails, is mended, comes up again; people work all the while.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adoptEmbedded } from '../src/platform/postgres/embedded.ts'
import { type Answer, type Call, caller } from './support/app.ts'
import { rounds } from './support/long.ts'
import { type Started, answering, dataFolder, endAll, freePort, root, start } from './support/started.ts'
import { type Version, earlier, later } from './support/versions.ts'
import { type Ask, inDatabase } from './support/whole.ts'

const firms = rounds(5, 50)
const node = path.join(root, 'node_modules/.bin/node')
const [data, other] = [dataFolder(), dataFolder()]
const versions: Version[] = []
let old: ReturnType<typeof earlier>
let oldServer: Started
let oldUrl: string
let urls: { runtime: string; owner: string }
type Firm = { name: string; schema: string; key: string }
let all: Firm[]

beforeAll(
  async () => {
    versions.push((old = earlier()))
    oldServer = start({ GUANXI_DATA: data.folder, PORT: '0' }, [node, old.main])
    oldUrl = await answering(oldServer)
    const postgres = (await adoptEmbedded(path.join(data.folder, 'postgres')))!
    urls = { runtime: postgres.url('guanxi', 'guanxi'), owner: postgres.url('guanxi_owner', 'guanxi') }
    all = await makeFirms()
    for (const [number, firm] of all.entries()) await fill(firm, number)
  },
  rounds(300_000, 1_500_000),
)
afterAll(async () => {
  await endAll()
  data.remove()
  other.remove()
  for (const version of versions) version.remove()
})

/** With the program as it was. */
async function makeFirms(): Promise<Firm[]> {
  const file = path.join(old.folder, 'src/make-firms.ts')
  writeFileSync(
    file,
    `import { openHouse } from './house.ts'
import { createKey } from './platform/auth/keys.ts'
import { createWorkspace } from './platform/directory/workspaces.ts'
import { openDatabase } from './platform/postgres/database.ts'
const [runtimeUrl, ownerUrl, files, count] = process.argv.slice(2)
const database = await openDatabase({ runtimeUrl, ownerUrl })
const house = await openHouse(database, files)
const firms = []
for (let n = 1; n <= Number(count); n++) {
  const person = { name: '王芳', email: 'wang@firm.cn', password: 'correct horse' }
  const made = await createWorkspace(database, { name: '第' + n + '家', person }, house.lay)
  const { key } = await createKey(database, { person: made.person, workspace: made.workspace.id }, 'drill')
  firms.push({ name: made.workspace.name, schema: made.workspace.schema, key })
}
await database.close()
console.log(JSON.stringify(firms))
`,
  )
  const run = start({}, [node, file, urls.runtime, urls.owner, path.join(data.folder, 'files'), String(firms)])
  if ((await run.ended) !== 0) throw new Error(run.err())
  return JSON.parse(run.out())
}

/** In the second firm a job title is there twice. */
async function fill({ key }: Firm, number: number): Promise<void> {
  const call = caller(oldUrl, key)
  for (let n = 0; n < 3; n++) {
    const lead = { name: `线索 ${number}-${n}`, title: number === 1 && n < 2 ? '总经理' : `职务 ${n}`, mobile: `1390000${1000 + n}` }
    expect((await call('POST', '/leads', lead)).status).toBe(201)
  }
  const account = await call('POST', '/accounts', { name: `客户 ${number}` })
  expect((await call('POST', '/payments', { account: account.body.id, amount: `${number + 1}.50` })).status).toBe(201)
}

/** Beside the one that serves, on the same PostgreSQL. */
const beside = async (version: Version): Promise<Started> =>
  start(
    {
      GUANXI_DATA: other.folder,
      GUANXI_FILES: path.join(data.folder, 'files'),
      DATABASE_URL: urls.runtime,
      DATABASE_OWNER_URL: urls.owner,
      PORT: String(await freePort()),
    },
    [node, version.main],
  )

/** People in every firm, on one server: what was acknowledged, how often they were asked to try again, and what should not have been said. */
function working(url: string, who: string) {
  const seen = { answered: 0, again: 0, faults: [] as string[], kept: new Map<string, string[]>() }
  let going = true
  const judge = ({ status, body }: Answer): boolean => {
    seen.answered++
    if (status === 503) seen.again++
    else if (status >= 400) seen.faults.push(`${who}: ${status} ${JSON.stringify(body)}`)
    return status < 400
  }
  const one = async (firm: Firm, call: Call, number: number) => {
    const name = `${who} ${number}`
    if (judge(await call('POST', '/leads', { name }))) seen.kept.set(firm.schema, [...(seen.kept.get(firm.schema) ?? []), name])
    const list = await call('GET', '/leads?sort=-createdAt&limit=5')
    if (judge(list) && list.body.records.length === 0) seen.faults.push(`${who}: an empty list`)
  }
  const end = (async () => {
    for (let number = 0; going; number++) {
      const firm = all[number % all.length]!
      await one(firm, caller(url, firm.key), number)
    }
  })()
  end.catch(() => undefined)
  return { seen, stop: () => ((going = false), end.then(() => seen)) }
}

type Rows = Record<string, Record<string, unknown>[]>

/** Every row as JSON, by table; without what is filled anew and what only passes through. */
async function rowsOf(ask: Ask, schema: string): Promise<Rows> {
  const names = await ask<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = $1::regnamespace and relkind = 'r'`,
    [schema],
  )
  const rows: Rows = {}
  for (const { name } of names.filter((table) => !['event', 'outbox', 'state', 'idempotency', 'counter'].includes(table.name)))
    rows[name] = (await ask<{ row: Record<string, unknown> }>(`select row_to_json(t) as row from "${schema}"."${name}" t`)).map(
      ({ row }) => row,
    )
  return rows
}

async function eachRows(ask: Ask): Promise<Rows[]> {
  const rows: Rows[] = []
  for (const { schema } of all) rows.push(await rowsOf(ask, schema))
  return rows
}

/** Rows that were there and are not, or are not what they were. */
function losses(before: Rows, after: Rows): string[] {
  return Object.entries(before).flatMap(([name, rows]) => {
    const found = new Set((after[name] ?? []).map((row) => JSON.stringify(row)))
    const known = Object.keys(rows[0] ?? {}).filter((column) => !column.startsWith('search'))
    const short = (row: Record<string, unknown>) => JSON.stringify(known.map((column) => row[column]))
    const shorts = new Set((after[name] ?? []).map(short))
    return rows.filter((row) => !found.has(JSON.stringify(row)) && !shorts.has(short(row))).map((row) => `${name}: ${JSON.stringify(row)}`)
  })
}

const layoutOf = (ask: Ask, schema: string) =>
  ask(
    `select c.relname::text, array_agg(a.attname::text order by a.attnum) from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = $1::regnamespace group by 1 order by 1`,
    [schema],
  )

const uniqueTitle: [string, string, string] = ['src/modules/leads/lead.ts', 'title: text({', 'title: text({ unique: true,']

test(
  'a version that cannot be laid does not start, names the firm and why, and the old one works on; mended, it comes up beside it',
  async () => {
    const version = later(uniqueTitle)
    versions.push(version)
    const second = all[1]!
    const { before, layout } = await inDatabase(data.folder, async (ask) => ({
      before: await eachRows(ask),
      layout: await layoutOf(ask, second.schema),
    }))
    const people = working(oldUrl, 'old')

    const failing = await beside(version)
    expect(await failing.ended).toBe(1)
    expect(failing.err()).toContain(
      `The workspace “第2家” was not upgraded: Lead Title has the value “总经理” more than once, and in this version it must be unique.`,
    )
    expect(failing.err().trim().split('\n')).toHaveLength(1)
    expect(await inDatabase(data.folder, (ask) => layoutOf(ask, second.schema))).toEqual(layout)

    const asOld = caller(oldUrl, second.key)
    const twins = (await asOld('GET', '/leads?limit=50')).body.records.filter(({ title }: { title: string }) => title === '总经理')
    expect((await asOld('PATCH', `/leads/${twins[0].id}`, { title: '副总经理', version: twins[0].version })).status).toBe(200)

    // a long report in the third firm
    const report = new pg.Client({ connectionString: urls.owner })
    await report.connect()
    await report.query('begin')
    await report.query(`select count(*) from "${all[2]!.schema}".o_lead`)
    const begun = Date.now()
    const newer = await beside(version)
    await pause(rounds(3000, 8000))
    await report.query('commit')
    await report.end()
    const newUrl = await answering(newer)
    const took = Date.now() - begun
    const others = working(newUrl, 'new')
    const enough = 4 * firms
    const earlierAnswers = people.seen.answered
    while (others.seen.answered < enough || people.seen.answered < earlierAnswers + enough) await pause(50)
    if (process.env.LONG) await pause(10_000)
    const [one, two] = [await people.stop(), await others.stop()]
    expect([one.faults, two.faults]).toEqual([[], []])
    if (process.env.LONG)
      console.log(
        `${firms} firms from ${old.commit ?? 'a copy'}: up in ${took} ms; old answered ${one.answered} (${one.again} to try again), new ${two.answered} (${two.again})`,
      )

    // what the old one still writes has what came with the new one, within seconds: a key that is unique, sums, what is computed of them
    const third = all[2]!
    const onOld = caller(oldUrl, third.key)
    const account = (await onOld('GET', '/accounts')).body.records[0].id
    expect((await onOld('POST', '/payments', { account, amount: '5.00' })).status).toBe(201)
    expect((await onOld('POST', '/leads', { name: '旧版写的', title: 'ＣＥＯ' })).status).toBe(201)
    const seen = () =>
      inDatabase(data.folder, async (ask) => [
        ...(await ask(`select f_times::int as times, f_twice::int as twice from "${third.schema}".o_account where id = $1`, [account])),
        ...(await ask(`select f_title_same as same from "${third.schema}".o_lead where f_name = '旧版写的'`)),
      ])
    await expect.poll(seen, { timeout: 60_000, interval: 500 }).toEqual([{ times: 2, twice: 4 }, { same: 'ceo' }])

    newer.child.kill('SIGTERM')
    oldServer.child.kill('SIGTERM')
    await Promise.all([newer.ended, oldServer.ended])

    // the folder itself, with the new version alone
    const alone = start({ GUANXI_DATA: data.folder, PORT: '0' }, [node, version.main])
    const url = await answering(alone)
    await inDatabase(data.folder, async (ask) => {
      for (const [number, { schema }] of all.entries()) {
        const patched =
          number === 1 ? { ...before[number]!, o_lead: before[number]!.o_lead!.filter((row) => row.f_title !== '总经理') } : before[number]!
        expect(losses(patched, await rowsOf(ask, schema)), schema).toEqual([])
        const kept = (await ask<{ name: string }>(`select f_name as name from "${schema}".o_lead`)).map(({ name }) => name)
        const acknowledged = [one, two].flatMap((seen) => seen.kept.get(schema) ?? [])
        expect(acknowledged.filter((name) => !kept.includes(name))).toEqual([])
        const left = `select 1 from "${schema}".o_account a where f_times is distinct from (select count(*) from "${schema}".o_payment p where p.f_account = a.id) or f_twice is distinct from 2 * f_times`
        await expect.poll(() => ask(left), { timeout: 60_000, interval: 500 }).toEqual([])
        expect(await ask(`select f_hobby from "${schema}".o_lead limit 1`)).toHaveLength(1)
      }
    })
    for (const { key, name } of all) {
      const call = caller(url, key)
      expect((await call('POST', '/visits', { name: `拜访 ${name}` })).status).toBe(201)
      expect((await call('POST', '/leads', { name: '新来的', hobby: '登山' })).status).toBe(201)
      expect((await call('GET', '/leads?search=dengshan')).status).toBe(200)
    }
    alone.child.kill('SIGTERM')
    await alone.ended
  },
  rounds(240_000, 900_000),
)

test('a row that went missing in an upgrade would be noticed', () => {
  const row = { id: '1', f_name: '甲', f_title: null }
  expect(losses({ o_lead: [row] }, { o_lead: [{ ...row, f_hobby: null }] })).toEqual([])
  expect(losses({ o_lead: [row] }, { o_lead: [{ ...row, f_name: '乙' }] })).toHaveLength(1)
  expect(losses({ o_lead: [row] }, { o_lead: [] })).toHaveLength(1)
})
