import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { owner, text } from '../src/fields/index.ts'
import { define } from '../src/engine/workspace.ts'
import { principalFor } from '../src/http/acting.ts'
import { whoKey } from '../src/platform/auth/who.ts'
import type { Workspace } from '../src/platform/directory/workspaces.ts'
import { openDatabase } from '../src/platform/postgres/database.ts'
import { statement } from '../src/platform/postgres/identity.ts'
import { type App, type Call, startApp } from './support/app.ts'
import { all, attempts, exported, outcome, reading, roadsOf, secret, through, wholes } from './support/escapes.ts'
import { importTable } from './support/imports.ts'
import { fingerprints } from './support/rows.ts'

let app: App
let theirs: Workspace
let neighbour: Call
let admin: pg.Client
/** A connection of the server that waits for its next request. */
let idle: number
beforeAll(async () => {
  app = await startApp()
  const made = await app.neighbour()
  theirs = made.workspace
  neighbour = made.call
  for (let i = 0; i < 40; i++) await neighbour('POST', '/leads', { name: secret, company: `公司${i}` })
  const who = await principalFor(app.house, (await whoKey(app.fresh.database, made.key))!.place!, 'zh')
  const label = { zh: '密', en: 'Secret' }
  const object = {
    name: 'geheimding',
    label,
    title: 'name',
    fields: { name: text({ label }), owner: owner({ label }) },
    views: { list: ['name'], form: ['name'] },
    access: { owner: 'owner' },
  }
  await define(app.house, who, { objects: [object] }, app.house.forget)
  admin = new pg.Client({ connectionString: app.fresh.adminUrl })
  await admin.connect()
  const { rows } = await admin.query<{ pid: number }>(
    "select pid from pg_stat_activity where usename = 'guanxi' and state = 'idle' and datname = current_database()",
  )
  idle = rows[0]!.pid
  await admin.query(`analyze "${theirs.schema}".o_lead`)
})
afterAll(async () => {
  await admin.end()
  await app.stop()
})

const their = () => ({ ...theirs, idle })

test.each([0, 1, 2])('by road %i (a deed, a reading, an export) nobody leaves his workspace', async (at) => {
  const [, run] = roadsOf(app.fresh.database, app.workspace.role)[at]!
  expect(await through(attempts, their(), run)).toEqual([])
})

test('what a start says stays open under `role` does, in a deed only: a whole statement that takes another role', async () => {
  expect(statement.role.en).toContain('SET ROLE or RESET ROLE')
  // connections of its own: what a session was told, the next who comes to it would still hear
  const database = await openDatabase(app.fresh)
  const [deed, ...others] = roadsOf(database, app.workspace.role)
  expect(await through(wholes, their(), deed![1])).toEqual(wholes.map(([name]) => name))
  for (const [, run] of others) expect(await through(wholes, their(), run)).toEqual([])
  await database.close()
})

test('without the walls every one of these ways leads out (so the tests above see)', async () => {
  const held: string[] = []
  for (const [name, statements] of attempts) {
    await admin.query('begin')
    const answer = await outcome(all(statements(their()), async (text) => [await admin.query(text)].flat().map(({ rows }) => rows)))
    await admin.query('rollback')
    if (!answer.includes(secret)) held.push(`${name}: ${answer}`)
  }
  expect(held).toEqual([])
})

test('an export is one statement: what closes its cursor and opens another as somebody else is refused', async () => {
  const slipped = `select 1; close portions; reset role; set local role "${theirs.role}"; declare portions no scroll cursor for ${reading(theirs.schema)}`
  expect(await outcome(exported(app.fresh.database, app.workspace.role, slipped))).toContain('refused')
  // and the twin: sent as plain text, as a query without values would be
  const plain = new pg.Client({ connectionString: app.fresh.runtimeUrl })
  await plain.connect()
  await plain.query('begin')
  await plain.query(`set local role "${app.workspace.role}"`)
  await plain.query(`declare portions no scroll cursor for ${slipped}`)
  expect(JSON.stringify((await plain.query('fetch all from portions')).rows)).toContain(secret)
  await plain.end()
})

const nobody = '01900000-0000-7000-8000-000000000000'

test('what the neighbour has answers like what nobody has: same status, same words', async () => {
  const mine = app.as.administrator
  const account = (await mine('POST', '/accounts', { name: '我方机械' })).body.id as string
  const lead = (await mine('POST', '/leads', { name: '我方线索' })).body
  const contact = (await mine('POST', '/contacts', { name: '我方联系人', account })).body.id as string
  const activity = (await mine('POST', '/activities', { text: '我方跟进', lead: lead.id })).body.id as string
  const imported = await importTable(app, 'administrator', 'leads', [['姓名'], ['我方导入']])
  const department = (await mine('GET', '/departments')).body.records[0].id as string
  const q = (filter: object) => encodeURIComponent(JSON.stringify(filter))
  const requests: [string, (id: string) => [string, string, unknown?]][] = [
    ...(['leads', 'accounts', 'contacts', 'activities', 'users', 'departments'] as const).flatMap(
      (path): [string, (id: string) => [string, string, unknown?]][] => [
        [path, (id) => ['GET', `/${path}/${id}`]],
        [path, (id) => ['PATCH', `/${path}/${id}`, { name: 'x' }]],
        [path, (id) => ['DELETE', `/${path}/${id}`]],
        [path, (id) => ['GET', `/${path}/${id}/timeline`]],
        [path, (id) => ['GET', `/${path}/${id}/history`]],
        [path, (id) => ['POST', `/${path}/batch`, { remove: [id] }]],
        [path, (id) => ['POST', `/${path}/batch`, { update: [{ id }] }]],
        [path, (id) => ['GET', `/${path}?filter=${q({ field: 'createdBy', op: 'eq', value: id })}`]],
      ],
    ),
    ['leads', (id) => ['POST', `/leads/${id}/assign`, { owner: app.users.manager }]],
    ['leads', (id) => ['GET', `/leads/${id}/discard`]],
    ['leads', (id) => ['POST', '/leads/actions/discard', { ids: [id], input: { reason: 'price' } }]],
    ['accounts', (id) => ['POST', '/contacts', { name: '接过来', account: id }]],
    ['contacts', (id) => ['POST', '/activities', { text: '接过来', contact: id }]],
    ['users', (id) => ['POST', '/leads', { name: '接过来', owner: id }]],
    ['accounts', (id) => ['GET', `/contacts?filter=${q({ field: 'account', op: 'eq', value: id })}`]],
    ['changesets', (id) => ['GET', `/changesets/${id}`]],
    ['changesets', (id) => ['GET', `/changesets/${id}/changes`]],
    ['changesets', (id) => ['POST', `/changesets/${id}/undo`, {}]],
    ['changesets', (id) => ['GET', `/changesets?by=${id}`]],
    ['imports', (id) => ['GET', `/imports/${id}`]],
    ['imports', (id) => ['PATCH', `/imports/${id}`, { twins: 'skip' }]],
    ['imports', (id) => ['POST', `/imports/${id}/check`]],
    ['imports', (id) => ['POST', `/imports/${id}/run`]],
    ['imports', (id) => ['GET', `/imports/${id}/problems`]],
    ['imports', (id) => ['PATCH', `/imports/${id}/rows/1`, { skip: true }]],
    ['imports', (id) => ['GET', `/imports/${id}/failed.csv`]],
  ]
  const ids: Record<string, string> = {
    leads: lead.id,
    accounts: account,
    contacts: contact,
    activities: activity,
    users: app.users.salesperson,
    departments: department,
    changesets: imported.changeset,
    imports: imported.id,
  }
  const tables = ['o_lead', 'o_account', 'o_contact', 'o_activity', 'o_user', 'o_department', 'import']
  const before = await fingerprints(app, tables)
  const told: string[] = []
  for (const [kind, request] of requests) {
    const answer = async (id: string) => {
      const { status, body } = await neighbour(...request(id))
      return JSON.stringify([status, body])
        .replaceAll(id, 'ID')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'OTHER')
    }
    const [there, missing] = [await answer(ids[kind]!), await answer(nobody)]
    if (there !== missing) told.push(`${request('ID').slice(0, 2).join(' ')}: ${there} but ${missing}`)
  }
  expect(told).toEqual([])
  expect(await fingerprints(app, tables)).toEqual(before)
  // and the twin: to their owner they are not like missing ones
  for (const [kind, request] of requests.filter(([, each]) => each('')[0] === 'GET' && !each('')[1].includes('?'))) {
    const [there, missing] = [await mine(...request(ids[kind]!)), await mine(...request(nobody))]
    expect([request('ID')[1], there.status === missing.status]).toEqual([request('ID')[1], false])
  }
})

test('a cursor and an idempotency key of one firm mean nothing in the other', async () => {
  const { body } = await app.as.administrator('GET', '/users?limit=1')
  expect((await neighbour('GET', `/users?limit=1&cursor=${body.next}`)).body.code).toBe('bad-cursor')
  const same = { 'idempotency-key': 'the same' }
  const [here, there] = [
    await app.as.administrator('POST', '/leads', { name: '甲' }, same),
    await neighbour('POST', '/leads', { name: '乙' }, same),
  ]
  expect([here.status, there.status]).toEqual([201, 201])
  expect(here.body.id).not.toBe(there.body.id)
})
