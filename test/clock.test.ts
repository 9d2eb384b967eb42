/**
 * The clock of the server's machine is set forward and back by a day, and by more: nobody is locked out or stays in for ever, what is
 * listed is listed once, jobs run, a repeated request is not done again, and what has its day follows the clock.
 */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetOld } from '../src/platform/jobs/forget.ts'
import { addColleagues } from '../src/platform/colleagues/add.ts'
import { type App, type Call, emails, password, startApp } from './support/app.ts'
import { importTable } from './support/imports.ts'
import { busy, wrongIn } from './support/invariants.ts'
import { ask } from './support/rows.ts'

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(async () => {
  vi.useRealTimers()
  await app.stop()
})

const day = 86_400_000
/** Only what the clock says; timers go on as they would. Days are counted from the real now. */
const setClock = (days: number) => vi.useFakeTimers({ toFake: ['Date'], now: performance.timeOrigin + performance.now() + days * day })
const sales: Call = (...asked) => app.as.salesperson(...asked)
const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 20_000, interval: 50 })

const signIn = (given = password, email = emails.salesperson) =>
  fetch(`${app.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: given }),
  })
const cookieOf = (answer: Response) => answer.headers.get('set-cookie')!.split(';')[0]!
/** A session is remembered for a second at most. */
const isIn = async (cookie: string) => {
  await new Promise((resolve) => setTimeout(resolve, 1100))
  return (await fetch(`${app.url}/api/v1/me`, { headers: { cookie } })).status === 200
}

test('who is signed in stays so over a day forward and back; nobody stays for as long as the clock was wrong', async () => {
  const cookie = cookieOf(await signIn())
  const seen: boolean[] = []
  for (const days of [1, -1, 0, 13, 0]) {
    setClock(days)
    seen.push(await isIn(cookie))
  }
  expect(seen).toEqual([true, true, true, true, true])
  // while he was there in 13 days, his session ended in 27: used again today it ends in 14
  setClock(16)
  expect(await isIn(cookie)).toBe(false)
  setClock(365)
  const ahead = cookieOf(await signIn())
  expect(await isIn(ahead)).toBe(true)
  setClock(0)
  expect(await isIn(ahead)).toBe(false)
  // twin: one that is opened a day ahead, which happens, goes on
  setClock(1)
  const near = cookieOf(await signIn())
  setClock(0)
  expect(await isIn(near)).toBe(true)
})

test('who tried too often a day ahead is not locked out for that day', async () => {
  setClock(1)
  for (let i = 0; i < 11; i++) await signIn('wrong')
  expect((await signIn()).status).toBe(429)
  setClock(0)
  expect((await signIn()).status).toBe(200)
})

test('a right that is taken away is gone within a second although the clock was set back in that second', async () => {
  const { ids } = await addColleagues(app.house, await app.principal('administrator'), [
    { name: '赵六', email: 'zhao@firm.test', password, roles: ['manager'] },
  ])
  const cookie = cookieOf(await signIn(password, 'zhao@firm.test'))
  const me = async () => (await fetch(`${app.url}/api/v1/me`, { headers: { cookie } })).json() as Promise<{ can: { undoOthers: boolean } }>
  expect((await me()).can.undoOthers).toBe(true)
  setClock(-1)
  expect((await app.as.administrator('PATCH', `/users/${ids[0]}`, { roles: ['salesperson'] })).status).toBe(200)
  await soon(async () => expect((await me()).can.undoOthers).toBe(false))
})

test('tables that changed before the clock was set back are read all the same', async () => {
  await sales('GET', '/leads')
  await ask(app, 'alter table $.o_lead add column strange text')
  setClock(1)
  expect((await sales('GET', '/leads?fields=name')).status).toBe(200)
  setClock(-1)
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => sales('POST', '/leads', { name: `表${i}` })))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
})

test('what is made while the clock goes back and forth has ids of its own, stands in lists once, and others hear of it', async () => {
  const heard: string[] = []
  const stop = new AbortController()
  const stream = await fetch(`${app.url}/api/v1/events`, {
    headers: { authorization: `Bearer ${app.keys.salesperson}` },
    signal: stop.signal,
  })
  const listening = (async () => {
    for await (const bytes of stream.body!) heard.push(Buffer.from(bytes).toString())
  })().catch(() => undefined)
  const made: string[] = []
  for (const days of [0, 1, -1, 0, 2, -2, 0]) {
    setClock(days)
    for (let i = 0; i < 6; i++) made.push((await sales('POST', '/leads', { name: `时${made.length}` })).body.id)
  }
  expect(new Set(made).size).toBe(42)
  for (const sort of ['-createdAt', 'createdAt', 'id', 'name']) {
    const listed: string[] = []
    for (let cursor = ''; ;) {
      const { body } = await sales('GET', `/leads?limit=5&sort=${sort}${cursor}`)
      listed.push(...body.records.map((record: { id: string }) => record.id))
      if (!body.next) break
      cursor = `&cursor=${encodeURIComponent(body.next)}`
      setClock(listed.length % 2)
    }
    expect(listed.toSorted(), sort).toEqual(made.toSorted())
  }
  await soon(() => expect(made.filter((id) => !heard.join('').includes(id))).toEqual([]))
  stop.abort()
  await listening
})

test('a request repeated after the clock was set forward by a day is not done again', async () => {
  const order = (word: string) => sales('POST', '/leads', { name: word }, { 'idempotency-key': 'once' })
  const first = await order('钥匙')
  setClock(1)
  await forgetOld(app.house, app.workspace)
  expect((await order('钥匙')).body.id).toBe(first.body.id)
  // twin: days later it is forgotten
  setClock(3)
  expect((await order('钥匙')).body.id).not.toBe(first.body.id)
})

test('imports run whatever the clock says', async () => {
  for (const days of [1, -1]) {
    setClock(days)
    const done = await importTable(app, 'salesperson', 'leads', [['姓名'], [`钟${days}`], [`表${days}`]])
    expect(done).toMatchObject({ state: 'done', created: 2 })
  }
  const place = { database: app.fresh.database, workspace: app.workspace, catalog: await app.house.catalogOf(app.workspace) }
  await soon(async () => expect(await busy(place)).toBe(0))
  expect(await wrongIn(place)).toEqual([])
})

test('what has its day follows the clock: an offer runs out, and holds again when the clock is mended', async () => {
  const { id: account } = (await sales('POST', '/accounts', { name: '恒力' })).body
  const tomorrow = new Date(Date.now() + day).toISOString().slice(0, 10)
  const { id } = (await sales('POST', '/quotes', { account, validUntil: tomorrow, lines: [{ description: '车床', price: '1' }] })).body
  await sales('POST', `/quotes/${id}/send`, {})
  const status = async () => (await sales('GET', `/quotes/${id}`)).body.status
  // how things stand as of now may be a second old
  setClock(4)
  await soon(async () => expect(await status()).toBe('expired'))
  expect((await sales('POST', `/quotes/${id}/accept`, {})).status).toBe(422)
  setClock(-1)
  await soon(async () => expect(await status()).toBe('sent'))
  expect((await sales('POST', `/quotes/${id}/accept`, {})).status).toBe(200)
})
