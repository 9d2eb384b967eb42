import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type App, type Who, password, startApp } from '../../test/support/app.ts'
import { type Ear, listenTo } from '../../test/support/listen.ts'
import { sql } from '../engine/store/sql.ts'
import { revokeKey, createKey } from '../platform/auth/keys.ts'
import { disableMembership } from '../platform/directory/members.ts'

let app: App
beforeAll(async () => void (app = await startApp()))
afterAll(() => app.stop())

const ears: Ear[] = []
afterEach(() => ears.splice(0).forEach((ear) => ear.leave()))

async function ear(who: Who, headers: Record<string, string> = {}): Promise<Ear> {
  const one = await listenTo(app.url, { authorization: `Bearer ${app.keys[who]}`, ...headers })
  ears.push(one)
  return one
}

const kinds = (of: Ear, id?: string) =>
  of.heard.filter((event) => event.object === 'lead' && (!id || event.id === id)).map((event) => event.kind)

/** A lead of the administrator's that everybody's ear can be measured by: whoever sees all hears of it last. */
async function lead(who: Who, values: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await app.as[who]('POST', '/leads', { name: '李雷', ...values })
  expect(status).toBe(201)
  return body.id as string
}

/** All that was done before this has been told to this ear: he does something himself and hears of it. */
async function settled(who: Who, of: Ear): Promise<void> {
  const own = await lead(who, { owner: app.users[who] })
  await expect.poll(() => of.heard.some((event) => event.id === own), { timeout: 10_000 }).toBe(true)
}

test('creating, changing and removing is heard by who may read it, and by nobody else', async () => {
  const [boss, seller, other] = await Promise.all([ear('administrator'), ear('salesperson'), ear('other')])
  const id = await lead('salesperson')
  await app.as.salesperson('PATCH', `/leads/${id}`, { company: '华为' })
  const removed = await app.as.salesperson('DELETE', `/leads/${id}`)
  await Promise.all([settled('administrator', boss), settled('salesperson', seller), settled('other', other)])
  for (const one of [boss, seller]) {
    // it may be gone before it is told of: the reader asks each 100 ms
    const told = one.heard.filter((event) => event.id === id)
    const order = ['created', 'changed', 'removed'].filter((kind) => told.some((event) => event.kind === kind))
    expect(told.map((event) => event.kind)).toEqual(order)
    expect(told.at(-1)).toEqual({ object: 'lead', id, changeset: removed.body.changeset, kind: 'removed' })
  }
  expect(other.heard.filter((event) => event.id === id || event.changeset === removed.body.changeset)).toEqual([])
})

test('an event says object, id, version, changeset and kind', async () => {
  const seller = await ear('salesperson')
  const { body } = await app.as.salesperson('POST', '/leads', { name: '韩梅梅' })
  await expect
    .poll(() => seller.heard, { timeout: 10_000 })
    .toContainEqual({ object: 'lead', id: body.id, version: 1, changeset: body.changeset, kind: 'created' })
})

test('who loses a record hears that it is gone, who gets it that it changed and came to him', async () => {
  const id = await lead('salesperson')
  const [seller, other, boss] = await Promise.all([ear('salesperson'), ear('other'), ear('administrator')])
  const moved = await app.as.administrator('PATCH', `/leads/${id}`, { owner: app.users.other })
  expect(moved.status).toBe(200)
  const last = (of: Ear) => expect.poll(() => of.heard.findLast((event) => event.id === id), { timeout: 10_000 })
  const { changeset } = moved.body as { changeset: string }
  await last(seller).toEqual({ object: 'lead', id, changeset, kind: 'gone' })
  await last(other).toEqual({ object: 'lead', id, version: 2, changeset, kind: 'changed', came: true })
  await last(boss).toEqual({ object: 'lead', id, version: 2, changeset, kind: 'changed' })
  // and nothing of what happens to it from then on
  await app.as.other('PATCH', `/leads/${id}`, { company: '中兴' })
  await app.as.administrator('DELETE', `/leads/${id}`)
  await settled('salesperson', seller)
  expect(seller.heard.findLast((event) => event.id === id)?.kind).toBe('gone')
})

test('a bulk deed is told in one word, and only to who may read some of it', async () => {
  const [boss, manager, other] = await Promise.all([ear('administrator'), ear('manager'), ear('other')])
  const made = await app.as.salesperson('POST', '/leads/batch', { create: Array.from({ length: 60 }, (_, i) => ({ name: `展会 ${i}` })) })
  expect(made.status).toBe(200)
  const { changeset } = made.body as { changeset: string }
  for (const one of [boss, manager]) {
    await expect
      .poll(() => one.heard.filter((event) => event.changeset === changeset), { timeout: 10_000 })
      .toEqual([{ object: 'lead', changeset, kind: 'many' }])
  }
  await settled('other', other)
  expect(other.heard.filter((event) => event.changeset === changeset)).toEqual([])
})

test('another firm hears nothing of us, nor we of them', async () => {
  const neighbour = await app.neighbour()
  const theirs = await listenTo(app.url, { authorization: `Bearer ${neighbour.key}` })
  ears.push(theirs)
  const ours = await ear('administrator')
  const here = await lead('administrator')
  const there = (await neighbour.call('POST', '/leads', { name: '他们的' })).body.id as string
  await expect.poll(() => kinds(theirs, there), { timeout: 10_000 }).toEqual(['created'])
  await expect.poll(() => kinds(ours, here), { timeout: 10_000 }).toEqual(['created'])
  expect(kinds(theirs, here)).toEqual([])
  expect(kinds(ours, there)).toEqual([])
})

test('who comes back with the last id hears what he missed, once', async () => {
  const first = await ear('salesperson')
  const before = await lead('salesperson')
  await expect.poll(() => kinds(first, before), { timeout: 10_000 }).toEqual(['created'])
  const lastId = first.lastId()
  first.leave()
  const missed = [await lead('salesperson'), await lead('salesperson')]
  const hidden = await lead('other')
  const second = await ear('salesperson', { 'last-event-id': lastId })
  await settled('salesperson', second)
  expect(missed.map((id) => kinds(second, id))).toEqual([['created'], ['created']])
  expect(kinds(second, before)).toEqual([])
  expect(kinds(second, hidden)).toEqual([])
  // twin: without the id he hears nothing of them
  const third = await ear('salesperson')
  await settled('salesperson', third)
  expect(missed.flatMap((id) => kinds(third, id))).toEqual([])
})

test.each(['1-1', '99999999999999-1', 'rubbish', '-1--1'])(
  'who comes back with %s, of which nobody knows what followed, looks at everything again',
  async (lastId) => {
    const back = await ear('salesperson', { 'last-event-id': lastId })
    await expect
      .poll(() => back.heard.filter((event) => event.kind === 'many').map((event) => event.object), { timeout: 10_000 })
      .toContain('lead')
    await settled('salesperson', back)
  },
)

test('a signed-in browser listens with its cookie, and is cut off when it signs out', async () => {
  const signedIn = await fetch(`${app.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'sales@firm.test', password }),
  })
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
  const { csrf } = (await signedIn.json()) as { csrf: string }
  const browser = await listenTo(app.url, { cookie })
  ears.push(browser)
  await settled('salesperson', browser)
  expect((await fetch(`${app.url}/api/v1/session`, { method: 'DELETE', headers: { cookie, 'x-csrf': csrf } })).status).toBe(204)
  await browser.ended
  expect((await fetch(`${app.url}/api/v1/events`, { headers: { cookie } })).status).toBe(401)
})

test('a revoked key and a disabled colleague are cut off', async () => {
  const { database } = app.fresh
  const { rows } = await database.query<{ person: string }>(sql`select person from platform.membership where user_id = ${app.users.other}`)
  const keeper = { person: rows[0]!.person, workspace: app.workspace.id }
  const { key, id } = await createKey(database, keeper, 'second')
  const [revoked, disabled] = [await listenTo(app.url, { authorization: `Bearer ${key}` }), await ear('other')]
  ears.push(revoked)
  await revokeKey(database, keeper, id)
  await revoked.ended
  await disableMembership(database, { workspace: app.workspace.id, user: app.users.other })
  await disabled.ended
})

test('a parameter nobody knows is refused, and so is who is not signed in', async () => {
  expect((await app.as.administrator('GET', '/events?since=1')).status).toBe(400)
  expect((await fetch(`${app.url}/api/v1/events`)).status).toBe(401)
})
