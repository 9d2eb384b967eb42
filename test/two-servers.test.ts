/** Two server processes on one database serve the same people: what one does the other knows, and when one is killed the other goes on. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Field } from '../src/fields/field.ts'
import { raw, sql } from '../src/engine/store/sql.ts'
import { text } from '../src/fields/index.ts'
import { define } from '../src/engine/workspace.ts'
import { type OpenHouse, openHouse } from '../src/house.ts'
import { principalFor } from '../src/http/acting.ts'
import { whoKey } from '../src/platform/auth/who.ts'
import { createWorkspace } from '../src/platform/directory/workspaces.ts'
import { type Answer, caller, password } from './support/app.ts'
import { type Ear, listenTo } from './support/listen.ts'
import { type Pair, type Side, asked, founder, post, sessionOf, startPair, leadsNamed } from './support/pair.ts'
import { beside, countsAlone, keepsFiles, remembersDefinitions, remembersWho, sound } from './support/lonely.ts'
import { item, name, part, path as things, thing } from './support/thing.ts'

let pair: Pair
/** A third on the same database, in this process: where objects are made, and with whose faults the checks are checked. */
let house: OpenHouse
let seller: { id: string; email: string; key: string }
const sides = [0, 1] as const
const admin = (side: Side) => pair.admin.call[side]
beforeAll(async () => {
  pair = await startPair()
  house = await openHouse(pair.fresh.database, pair.files)
  seller = await hire('li@firm.cn')
}, 120_000)
afterAll(() => pair?.end(), 60_000)

async function hire(email: string): Promise<typeof seller> {
  const people = [{ name: '李涛', email, password, roles: ['salesperson'] }]
  const id = (await admin(0)('POST', '/colleagues', { people })).body.ids[0]
  const session = await enter(pair.urls[0], email)
  const { key } = (await post(pair.urls[0], '/me/keys', { name: 'test' }, session)).body
  return { id, email, key }
}

async function enter(url: string, email: string, secret = password): Promise<Record<string, string>> {
  const answer = await post(url, '/session', { email, password: secret })
  expect(answer.status).toBe(200)
  return sessionOf(answer)
}
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const status = async (url: string, headers: Record<string, string>) => (await asked(url, 'GET', '/me', headers)).status
/** What a server may remember it may remember for a second. */
const aSecond = () => pause(1000)

test('who signs in on one is signed in on the other, and out of both within a second', async () => {
  const [one, two] = [await enter(pair.urls[0], seller.email), await enter(pair.urls[1], seller.email)]
  for (const url of pair.urls) expect([await status(url, one), await status(url, two)]).toEqual([200, 200])
  expect((await asked(pair.urls[1], 'DELETE', '/session', one)).status).toBe(204)
  await aSecond()
  for (const url of pair.urls) expect([await status(url, one), await status(url, two)]).toEqual([401, 200])
  const next = 'another horse 43'
  const third = await enter(pair.urls[0], seller.email)
  expect((await post(pair.urls[1], '/me/password', { current: password, next }, two)).status).toBe(204)
  await aSecond()
  for (const url of pair.urls) expect([await status(url, two), await status(url, third)]).toEqual([200, 401])
  expect((await post(pair.urls[0], '/session', { email: seller.email, password })).status).toBe(401)
  await enter(pair.urls[0], seller.email, next)
})

test('a leaver is out of both servers within a second: key, session and stream', async () => {
  const leaver = await hire('leaver@firm.cn')
  const session = await enter(pair.urls[0], leaver.email)
  const all = async () => Promise.all(pair.urls.flatMap((url) => [status(url, bearer(leaver.key)), status(url, session)]))
  expect(await all()).toEqual([200, 200, 200, 200])
  const ears = await Promise.all(pair.urls.map((url) => listenTo(url, bearer(leaver.key))))
  expect((await admin(0)('POST', `/colleagues/${leaver.id}/disable`)).status).toBe(200)
  await aSecond()
  expect(await all()).toEqual([401, 401, 401, 401])
  // his streams end by themselves
  for (const ear of ears) await ear.ended
})

/** Whether somebody who signed out on one server is still let in by another a second later. */
async function staysIn(url: string): Promise<boolean> {
  const session = await enter(pair.urls[0], founder.email)
  expect(await status(url, session)).toBe(200)
  expect((await asked(pair.urls[0], 'DELETE', '/session', session)).status).toBe(204)
  await aSecond()
  return (await status(url, session)) !== 401
}
test('twin: a server that remembers who somebody is lets him in after he has signed out, and is noticed', async () => {
  expect(await staysIn(pair.urls[1])).toBe(false)
  expect(await beside(pair, remembersWho, staysIn)).toBe(true)
})

/** Where this server believes a person to be who has just moved to his other firm by another server. */
async function standsIn(url: string): Promise<string> {
  const before = sessionOf(await post(pair.urls[0], '/session', { email: founder.email, password: founder.password }))
  const firms: { id: string; name: string }[] = (await asked(pair.urls[0], 'GET', '/me', before)).body.workspaces
  const choose = async (name: string, headers: Record<string, string>) => {
    const answer = await post(pair.urls[0], '/session/workspace', { workspace: firms.find((firm) => firm.name === name)!.id }, headers)
    expect(answer.status).toBe(200)
    return { ...before, cookie: sessionOf(answer).cookie }
  }
  const first = await choose('北辰贸易', before)
  expect((await asked(url, 'GET', '/me', first)).body.workspace.name).toBe('北辰贸易')
  const second = await choose('第二家', first)
  return (await asked(url, 'GET', '/me', second)).body.workspace.name
}
test('who goes over to his other firm on one is there on the other at once', async () => {
  await createWorkspace(pair.fresh.database, { name: '第二家', person: founder }, house.lay)
  expect(await standsIn(pair.urls[1])).toBe('第二家')
})
test('twin: a server that remembers who somebody is leaves him where he was, and is noticed', async () => {
  expect(await beside(pair, remembersWho, standsIn)).toBe('北辰贸易')
})

test('a right that is taken on one is gone on the other within a second', async () => {
  const clerk = await hire('clerk@firm.cn')
  const ofTheBoss = (await admin(0)('POST', '/leads', { name: '老板的线索' })).body.id
  const sees = async (side: Side) => (await caller(pair.urls[side], clerk.key)('GET', `/leads/${ofTheBoss}`)).status
  const become = (role: string) => admin(0)('PATCH', `/users/${clerk.id}`, { roles: [role] })
  for (const [role, answer] of [
    ['administrator', 200],
    ['salesperson', 404],
  ] as const) {
    expect((await become(role)).status).toBe(200)
    await aSecond()
    for (const side of sides) expect([role, await sees(side)]).toEqual([role, answer])
  }
})

/** How many wrong passwords are looked at, on all these servers together, before all say that it is enough. */
async function guesses(urls: string[]): Promise<number> {
  const email = `nobody${Math.random().toString(36).slice(2)}@firm.cn`
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, i) => post(urls[i % urls.length]!, '/session', { email, password: 'guess' })),
  )
  return answers.filter((answer) => answer.status === 401).length
}
test('ten guesses at a password are ten on both together', async () => {
  expect(await guesses(pair.urls)).toBe(10)
})
test('twin: a server that counts alone allows more, and is noticed', async () => {
  expect(await beside(pair, countsAlone, (url) => guesses([pair.urls[0], url]))).toBeGreaterThan(10)
})

test('what is written on one is heard by who listens on the other, and a listener goes on there where he left off', async () => {
  const ears = await Promise.all(pair.urls.map((url) => listenTo(url, bearer(pair.admin.key))))
  const made = await Promise.all(sides.map((side) => admin(side)('POST', '/leads', { name: `从${side}` })))
  const ids = made.map(({ body }) => body.id as string)
  const hears = (ear: Ear, id: string) => expect.poll(() => ear.heard.filter((event) => event.id === id).length, { timeout: 20_000 })
  for (const ear of ears) for (const id of ids) await hears(ear, id).toBe(1)
  ears[0]!.leave()
  const missed = (await admin(1)('POST', '/leads', { name: '没听到' })).body.id
  await hears(ears[1]!, missed).toBe(1)
  const again = await listenTo(pair.urls[1], { ...bearer(pair.admin.key), 'last-event-id': ears[0]!.lastId() })
  await hears(again, missed).toBe(1)
  expect(again.heard.filter((event) => ids.includes(event.id!))).toEqual([])
  for (const ear of [ears[1]!, again]) ear.leave()
})

const boss = async () => principalFor(house, (await whoKey(pair.fresh.database, pair.admin.key))!.place!, 'zh')
const field = (of: string, word: string): { of: string; name: string; field: Field } => ({
  of,
  name: word,
  field: text({ label: { zh: word, en: word } }),
})

test('an object made through another server is there within a second: described, written, heard at once', async () => {
  const ears = await Promise.all(pair.urls.map((url) => listenTo(url, bearer(pair.admin.key))))
  for (const side of sides) expect((await admin(side)('GET', things)).status).toBe(404)
  await define(house, await boss(), { objects: [part, thing] }, house.forget)
  // its first record is news to servers that do not know of the object yet
  await beside(pair, sound, async (url) => expect((await caller(url, pair.admin.key)('POST', things, { title: '一号' })).status).toBe(201))
  for (const ear of ears) await expect.poll(() => ear.heard.some((event) => event.object === name), { timeout: 20_000 }).toBe(true)
  for (const ear of ears) ear.leave()
  await aSecond()
  for (const side of sides) {
    expect((await admin(side)('GET', '/schema')).body.objects.map((each: { name: string }) => each.name)).toEqual(
      expect.arrayContaining([name, item]),
    )
    expect((await admin(side)('POST', things, { title: '二号', items: [{ name: '主轴' }] })).status).toBe(201)
  }
})

test('eight fields made on four servers at once are all there, everywhere', async () => {
  const houses = await Promise.all(Array.from({ length: 4 }, () => openHouse(pair.fresh.database, pair.files)))
  const names = Array.from({ length: 8 }, (_, i) => `once${i}`)
  const who = await boss()
  await Promise.all(names.map((word, i) => define(houses[i % 4]!, who, { fields: [field('lead', word)] }, houses[i % 4]!.forget)))
  await aSecond()
  for (const side of sides) {
    const values = Object.fromEntries(names.map((word) => [word, `值${side}`]))
    expect((await admin(side)('POST', '/leads', { name: '八样', ...values })).body).toMatchObject(values)
  }
})

/** Whether a field that was made elsewhere is still unknown here a second later. */
async function misses(url: string, word: string): Promise<boolean> {
  const call = caller(url, pair.admin.key)
  await call('GET', '/leads')
  await define(house, await boss(), { fields: [field('account', word)] }, house.forget)
  await aSecond()
  return (await call('POST', '/accounts', { name: '客户', [word]: '是' })).status !== 201
}
test('twin: a server that remembers definitions misses a field, and is noticed', async () => {
  expect(await misses(pair.urls[1], 'seen')).toBe(false)
  expect(await beside(pair, remembersDefinitions, (url) => misses(url, 'missed'))).toBe(true)
})

test('servers that find a workspace behind at the same moment bring it up together', async () => {
  const { workspace } = await boss()
  const { database } = pair.fresh
  const before = await indexes(workspace.schema)
  await pair.fresh.database.owner(async (run) => {
    for (const index of before.slice(0, 20)) await run(raw(`drop index "${workspace.schema}"."${index}"`))
    await run(raw(`update "${workspace.schema}".state set value = 'old' where name = 'catalog'`))
  })
  expect(await indexes(workspace.schema)).toHaveLength(before.length - 20)
  const houses = await Promise.all(Array.from({ length: 4 }, () => openHouse(database, pair.files)))
  await Promise.all(houses.map((each) => each.catalogOf(workspace)))
  expect(await indexes(workspace.schema)).toEqual(before)
})
async function indexes(schema: string): Promise<string[]> {
  const { rows } = await pair.fresh.database.owner((run) =>
    run<{ name: string }>(
      sql`select indexname::text as name from pg_catalog.pg_indexes where schemaname = ${schema} and indexname not like '%pkey' order by 1`,
    ),
  )
  return rows.map((row) => row.name)
}

test('sixteen callers with one key on two servers make one record and hear one answer', async () => {
  const key = { 'idempotency-key': 'one for both' }
  const answers = await atOnce((side) => admin(side)('POST', '/leads', { name: '只要一条' }, key))
  expect([new Set(answers.map(({ status: code }) => code)), new Set(answers.map(({ body }) => body.id)).size]).toEqual([new Set([201]), 1])
  expect(await named('只要一条')).toHaveLength(1)
  const without = await atOnce((side) => admin(side)('POST', '/leads', { name: '十六条' }))
  expect(new Set(without.map(({ body }) => body.id)).size).toBe(16)
})

const atOnce = (work: (side: Side) => Promise<Answer>) => Promise.all(Array.from({ length: 16 }, (_, i) => work(i % 2 ? 1 : 0)))

const named = (start: string) => leadsNamed(admin(1), start)

test('numbers given by both follow each other without a gap and without a double', async () => {
  const account = (await admin(0)('POST', '/accounts', { name: '苏州恒力' })).body.id
  const answers = await atOnce((side) => admin(side)('POST', '/quotes', { account, lines: [] }))
  const numbers = answers.map(({ body }) => Number(/\d+$/.exec(body.number)![0])).toSorted((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: 16 }, (_, i) => numbers[0]! + i))
})

async function keptBy(url: string, from: string): Promise<number> {
  const form = new FormData()
  form.append('file', new Blob([`名片 ${url} ${from}`]), '名片.txt')
  const sent = await fetch(`${from}/api/v1/files`, { method: 'POST', headers: bearer(pair.admin.key), body: form })
  const [file] = (await sent.json()).files
  return (await caller(url, pair.admin.key)('GET', `/files/${file.id}`)).status
}
test('a file sent to one is fetched from the other', async () => {
  expect([await keptBy(pair.urls[1], pair.urls[0]), await keptBy(pair.urls[0], pair.urls[1])]).toEqual([200, 200])
})
test('twin: a server with a folder of its own has it not, and is noticed', async () => {
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'guanxi-elsewhere-'))
  expect(await beside(pair, keepsFiles(elsewhere), (url) => keptBy(url, pair.urls[0]))).toBe(404)
  rmSync(elsewhere, { recursive: true })
})
