/** One installation under each of the three settings in turn, changed between starts: the main job is done, and who gets out of his workspace. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { define } from '../src/engine/workspace.ts'
import { owner, text } from '../src/fields/index.ts'
import { type OpenHouse, openHouse } from '../src/house.ts'
import { principalFor } from '../src/http/acting.ts'
import { createKey } from '../src/platform/auth/keys.ts'
import { whoKey } from '../src/platform/auth/who.ts'
import { type Workspace, createWorkspace } from '../src/platform/directory/workspaces.ts'
import { type Database, openDatabase } from '../src/platform/postgres/database.ts'
import type { Identity } from '../src/platform/postgres/identity.ts'
import { serve } from '../src/server.ts'
import { upgradeAll } from '../src/upgrade.ts'
import { startWork } from '../src/work.ts'
import { type Call, caller, password } from './support/app.ts'
import { type FreshDatabase, freshDatabase } from './support/database.ts'
import { attempts, roadsOf, secret, through, wholes } from './support/escapes.ts'
import { csvOf, upload } from './support/imports.ts'
import { listenTo } from './support/listen.ts'
import { answering, dataFolder, endIn, freePort, start } from './support/started.ts'

type Server = { identity: Identity; url: string; database: Database; house: OpenHouse; stop: () => Promise<void> }
type Firm = { workspace: Workspace; key: string }

const files = mkdtempSync(path.join(tmpdir(), 'guanxi-identity-'))
const node = 'node_modules/.bin/node'
/** On somebody's own PostgreSQL (older-postgres.test.ts) what could differ there. */
const brief = process.env.TEST_POSTGRES && !process.env.LONG
const firms: Firm[] = []
let weeks = 0
let fresh: FreshDatabase
let admin: pg.Client
let server: Server | undefined
beforeAll(async () => {
  fresh = await freshDatabase()
  admin = new pg.Client({ connectionString: fresh.adminUrl })
  await admin.connect()
})
afterAll(async () => {
  await server?.stop()
  await admin.end()
  await fresh.drop()
  rmSync(files, { recursive: true, force: true })
})

/** As main.ts does. */
async function begin(identity: Identity): Promise<Server> {
  await server?.stop()
  const { runtimeUrl, ownerUrl } = fresh
  const database = await openDatabase({ runtimeUrl, ownerUrl, identity })
  await database.admitAll()
  const house = await openHouse(database, files)
  await upgradeAll(house)
  const work = await startWork(house, fresh)
  const app = serve(house, { url: 'http://127.0.0.1', log: 'error', dist: null })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const stop = async () => {
    await app.close()
    await work.stop()
    await database.close()
  }
  return (server = { identity, url, database, house, stop })
}

async function firm({ house, database }: Server, name: string): Promise<Firm> {
  const person = { name: '陈刚', email: `chen${firms.length}@firm.test`, password }
  const made = await createWorkspace(database, { name, person }, house.lay)
  const found = {
    workspace: made.workspace,
    key: (await createKey(database, { person: made.person, workspace: made.workspace.id }, 'test')).key,
  }
  firms.push(found)
  return found
}

/** What a firm does in its first week. */
async function week({ url, house, database }: Server, { key }: Firm): Promise<void> {
  const mark = `第${++weeks}周`
  const call = caller(url, key)
  const ear = await listenTo(url, { authorization: `Bearer ${key}` })
  const lead = await call('POST', '/leads', { name: `线索 ${mark}` })
  expect(lead.status).toBe(201)
  await expect.poll(() => ear.heard.map(({ id }) => id)).toContain(lead.body.id)
  ear.leave()
  const imported = await bringIn(url, call, key, mark)
  const exported = await call('GET', '/leads/export?format=csv')
  expect([exported.status, String(exported.body).split(`导入 ${mark}`).length - 1]).toEqual([200, 30])
  expect((await call('POST', `/changesets/${imported}/undo`, {})).status).toBe(200)
  expect(await found(call, `导入 ${mark}`)).toBe(0)
  expect(await found(call, `线索 ${mark}`)).toBe(1)
  // tables that come later are entered like those that were there
  const who = await principalFor(house, (await whoKey(database, key))!.place!, 'zh')
  const name = `geraet${weeks}`
  const label = { zh: '设备', en: 'Device' }
  const object = { name, label, title: 'name', fields: { name: text({ label }), owner: owner({ label }) }, views: { list: ['name'], form: ['name'] }, access: { owner: 'owner' } } // prettier-ignore
  await define(house, who, { objects: [object] }, house.forget)
  expect((await call('POST', `/${name}s`, { name: '车床' })).status).toBe(201)
  expect((await call('GET', `/${name}s`)).body.records).toHaveLength(1)
  expect((await call('GET', '/search?q=线索')).status).toBe(200)
}

async function bringIn(url: string, call: Call, key: string, mark: string): Promise<string> {
  const rows = Array.from({ length: 30 }, (_, n) => [`导入 ${mark} ${n}`, `1390000${1000 + n}`])
  const id = await upload(url, key, 'leads', csvOf([['姓名', '手机'], ...rows]))
  const reach = async (state: string) => {
    for (;;) {
      const { body } = await call('GET', `/imports/${id}`)
      if (body.state === state) return body
      if (body.state === 'failed') throw new Error(body.error)
      await pause(50)
    }
  }
  expect((await call('POST', `/imports/${id}/check`)).status).toBe(202)
  await reach('checked')
  expect((await call('POST', `/imports/${id}/run`)).status).toBe(202)
  const done = await reach('done')
  expect([done.created, done.failed]).toEqual([30, 0])
  return done.changeset
}

async function found(call: Call, name: string): Promise<number> {
  const { body } = await call('POST', '/leads/query', { filter: { field: 'name', op: 'startsWith', value: name }, fields: ['name'] })
  return body.records.length
}

/** Escapes from the first firm into the second, on each road. */
async function escapes(from: Database): Promise<Record<string, string[]>> {
  const [mine, theirs] = firms.map(({ workspace }) => workspace)
  const { rows } = await admin.query<{ pid: number }>(
    `select pid from pg_stat_activity where usename = 'guanxi' and state = 'idle' and datname = current_database()`,
  )
  await admin.query(`analyze "${theirs!.schema}".o_lead`)
  const their = { ...theirs!, idle: rows[0]!.pid }
  const names: Record<string, string[]> = {}
  for (const [road, run] of roadsOf(from, mine!.role)) names[road] = await through([...attempts, ...wholes], their, run)
  return names
}

test('role: the first start of all', async () => {
  const at = await begin('role')
  await week(at, await firm(at, '北辰贸易'))
  const neighbour = await firm(at, '隔壁')
  const call = caller(at.url, neighbour.key)
  for (let n = 0; n < 12; n++) expect((await call('POST', '/leads', { name: secret, company: `公司${n}` })).status).toBe(201)
  const who = await principalFor(at.house, (await whoKey(at.database, neighbour.key))!.place!, 'zh')
  const label = { zh: '密', en: 'Secret' }
  const object = { name: 'geheimding', label, title: 'name', fields: { name: text({ label }), owner: owner({ label }) }, views: { list: ['name'], form: ['name'] }, access: { owner: 'owner' } } // prettier-ignore
  await define(at.house, who, { objects: [object] }, at.house.forget)
})

test('login: firms of before and of now work, and what was open under role is closed', async () => {
  const at = await begin('login')
  for (const each of [firms[0]!, await firm(at, '新来的')]) await week(at, each)
  expect(await escapes(at.database)).toEqual({ 'a deed': [], 'a reading': [], 'an export': [] })
  const { rows } = await admin.query(`select usename::text as name from pg_stat_activity where usename like 'ws\\_%' group by 1 order by 1`)
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining([firms[0]!.workspace.role, firms[2]!.workspace.role]))
})

test('shared: firms work, over HTTP they do not meet, and to a statement that slipped in every table is open (so the one above sees)', async () => {
  const at = await begin('shared')
  for (const each of [firms[0]!, await firm(at, '又一家')]) await week(at, each)
  const out = await escapes(at.database)
  for (const road of ['a deed', 'a reading', 'an export'])
    expect(out[road]).toEqual(
      expect.arrayContaining(['the other schema by name', 'the other schema in a subquery', 'the log of the other']),
    )
  const [mine, theirs] = firms.map(({ key }) => caller(at.url, key)) as [Call, Call]
  const { body } = await theirs('POST', '/leads', { name: secret })
  expect((await mine('GET', `/leads/${body.id}`)).status).toBe(404)
  expect(await found(mine, secret)).toBe(0)
})

test.skipIf(brief)('role again: nothing of the others is left', async () => {
  const at = await begin('role')
  for (const each of [firms[0]!, firms[3]!]) await week(at, each)
  const out = await escapes(await onItsOwn(at))
  expect(out).toEqual({ 'a deed': wholes.map(([name]) => name), 'a reading': [], 'an export': [] })
})

/** What a session was told, the next who comes to it would still hear. */
async function onItsOwn(at: Server): Promise<Database> {
  const { stop } = at
  const database = await openDatabase(fresh)
  at.stop = () => stop().then(database.close)
  return database
}

test.skipIf(process.env.TEST_POSTGRES)(
  'the PostgreSQL in the box: started with login, a command beside it without, started again without',
  async () => {
    const data = dataFolder()
    const env = { GUANXI_DATA: data.folder, PORT: String(await freePort()) }
    const first = start({ ...env, GUANXI_IDENTITY: 'login' }, [node, 'src/main.ts'])
    const address = await answering(first)
    expect(first.out()).toContain('GUANXI_IDENTITY=login')
    const words = ['--workspace', '北辰贸易', '--name', '王芳', '--email', 'wang@firm.cn', '--password', 'correct horse', '--json']
    const setup = start(env, [node, 'src/cli/main.ts', 'setup', ...words])
    expect([await setup.ended, setup.err()]).toEqual([0, ''])
    const call = caller(address, JSON.parse(setup.out()).apiKey)
    expect((await call('POST', '/leads', { name: '甲' })).status).toBe(201)
    process.kill(first.pid, 'SIGTERM')
    await first.ended
    const second = start({ ...env, LANG: 'zh_CN.UTF-8' }, [node, 'src/main.ts'])
    await expect.poll(() => second.out(), { timeout: 50_000 }).toContain('GUANXI_IDENTITY=role')
    expect((await call('GET', '/leads')).body.records).toHaveLength(1)
    process.kill(second.pid, 'SIGTERM')
    await second.ended
    await endIn(data)
  },
  120_000,
)
