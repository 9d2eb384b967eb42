/** Who is no longer let in: sessions and keys end within a second of what ends them, on every server, and none is good for more than it should be. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKey } from '../src/platform/auth/keys.ts'
import { hashOf } from '../src/platform/auth/secret.ts'
import { addPerson } from '../src/platform/directory/members.ts'
import { disablePerson } from '../src/platform/directory/people.ts'
import { type App, emails, password, startApp } from './support/app.ts'
import { type Document, type Operation, judgeOf } from './support/described.ts'
import { type Colleague, type Doors, anAddress, cookieOf, doorsOf, placed, withKey } from './support/doors.ts'
import { listenTo } from './support/listen.ts'

let app: App
let doors: Doors
let other: Awaited<ReturnType<Doors['another']>>
let operations: Operation[]
beforeAll(async () => {
  app = await startApp()
  doors = doorsOf(app)
  other = await doors.another()
  operations = judgeOf((await app.as.administrator('GET', '/openapi.json')).body as Document).operations
})
afterAll(async () => {
  await other?.close()
  await app?.stop()
})

describe('what is taken away is gone within a second, on every server', () => {
  const admin = (method: string, path: string, body?: unknown) => app.as.administrator(method, path, body)
  const done = async (answer: Promise<{ status: number }>) => expect([200, 204]).toContain((await answer).status)
  type Means = 'session' | 'key'
  const all: Means[] = ['session', 'key']

  test.each<[string, Means[], (one: Colleague) => Promise<unknown>]>([
    ['a colleague is let go', all, (one) => done(admin('POST', `/colleagues/${one.user}/disable`))],
    ['the person is disabled by whoever runs the server', all, (one) => disablePerson(app.fresh.database, one.person)],
    [
      'an administrator gives a new password',
      ['session'],
      (one) => done(admin('POST', `/colleagues/${one.user}/password`, { password: 'fresh-start-2026' })),
    ],
    [
      'somebody changes his own password elsewhere',
      ['session'],
      async (one) => {
        const headers = await doors.enter(one.email)
        await done(doors.send('/me/password', { method: 'POST', body: { current: password, next: 'battery staple' }, headers }))
      },
    ],
    ['he signs out', ['session'], (one) => done(doors.send('/session', { method: 'DELETE', headers: one.session }))],
    ['the key is revoked', ['key'], (one) => done(doors.send(`/me/keys/${one.keyId}`, { method: 'DELETE', headers: one.session }))],
    [
      'his session has run out',
      ['session'],
      (one) => doors.superuser('update platform.session set expires_at = now() where person = $1', [one.person]),
    ],
  ])('%s', async (_, ended, deed) => {
    const [one, bystander] = [await doors.hire(), await doors.hire()]
    const means = { session: one.session, key: withKey(one.key) }
    const statuses = () =>
      Promise.all([app.url, other.url].flatMap((at) => all.map(async (by) => (await doors.send('/me', { headers: means[by], at })).status)))
    // everybody is in, and every server remembers it
    expect(await statuses()).toEqual([200, 200, 200, 200])
    const ears = await Promise.all(ended.map((by) => listenTo(other.url, means[by])))
    await deed(one)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const expected = all.map((by) => (ended.includes(by) ? 401 : 200))
    expect(await statuses()).toEqual([...expected, ...expected])
    // and what was being listened to has ended
    await Promise.all(ears.map((ear) => ear.ended))
    // the twin: nobody else was sent away
    expect((await doors.send('/me', { headers: bystander.session, at: other.url })).status).toBe(200)
  })

  test('a role that is taken takes its rights along', async () => {
    const one = await doors.hire(['administrator'])
    const lead = (await admin('POST', '/leads', { name: '别人的线索', owner: app.users.other })).body.id
    const may = () =>
      Promise.all(
        [app.url, other.url].flatMap((at) => [
          doors.send(`/leads/${lead}`, { headers: one.session, at }).then(({ status }) => status),
          doors
            .send(`/leads/${lead}`, { method: 'PATCH', body: { company: '改过' }, headers: withKey(one.key), at })
            .then(({ status }) => status),
        ]),
      )
    expect(await may()).toEqual([200, 200, 200, 200])
    await done(admin('PATCH', `/users/${one.user}`, { roles: ['salesperson'] }))
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(await may()).toEqual([404, 404, 404, 404])
    // the twin: and comes back with it
    await done(admin('PATCH', `/users/${one.user}`, { roles: ['administrator'] }))
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(await may()).toEqual([200, 200, 200, 200])
  })

  test('one who is let go in one firm stays in the other', async () => {
    const one = await doors.hire()
    const there = await app.neighbour()
    const user = (await there.call('POST', '/users', { name: '周舟' })).body.id
    await addPerson(app.fresh.database, { workspace: there.workspace.id, user, email: one.email, name: '周舟' })
    const { key } = await createKey(app.fresh.database, { person: one.person, workspace: there.workspace.id }, 'test')
    const session = await doors.enter(one.email)
    await done(doors.send('/session/workspace', { method: 'POST', body: { workspace: there.workspace.id }, headers: session }))
    await done(admin('POST', `/colleagues/${one.user}/disable`))
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect((await doors.send('/me', { headers: withKey(one.key) })).status).toBe(401)
    expect((await doors.send('/me', { headers: withKey(key) })).status).toBe(200)
    expect((await doors.send('/me', { headers: session })).body.workspaces).toEqual([
      { id: there.workspace.id, name: there.workspace.name },
    ])
  })
})

describe('sessions', () => {
  test('a token that somebody put into the browser beforehand is never taken over', async () => {
    const planted = `gx_session=${randomBytes(32).toString('base64url')}`
    const fresh = await doors.knock(emails.manager, password, anAddress(), { cookie: planted })
    expect(cookieOf(fresh.headers)).not.toBe(planted)
    expect((await doors.send('/me', { headers: { cookie: planted } })).status).toBe(401)
    // nor that of a session which is somebody else's already: it ends
    const thief = await doors.enter(emails.salesperson)
    const victim = await doors.knock(emails.manager, password, anAddress(), { cookie: thief.cookie })
    expect(victim.body.user.email).toBe(emails.manager)
    expect(cookieOf(victim.headers)).not.toBe(thief.cookie)
    expect((await doors.send('/me', { headers: { cookie: thief.cookie } })).status).toBe(401)
  })

  test('tokens are long, never twice the same, and nobody is let in by a part of one or in another place', async () => {
    const { session, key } = await doors.hire()
    const token = session.cookie.split('=')[1]!
    const tokens = await Promise.all(Array.from({ length: 5 }, async () => (await doors.enter(emails.manager)).cookie))
    expect(new Set(tokens).size).toBe(5)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const hash = hashOf(token)
    const tries: [string, Record<string, string>][] = [
      ['/me', { cookie: `gx_session=${token.slice(0, -1)}` }],
      ['/me', { cookie: `gx_session=${token}x` }],
      ['/me', { cookie: `gx_session=${hash.toString('base64url')}` }],
      ['/me', { cookie: `gx_session=${hash.toString('hex')}` }],
      ['/me', { cookie: `gx_session=${key}` }],
      ['/me', withKey(token)],
      ['/me', withKey(hashOf(key).toString('hex'))],
      ['/me', { authorization: `Basic ${Buffer.from(`${emails.manager}:${password}`).toString('base64')}` }],
      [`/me?gx_session=${token}`, {}],
      [`/me?key=${key}&authorization=${key}`, {}],
    ]
    for (const [path, headers] of tries) expect((await doors.send(path, { headers })).status, path + JSON.stringify(headers)).toBe(401)
    // the twin: each in its place
    for (const headers of [{ cookie: session.cookie }, withKey(key)]) expect((await doors.send('/me', { headers })).status).toBe(200)
  })

  test('a key does what its person may, and none of what only he himself may', async () => {
    const { key, session } = await doors.hire()
    const own = operations.filter(({ described }) => described['x-authz'].who === 'session')
    expect(own.map(({ id }) => id)).toContain('post.me.keys')
    for (const { id, method, path } of own) {
      const headers = withKey(key)
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: { name: 'x' } }
      expect((await doors.send(placed(path), { method, headers, ...body })).body.code, id).toBe('forbidden')
      // the twin: he himself gets as far as what he sent
      if (method === 'POST') expect((await doors.send(placed(path), { method, headers: session, body: {} })).body.code, id).toBe('invalid')
    }
  })
})
