/** Who is let in: how passwords are kept, that nobody learns who has an account, and how often one may try. Over HTTP, as a browser sends it. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countAttempt } from '../src/platform/auth/limits.ts'
import { argon2Runs, verifyPassword } from '../src/platform/auth/password.ts'
import { hashOf } from '../src/platform/auth/secret.ts'
import { disablePerson } from '../src/platform/directory/people.ts'
import { serve } from '../src/server.ts'
import { type App, emails, password, startApp } from './support/app.ts'
import { type Doors, anAddress, doorsOf } from './support/doors.ts'
import { rounds } from './support/long.ts'

let app: App
let doors: Doors
let other: Awaited<ReturnType<Doors['another']>>
beforeAll(async () => {
  app = await startApp()
  doors = doorsOf(app)
  other = await doors.another()
})
afterAll(async () => {
  await other?.close()
  await app?.stop()
})
beforeEach(() => doors.superuser('delete from platform.attempt'))

describe('passwords', () => {
  const cheap = (rows: { password: string }[]) =>
    rows.filter(({ password: kept }) => {
      const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]{22})\$[\w+/]{43}$/.exec(kept)
      // what OWASP advises at least: 19 MiB, two passes
      return !found || Number(found[1]) < 19_456 || Number(found[2]) < 2
    })

  test('each is kept as argon2id, as costly as advised, with a salt of its own', async () => {
    await doors.hire()
    const rows = await doors.superuser<{ password: string }>('select password from platform.person')
    expect(rows.length).toBeGreaterThan(4)
    expect(cheap(rows)).toEqual([])
    // all of them chose the same one
    expect(new Set(rows.map((row) => row.password.split('$')[4])).size).toBe(rows.length)
    // the twin: a cheaper one, and one that is no argon2 at all, are seen
    const weak = [{ password: rows[0]!.password.replace('m=19456', 'm=1024') }, { password: hashOf(password).toString('hex') }]
    expect(cheap(weak)).toEqual(weak)
  })

  test('nothing in the database lets anybody in: no password, token, key or answer to the set-up page', async () => {
    const { session, key } = await doors.hire()
    const secrets = [password, session.cookie.split('=')[1]!, key]
    expect(await findings(secrets)).toEqual([])
    // the twin: one who sends his token as the name of his browser leaves it there
    await enterAs(emails.other, { 'user-agent': secrets[1]! })
    expect(await findings(secrets)).toEqual(['platform.session'])
  })

  const enterAs = (email: string, headers: Record<string, string>) => doors.knock(email, password, anAddress(), headers)

  /** Tables in which one of them stands: as it is, in base64 or in hex. */
  async function findings(secrets: string[]): Promise<string[]> {
    const written = secrets.flatMap((one) => [one, Buffer.from(one).toString('base64'), Buffer.from(one).toString('hex')])
    const tables = await doors.superuser<{ at: string }>(
      `select format('%I.%I', schemaname, tablename) as at from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    const found: string[] = []
    for (const { at } of tables) {
      const [row] = await doors.superuser<{ there: boolean }>(
        `select exists (select from ${at} t, unnest($1::text[]) secret where strpos(t::text, secret) > 0) as there`,
        [written],
      )
      if (row!.there) found.push(at)
    }
    return found
  }
})

describe('who is unknown cannot be told from who is known', () => {
  test('the answers are the same to the letter, and so is the work', async () => {
    const gone = await doors.hire()
    await disablePerson(app.fresh.database, gone.person)
    const tries: [string, string][] = [
      ['nobody@firm.test', password],
      [emails.salesperson, 'wrong horse'],
      [gone.email, password],
      [`${'x'.repeat(900)}@firm.test`, 'wrong horse'],
      ['not an e-mail', ''],
    ]
    const said: string[] = []
    for (const [email, secret] of tries) {
      const runs: string[] = []
      const count = (run: unknown) => runs.push(JSON.stringify(run))
      argon2Runs.subscribe(count)
      const answer = await doors.knock(email, secret)
      argon2Runs.unsubscribe(count)
      const headers = [...answer.headers.entries()].filter(([name]) => name !== 'date')
      said.push(JSON.stringify([answer.status, answer.text, headers, runs]))
    }
    expect(new Set(said).size).toBe(1)
    expect(said[0]).toContain('19456')
  })

  test('nor by the clock: medians side by side', async () => {
    const wrong = async () => void (await doors.knock(emails.salesperson, 'wrong horse'))
    const unknown = async () => void (await doors.knock('nobody@firm.test', 'wrong horse'))
    // the twin hashes only where there is something to compare with
    const naiveWrong = () => naively(emails.salesperson)
    const naiveUnknown = () => naively('nobody@firm.test')
    const [w, u, nw, nu] = await mediansOf([wrong, unknown, naiveWrong, naiveUnknown], rounds(9, 200))
    expect(u! / w!).toBeGreaterThan(0.6)
    expect(u! / w!).toBeLessThan(1.6)
    expect(nu! / nw!).toBeLessThan(0.6)
  })

  /** Signing in as one writes it first. */
  async function naively(email: string): Promise<void> {
    const [found] = await doors.superuser<{ password: string }>('select password from platform.person where email = $1', [email])
    if (found) await verifyPassword('wrong horse', found.password)
  }

  /** In turns, so that whatever else the machine does falls on all alike. */
  async function mediansOf(deeds: (() => Promise<void>)[], times: number): Promise<number[]> {
    const took = deeds.map((): number[] => [])
    for (let i = 0; i < times; i++) {
      if (i % 8 === 0) await doors.superuser('delete from platform.attempt')
      for (const [at, deed] of deeds.entries()) {
        const began = performance.now()
        await deed()
        took[at]!.push(performance.now() - began)
      }
    }
    return took.map((each) => each.toSorted((a, b) => a - b)[Math.floor(each.length / 2)]!)
  }
})

describe('limits', () => {
  /** Tries that nobody has to wait for. */
  const counted = (times: number, from: (i: number) => string) =>
    Promise.all(Array.from({ length: times }, (_, i) => countAttempt(app.fresh.database, { email: `v${i}@firm.test`, address: from(i) })))

  test('ten tries for an account, from wherever they come, known or not', async () => {
    for (const email of [emails.other, 'nobody-at-all@firm.test']) {
      for (let tries = 0; tries < 10; tries++) expect((await doors.knock(email, 'wrong horse')).status).toBe(401)
      const refused = await doors.knock(email.toUpperCase(), password)
      expect([refused.status, refused.body.code]).toEqual([429, 'too-many'])
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    // the twin: a colleague's tries are his own
    expect((await doors.knock(emails.manager, password)).status).toBe(200)
  })

  test.each([
    ['an IPv4 address', () => '203.0.113.9', '203.0.113.10'],
    ['an IPv6 network of 64 bits', (i: number) => `2001:db8:7:7:${i.toString(16)}::${i}`, '2001:db8:7:8::1'],
    ['the same IPv4 address written as IPv6', (i: number) => (i % 2 ? '198.51.100.4' : '::ffff:198.51.100.4'), '::ffff:198.51.100.5'],
  ])('fifty tries from %s, whatever the accounts', async (_, from, neighbour) => {
    // a few at once, on two servers whose clocks may differ: none of them may begin to count anew
    await counted(45, from)
    const at = (i: number) => (i % 2 ? other.url : app.url)
    const some = [45, 46, 47, 48, 49].map((i) => doors.knock(`v${i}@firm.test`, 'x', from(i), {}, at(i)))
    expect((await Promise.all(some)).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401])
    expect((await doors.knock(emails.manager, password, from(51))).status).toBe(429)
    expect((await doors.knock(emails.manager, password, neighbour)).status).toBe(200)
  })

  test('only a proxy on this machine may say where a call comes from', async () => {
    const server = serve(app.house, { url: 'http://127.0.0.1', log: 'silent', dist: null })
    const from = (remoteAddress: string, told: string) =>
      server.inject({
        method: 'POST',
        url: '/api/v1/session',
        payload: { email: `${randomBytes(4).toString('hex')}@firm.test`, password: 'x' },
        remoteAddress,
        headers: { 'x-forwarded-for': told, forwarded: `for=${told}`, 'x-real-ip': told },
      })
    const answers = async (remoteAddress: string) => {
      await counted(48, () => remoteAddress)
      await Promise.all([1, 2].map((i) => from(remoteAddress, `10.9.8.${i}`)))
      return (await from(remoteAddress, '10.9.8.99')).statusCode
    }
    expect(await answers('203.0.113.77')).toBe(429)
    // the twin: it is believed where the proxy stands
    expect(await answers('127.0.0.1')).toBe(401)
    await server.close()
  })

  test('a session that was left open does not help to guess the password', async () => {
    const { session } = await doors.hire()
    const change = (current: string) =>
      doors.send('/me/password', {
        method: 'POST',
        body: { current, next: 'battery staple' },
        headers: { ...session, 'x-forwarded-for': anAddress() },
      })
    for (let tries = 0; tries < 10; tries++) expect((await change('wrong horse')).status).toBe(422)
    expect((await change(password)).status).toBe(429)
  })

  test('tries are counted on all servers together', async () => {
    for (let tries = 0; tries < 10; tries++) {
      const at = tries % 2 ? app.url : other.url
      expect((await doors.send('/session', { method: 'POST', body: { email: 'both@firm.test', password: 'x' }, at })).status).toBe(401)
    }
    for (const at of [app.url, other.url])
      expect((await doors.send('/session', { method: 'POST', body: { email: 'both@firm.test', password: 'x' }, at })).status).toBe(429)
  })
})
