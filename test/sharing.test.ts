/** One record shared with one colleague: who may, who sees it, for how long, what is told of it, and how it is taken back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { define } from '../src/engine/workspace.ts'
import { type App, type Who, startApp } from './support/app.ts'
import { demanding } from './support/must.ts'
import { listenTo } from './support/listen.ts'
import { ask } from './support/rows.ts'
import { name, part, path as things, thing } from './support/thing.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

const { must, make, status } = demanding(() => app)
const lead = (values: object = {}) => make('/leads', { name: '何丽玲', ...values })
const share = (path: string, user: Who, level = 'read', who: Who = 'salesperson') =>
  must(who, 'POST', `${path}/share`, { user: app.users[user], level })
const unshare = (path: string, user: Who, who: Who = 'salesperson') => must(who, 'POST', `${path}/unshare`, { user: app.users[user] })
const undo = (changeset: string, who: Who = 'salesperson') => must(who, 'POST', `/changesets/${changeset}/undo`, {})
const had = async (path: string, who: Who = 'salesperson') =>
  (await must(who, 'GET', `${path}/shares`)).records.map((each: { user: { id: string }; level: string }) => [each.user.id, each.level])
/** Whether somebody first has something shared with him is looked up once a second. */
const soon = (what: () => unknown) => expect.poll(what, { timeout: 15_000 })

test('a colleague to whom a record is shared sees it, writes it when he may, and no more of it when it is taken back', async () => {
  const path = `/leads/${await lead()}`
  expect(await status('other', path)()).toBe(404)
  await share(path, 'other')
  await soon(status('other', path)).toBe(200)
  expect((await app.as.other('PATCH', path, { company: '华为' })).status).toBe(403)
  expect((await must('other', 'GET', path)).can).toEqual({})
  await share(path, 'other', 'write')
  expect((await app.as.other('PATCH', path, { company: '华为' })).status).toBe(200)
  expect(await had(path)).toEqual([[app.users.other, 'write']])
  expect(await had(path, 'other')).toEqual([[app.users.other, 'write']])
  expect((await app.as.other('DELETE', path)).status).toBe(403)
  await unshare(path, 'other')
  expect(await status('other', path)()).toBe(404)
  expect(await status('other', `${path}/shares`)()).toBe(404)
  expect(await had(path)).toEqual([])
})

test('who has it by a share may not hand it on, nor give it away, nor take it over', async () => {
  const id = await lead()
  const path = `/leads/${id}`
  await share(path, 'other', 'write')
  await soon(async () => (await app.as.other('GET', path)).body.can?.update).toBe(true)
  const { can } = await must('other', 'GET', path)
  expect([can.share, can.unshare, can.assign, can.convert]).toEqual([undefined, undefined, undefined, true])
  const user = app.users.manager
  for (const [deed, input] of Object.entries({
    share: { user, level: 'read' },
    unshare: { user: app.users.other },
    assign: { owner: app.users.other },
  })) {
    const one = await app.as.other('POST', `${path}/${deed}`, input)
    expect([deed, one.status, one.body.code]).toEqual([deed, 403, 'forbidden'])
    const many = await must('other', 'POST', `/leads/actions/${deed}`, { ids: [id], input })
    expect(many).toMatchObject({ done: 0, refused: [{ id, code: 'forbidden' }] })
  }
  const taken = await app.as.other('PATCH', path, { owner: app.users.other })
  expect([taken.status, taken.body.errors]).toMatchObject([422, [{ field: 'owner', code: 'only-shared' }]])
  // the owner as it is may come along
  expect((await app.as.other('PATCH', path, { owner: app.users.salesperson, company: '中兴' })).status).toBe(200)
  // nor by hanging it on a customer of his own, whose owner opens it
  const contact = `/contacts/${await make('/contacts', { name: '何丽玲', account: await make('/accounts', { name: '苏州固特' }) })}`
  await share(contact, 'other', 'write')
  const mine = await make('/accounts', { name: '张洁的客户' }, 'other')
  const hung = await app.as.other('PATCH', contact, { account: mine })
  expect([hung.status, hung.body.errors]).toMatchObject([422, [{ field: 'account', code: 'only-shared' }]])
  expect(await had(path)).toEqual([[app.users.other, 'write']])
  // whoever leads the owner may
  await share(path, 'administrator', 'read', 'manager')
  await unshare(path, 'other', 'manager')
})

test('with oneself, with the owner, with somebody who left or whom nobody knows: each is said at the field', async () => {
  const id = await lead()
  const wrong = async (who: Who, user: string) => {
    const { status: code, body } = await app.as[who]('POST', `/leads/${id}/share`, { user, level: 'read' })
    expect(code).toBe(422)
    return body.errors
  }
  expect(await wrong('manager', app.users.manager)).toMatchObject([{ field: 'user', code: 'share-self' }])
  expect(await wrong('manager', app.users.salesperson)).toMatchObject([{ field: 'user', code: 'share-owner' }])
  expect(await wrong('manager', '01900000-0000-7000-8000-000000000000')).toMatchObject([{ field: 'user', code: 'no-such-record' }])
  await must('administrator', 'POST', `/colleagues/${app.users.other}/disable`)
  expect(await wrong('salesperson', app.users.other)).toMatchObject([
    { field: 'user', code: 'has-left', message: expect.stringContaining('停用') },
  ])
  await must('administrator', 'POST', `/colleagues/${app.users.other}/enable`)
  const none = await app.as.salesperson('POST', `/leads/${id}/unshare`, { user: app.users.other })
  expect([none.status, none.body.errors]).toMatchObject([422, [{ field: 'user', code: 'not-shared' }]])
  const level = await app.as.salesperson('POST', `/leads/${id}/share`, { user: app.users.other, level: 'remove' })
  expect([level.status, level.body.errors]).toMatchObject([422, [{ field: 'level', code: 'not-choice' }]])
})

test('many at once: those that are his, the others with their reasons', async () => {
  const [one, two, foreign] = [await lead(), await lead(), await make('/leads', { name: '别人的' }, 'administrator')]
  const input = { user: app.users.other, level: 'read' }
  const answer = await must('salesperson', 'POST', '/leads/actions/share', { ids: [one, two, foreign], input })
  expect(answer).toMatchObject({ done: 2, refused: [{ id: foreign, code: 'not-found' }] })
  expect([await had(`/leads/${one}`), await had(`/leads/${two}`)]).toEqual([[[app.users.other, 'read']], [[app.users.other, 'read']]])
  expect(await undo(answer.changeset)).toMatchObject({ reverted: 2, refused: [] })
  expect([await had(`/leads/${one}`), await had(`/leads/${two}`)]).toEqual([[], []])
  const none = await must('salesperson', 'POST', '/leads/actions/unshare', { ids: [one], input: { user: app.users.other } })
  expect(none).toMatchObject({ done: 0, refused: [{ id: one, code: 'not-shared' }] })
})

test('its history tells who shared it with whom; undo takes that back, and gives it back', async () => {
  const path = `/leads/${await lead()}`
  const told = async (part: string) =>
    (await must('salesperson', 'GET', `${path}/${part}`)).records.map(({ kind, deed, shares }: Record<string, unknown>) => ({
      kind,
      deed,
      shares,
    }))
  const user = { id: app.users.other, title: '张洁' }
  await share(path, 'other')
  const { changeset } = await share(path, 'other', 'write')
  const given = { kind: 'deed', deed: 'lead.share', shares: [{ user, before: null, after: 'read' }] }
  const raised = { kind: 'deed', deed: 'lead.share', shares: [{ user, before: 'read', after: 'write' }] }
  for (const part of ['history', 'timeline']) expect((await told(part)).slice(0, 2)).toEqual([raised, given])
  expect((await must('salesperson', 'GET', `/changesets/${changeset}/changes`)).records).toMatchObject([
    { did: 'changed', changes: [], shares: [{ user, before: 'read', after: 'write' }] },
  ])
  const undone = await undo(changeset)
  expect(await had(path)).toEqual([[user.id, 'read']])
  expect((await told('history'))[0]).toEqual({ kind: 'change', deed: 'changeset.undo', shares: [{ user, before: 'write', after: 'read' }] })
  await undo(undone.changeset)
  expect(await had(path)).toEqual([[user.id, 'write']])
})

test('an undo is refused where somebody changed the same share again, and not where he shared with another', async () => {
  const path = `/leads/${await lead()}`
  const first = await share(path, 'other')
  await share(path, 'administrator')
  await share(path, 'other', 'write', 'manager')
  const { reverted, refused } = await undo(first.changeset)
  expect([reverted, refused]).toMatchObject([0, [{ code: 'changed-later', by: { id: app.users.manager } }]])
  const second = await unshare(path, 'administrator')
  await share(path, 'other', 'read')
  expect(await undo(second.changeset)).toMatchObject({ reverted: 1, refused: [] })
  expect((await had(path)).toSorted()).toEqual(
    [
      [app.users.administrator, 'read'],
      [app.users.other, 'read'],
    ].toSorted(),
  )
})

test('a removed record comes back with whom it was shared, and what was made and taken back stands in nobody’s way', async () => {
  const made = await must('salesperson', 'POST', '/leads', { name: '王芳' })
  const path = `/leads/${made.id}`
  await share(path, 'other')
  await soon(status('other', path)).toBe(200)
  const { changeset } = await must('salesperson', 'DELETE', path)
  expect(await status('other', path)()).toBe(404)
  expect((await must('other', 'GET', '/leads?limit=200')).records.map(({ id }: { id: string }) => id)).not.toContain(made.id)
  await undo(changeset)
  expect([await status('other', path)(), await had(path)]).toEqual([200, [[app.users.other, 'read']]])
  expect(await undo(made.changeset)).toMatchObject({ reverted: 1, refused: [] })
})

test('two who share at the same moment: both are there; with the same one: one comes after the other', async () => {
  for (let round = 0; round < 6; round++) {
    const id = await lead()
    const path = `/leads/${id}`
    await Promise.all([share(path, 'other'), share(path, 'administrator', 'write'), share(path, 'other', 'write', 'manager')])
    const now = new Map<string, string>(await had(path))
    expect([now.get(app.users.administrator), now.size]).toEqual(['write', 2])
    const log = await ask<{ before: string }>(
      app,
      `select before::text as before from $.change where record = ?::uuid and op = 'u' order by version`,
      [id],
    )
    const levels = log.flatMap(({ before }) =>
      Object.entries(JSON.parse(before) as object)
        .filter(([cell]) => cell.includes(app.users.other))
        .map(([, level]) => level as string | null),
    )
    // what the second found is what the first left
    expect([levels[0], levels[1]]).toEqual([null, now.get(app.users.other) === 'write' ? 'read' : 'write'])
    const gone = await Promise.all([1, 2].map(() => app.as.salesperson('POST', `${path}/unshare`, { user: app.users.other })))
    expect(gone.some((each) => each.status === 200)).toBe(true)
    expect(await had(path)).toEqual([[app.users.administrator, 'write']])
  }
})

test('who gains sight hears that it came and finds it in his list at once; who loses it hears that it is gone', async () => {
  const fresh = await must('administrator', 'POST', '/colleagues', {
    people: [{ name: '周舟', email: 'zhou@firm.test', password: 'correct horse 42', roles: ['salesperson'] }],
  })
  const entered = await fetch(`${app.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'zhou@firm.test', password: 'correct horse 42' }),
  })
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!
  const list = async () =>
    ((await (await fetch(`${app.url}/api/v1/leads`, { headers: { cookie } })).json()) as { records: { id: string }[] }).records.map(
      ({ id }) => id,
    )
  const ear = await listenTo(app.url, { cookie })
  const id = await lead()
  const user = fresh.ids[0] as string
  // his rights are remembered from now on, without any share
  expect(await list()).toEqual([])
  const { changeset } = await must('salesperson', 'POST', `/leads/${id}/share`, { user, level: 'read' })
  await soon(() => ear.heard.at(-1)).toEqual({ object: 'lead', id, version: 2, changeset, kind: 'changed', came: true })
  expect(await list()).toEqual([id])
  await must('salesperson', 'POST', `/leads/${id}/share`, { user, level: 'write' })
  await soon(() => ear.heard.at(-1)).toMatchObject({ id, version: 3, kind: 'changed' })
  expect(ear.heard.at(-1)).not.toHaveProperty('came')
  const last = await must('salesperson', 'POST', `/leads/${id}/unshare`, { user })
  await soon(() => ear.heard.at(-1)).toEqual({ object: 'lead', id, changeset: last.changeset, kind: 'gone' })
  expect(await list()).toEqual([])
  await must('salesperson', 'PATCH', `/leads/${id}`, { company: '听不到' })
  const ids = await Promise.all(Array.from({ length: 60 }, () => lead()))
  const many = await must('salesperson', 'POST', '/leads/actions/share', { ids, input: { user, level: 'read' } })
  await soon(() => ear.heard.at(-1)).toEqual({ object: 'lead', changeset: many.changeset, kind: 'many' })
  expect(ear.heard.filter((event) => event.kind === 'changed')).toHaveLength(2)
  ear.leave()
})

test('what becomes of a record is seen by whom it was shared with: a new version, an order, a customer', async () => {
  const account = await make('/accounts', { name: '苏州恒力' })
  const lines = [{ description: '车床', quantity: '2', price: '45000' }]
  const quote = await make('/quotes', { account, lines, validUntil: '2099-01-01' })
  await share(`/quotes/${quote}`, 'other', 'write')
  await soon(status('other', `/quotes/${quote}`)).toBe(200)
  for (const deed of ['send', 'reject'])
    await must('salesperson', 'POST', `/quotes/${quote}/${deed}`, deed === 'reject' ? { rejectReason: '太贵' } : {})
  const { quote: next } = await must('salesperson', 'POST', `/quotes/${quote}/revise`, {})
  expect(await had(`/quotes/${next}`, 'other')).toEqual([[app.users.other, 'write']])
  expect((await must('other', 'GET', `/quotes/${next}`)).lines).toMatchObject([{ description: '车床' }])
  for (const deed of ['send', 'accept'])
    await must('salesperson', 'POST', `/quotes/${next}/${deed}`, deed === 'send' ? { validUntil: '2099-01-01' } : {})
  // by whoever has it to write: the order is the owner's, and he who made it sees it
  const { order } = await must('other', 'POST', `/quotes/${next}/toOrder`, {})
  expect(await must('other', 'GET', `/orders/${order}`)).toMatchObject({ owner: { id: app.users.salesperson } })
  const hot = await lead({ company: '武汉信源环保有限公司' })
  await share(`/leads/${hot}`, 'other', 'write')
  const made = await must('other', 'POST', `/leads/${hot}/convert`, { opportunity: { name: '一单' } })
  for (const [path, id] of [
    ['accounts', made.account],
    ['contacts', made.contact],
    ['opportunities', made.opportunity],
  ]) {
    expect(await must('other', 'GET', `/${path}/${id}`)).toMatchObject({ owner: { id: app.users.salesperson } })
    expect(await had(`/${path}/${id}`)).toEqual([[app.users.other, 'write']])
  }
})

test('an object made at runtime has it too', async () => {
  await define(app.house, await app.principal('administrator'), { objects: [part, thing] }, app.house.forget)
  const { objects } = await must('other', 'GET', '/schema')
  const shown = objects.find((each: { name: string }) => each.name === name).views.tabs.map((tab: { name: string }) => tab.name)
  // its list goes on opening with everything
  expect(shown).toEqual(['all', 'sharedWithMe'])
  const id = `${things}/${await make(things, { title: '三号机', items: [{ name: '主轴', quantity: '2' }] })}`
  expect(await status('other', id)()).toBe(404)
  const { changeset } = await share(id, 'other', 'write')
  await soon(status('other', id)).toBe(200)
  expect((await must('other', 'GET', id)).items).toMatchObject([{ name: '主轴' }])
  expect((await app.as.other('PATCH', id, { title: '四号机' })).status).toBe(200)
  expect((await app.as.other('POST', `${id}/share`, { user: app.users.manager, level: 'read' })).status).toBe(403)
  await undo(changeset)
  expect(await status('other', id)()).toBe(404)
})

test('lines, personal things and what belongs to nobody have no such deed, and what everybody may see has no shares', async () => {
  const { objects } = await must('administrator', 'GET', '/schema')
  const shared = objects
    .filter(({ actions }: { actions: { name: string }[] }) => actions.some(({ name }) => name === 'share'))
    .map(({ name }: { name: string }) => name)
  expect(shared.toSorted()).toEqual(['account', 'activity', 'contact', 'lead', 'opportunity', 'order', 'payment', 'quote', name].toSorted())
  const product = await make('/products', { name: '泵' }, 'administrator')
  expect((await app.as.administrator('GET', `/products/${product}/shares`)).status).toBe(404)
  expect((await app.as.administrator('POST', `/products/${product}/share`, { user: app.users.other, level: 'read' })).status).toBe(404)
})
