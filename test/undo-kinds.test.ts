import { afterAll, beforeAll, expect, test } from 'vitest'
import { create } from '../src/engine/write/create.ts'
import { deed } from '../src/engine/write/tx.ts'
import { update } from '../src/engine/write/update.ts'
import { type App, type Who, startApp } from './support/app.ts'
import { demanding } from './support/must.ts'
import { importTable } from './support/imports.ts'
import { readWorld } from './support/naive-rights.ts'
import { ask } from './support/rows.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

const { must } = demanding(() => app)
const undo = (who: Who, changeset: string, body: object = {}) => must(who, 'POST', `/changesets/${changeset}/undo`, body)
const lead = (values: object = {}, who: Who = 'salesperson') => must(who, 'POST', '/leads', { name: '何丽玲', ...values })
const readable = async (who: Who, path: string) => (await app.as[who]('GET', path)).status === 200

/** A record as people see it, without which version it is and who wrote last. */
async function shown(path: string): Promise<object> {
  const { version: _, updatedAt: __, updatedBy: ___, changeset: ____, ...rest } = await must('administrator', 'GET', path)
  return rest
}

/** Stored anchors that are not what they would be if computed anew: nobody may go on seeing what hangs elsewhere now. */
async function staleAnchors(): Promise<string[]> {
  const { rows } = await readWorld(app, [])
  const owner = (kind: 'account' | 'lead' | 'contact', id: string | null | undefined) =>
    rows[kind].find((row) => row.id === id)?.f_owner ?? null
  const contacts = rows.contact.filter((row) => row.anchor_owner !== owner('account', row.f_account))
  const follows = (row: Record<string, string | null>) =>
    row.f_lead ? owner('lead', row.f_lead) : row.f_account ? owner('account', row.f_account) : owner('contact', row.f_contact)
  return [...contacts, ...rows.activity.filter((row) => row.anchor_owner !== follows(row))].map((row) => row.id)
}

/** References that lead nowhere. */
const dangling = () =>
  ask(
    app,
    `select c.id from $.o_contact c where f_account is not null and not exists (select 1 from $.o_account a where a.id = c.f_account)
    union all select c.id from $.o_activity c where f_contact is not null and not exists (select 1 from $.o_contact a where a.id = c.f_contact)
    union all select c.id from $.o_lead c where f_account is not null and not exists (select 1 from $.o_account a where a.id = c.f_account)`,
  )

test('created records go again, come back, and go again', async () => {
  const rows = [
    ['姓名', '手机', '下一步'],
    ...Array.from({ length: 30 }, (_, i) => [`导入${i}`, `138${String(10_000_000 + i)}`, i % 2 ? '寄样品' : '']),
  ]
  const done = await importTable(app, 'salesperson', 'leads', rows)
  expect(done).toMatchObject({ created: 30, failed: 0 })
  const all = () =>
    ask(
      app,
      `select id, f_name, f_next_step, f_mobile_e164 from $.o_lead where f_name like '导入%' order by id`.replace(', f_mobile_e164', ''),
    )
  const made = await all()
  expect(made.filter((row) => row.f_next_step === '寄样品')).toHaveLength(15)
  const gone = await undo('salesperson', done.changeset)
  expect(gone).toMatchObject({ reverted: 30, refused: [] })
  expect(await all()).toEqual([])
  expect(await ask(app, 'select id from $.o_activity')).toEqual([])
  const back = await undo('salesperson', gone.changeset)
  expect(back).toMatchObject({ reverted: 30, refused: [] })
  expect(await all()).toEqual(made)
  expect(await undo('salesperson', back.changeset)).toMatchObject({ reverted: 30, refused: [] })
  expect(await all()).toEqual([])
})

test('a follow-up on an imported lead keeps that lead, and says whose it is', async () => {
  const done = await importTable(app, 'salesperson', 'leads', [['姓名'], ['跟进过的'], ['没人理的']])
  const [row] = await ask(app, `select id from $.o_lead where f_name = '跟进过的'`)
  await must('manager', 'POST', '/activities', { kind: 'call', text: '聊过了', lead: row!.id, doneAt: '2026-03-01T02:00:00Z' })
  const { reverted, refused } = await undo('salesperson', done.changeset)
  expect([reverted, refused]).toMatchObject([
    1,
    [{ object: 'lead', id: row!.id, code: 'stands-on-it', by: { id: app.users.manager }, subject: '1' }],
  ])
  expect(await ask(app, `select f_name from $.o_lead where f_name in ('跟进过的', '没人理的')`)).toEqual([{ f_name: '跟进过的' }])
})

test('lines of one customer far apart in a table go together, and stay together', async () => {
  const names = Array.from({ length: 1500 }, (_, i) => (i === 0 || i === 1400 ? '跨段机械有限公司' : `公司${i}有限公司`))
  const rows = [['公司名称', '联系人'], ...names.map((name, i) => [name, `人${i}`])]
  const done = await importTable(app, 'administrator', 'accounts', rows, {
    mapping: { 公司名称: 'name', 联系人: 'contact.name' },
    twins: 'update',
  })
  expect(done).toMatchObject({ created: 1499, updated: 1, failed: 0 })
  const gone = await undo('administrator', done.changeset)
  expect([gone.reverted, gone.refused]).toEqual([1500, []])
  const back = await undo('administrator', gone.changeset)
  expect([back.reverted, back.refused, await dangling()]).toEqual([1500, [], []])
  const [late] = await ask(app, `select id from $.o_contact where f_name = '人1400'`)
  await must('administrator', 'PATCH', `/contacts/${late!.id}`, { title: '厂长' })
  const kept = await undo('administrator', done.changeset)
  expect(kept.refused.map((each: { object: string; code: string }) => [each.object, each.code]).toSorted()).toEqual([
    ['account', 'stands-on-it'],
    ['contact', 'changed-later'],
  ])
  expect(await dangling()).toEqual([])
}, 120_000)

test('a removed lead comes back whole: its follow-ups, its next step, when it was last spoken to', async () => {
  const { id } = await lead({ company: '瑞力自动化', mobile: '13925522956', nextStep: '送样品', nextStepAt: '2030-01-02' })
  await must('salesperson', 'POST', '/activities', { kind: 'call', text: '第一次', lead: id, doneAt: '2026-03-01T02:00:00Z' })
  const before = await shown(`/leads/${id}`)
  expect(before).toMatchObject({ nextStep: '送样品', lastContactAt: '2026-03-01T02:00:00.000Z', status: 'working' })
  const { changeset } = await must('salesperson', 'DELETE', `/leads/${id}`)
  expect(await readable('administrator', `/leads/${id}`)).toBe(false)
  expect(await undo('salesperson', changeset)).toMatchObject({ reverted: 1, refused: [] })
  expect(await shown(`/leads/${id}`)).toEqual(before)
  expect(await app.as.salesperson('GET', '/leads?search=rlzdh')).toMatchObject({ body: { records: [{ id }] } })
})

test('a follow-up that is older than its lead comes back with it, and so does the next step', async () => {
  const first = await lead({ nextStep: '寄目录' })
  const [task] = await ask(app, 'select id from $.o_activity where f_lead = ?::uuid', [first.id])
  const second = await lead()
  await must('salesperson', 'PATCH', `/activities/${task!.id}`, { lead: second.id })
  const { changeset } = await must('salesperson', 'DELETE', `/leads/${second.id}`)
  await undo('salesperson', changeset)
  expect(await shown(`/leads/${second.id}`)).toMatchObject({ nextStep: '寄目录' })
})

test('what one deed made and pointed to goes again as one', async () => {
  const { id } = await lead({ company: '转换机械' })
  const who = await app.principal('salesperson')
  const { changeset, result } = await deed(app.house, who, 'lead.convert', async (tx) => {
    const { done } = await create(tx, 'account', [{ subject: 1, values: { name: '转换机械' } }])
    await update(tx, 'lead', [{ id, subject: 1, values: { account: done[0]!.id, status: 'converted' } }], { trusted: true })
    return done[0]!.id
  })
  expect(await undo('salesperson', changeset)).toMatchObject({ reverted: 1, refused: [] })
  expect(await shown(`/leads/${id}`)).toMatchObject({ account: null, status: 'new' })
  expect(await readable('administrator', `/accounts/${result}`)).toBe(false)
})

test('an assigned record and what hangs on it go back to whom they belonged', async () => {
  const account = await must('salesperson', 'POST', '/accounts', { name: '转交机械' })
  const contact = await must('salesperson', 'POST', '/contacts', { name: '孙工', account: account.id, owner: app.users.salesperson })
  const call = await must('salesperson', 'POST', '/activities', { kind: 'call', text: '来电', contact: contact.id, account: account.id })
  const { changeset } = await must('salesperson', 'POST', `/accounts/${account.id}/assign`, { owner: app.users.other })
  expect(await readable('other', `/activities/${call.id}`)).toBe(true)
  expect(await undo('salesperson', changeset)).toMatchObject({ reverted: 1, refused: [] })
  expect([
    await readable('other', `/accounts/${account.id}`),
    await readable('other', `/activities/${call.id}`),
    await readable('salesperson', `/accounts/${account.id}`),
  ]).toEqual([false, false, true])
  expect(await staleAnchors()).toEqual([])
})

test('what comes back hangs on whoever holds its place now', async () => {
  const account = await must('salesperson', 'POST', '/accounts', { name: '换人机械' })
  const contact = await must('administrator', 'POST', '/contacts', { name: '老周', account: account.id, owner: null })
  const call = await must('administrator', 'POST', '/activities', { kind: 'call', text: '来电', account: account.id, owner: null })
  const removed = await must('administrator', 'DELETE', `/contacts/${contact.id}`)
  const elsewhere = await must('administrator', 'PATCH', `/activities/${call.id}`, { account: null })
  await must('administrator', 'POST', `/accounts/${account.id}/assign`, { owner: app.users.other })
  await undo('administrator', removed.changeset)
  await undo('administrator', elsewhere.changeset)
  for (const path of [`/contacts/${contact.id}`, `/activities/${call.id}`])
    expect([await readable('salesperson', path), await readable('other', path)]).toEqual([false, true])
  expect(await staleAnchors()).toEqual([])
})

test('a bulk edit is one deed: all of it goes back, or the rows that are named', async () => {
  const ids = await Promise.all(
    Array.from({ length: 6 }, (_, i) => lead({ name: `批量${i}`, rating: 'A' }).then((record) => record.id as string)),
  )
  const { changeset } = await must('salesperson', 'POST', '/leads/batch', { update: ids.map((id) => ({ id, rating: 'D', note: '批量' })) })
  const ratings = async () =>
    (await ask(app, `select f_rating from $.o_lead where f_name like '批量%' order by f_name`)).map((row) => row.f_rating).join('')
  expect(await undo('salesperson', changeset, { subjects: [2, 3, 3, 4711] })).toMatchObject({ reverted: 2, refused: [] })
  expect(await ratings()).toBe('DAADDD')
  expect(await undo('salesperson', changeset)).toMatchObject({ refused: [] })
  expect(await ratings()).toBe('AAAAAA')
  expect((await app.as.salesperson('POST', `/changesets/${changeset}/undo`, {})).body.code).toBe('not-now')
})

test('a later change that was taken back stands in nobody’s way', async () => {
  const { id } = await lead({ rating: 'A' })
  const first = await must('salesperson', 'PATCH', `/leads/${id}`, { rating: 'B' })
  const second = await must('manager', 'PATCH', `/leads/${id}`, { rating: 'C' })
  expect((await undo('salesperson', first.changeset)).refused).toMatchObject([{ id, field: 'rating', by: { id: app.users.manager } }])
  await undo('manager', second.changeset)
  expect(await undo('salesperson', first.changeset)).toMatchObject({ reverted: 1, refused: [] })
  expect(await shown(`/leads/${id}`)).toMatchObject({ rating: 'A' })
})

test('a record that was removed since cannot get its old value back, and that is said', async () => {
  const { id } = await lead({ rating: 'A' })
  const { changeset } = await must('salesperson', 'PATCH', `/leads/${id}`, { rating: 'B' })
  await must('manager', 'DELETE', `/leads/${id}`)
  expect(await undo('salesperson', changeset)).toMatchObject({
    reverted: 0,
    refused: [{ id, code: 'removed-later', by: { id: app.users.manager } }],
  })
})

test('what stood on a record that is gone now does not come back without it', async () => {
  const account = await must('salesperson', 'POST', '/accounts', { name: '没了机械' })
  const contact = await must('salesperson', 'POST', '/contacts', { name: '老郑', account: account.id })
  const moved = await lead({ name: '转过' })
  await ask(app, 'update $.o_lead set f_account = ?::uuid where id = ?::uuid', [account.id, moved.id])
  const first = await must('salesperson', 'DELETE', `/contacts/${contact.id}`)
  const second = await must('salesperson', 'DELETE', `/accounts/${account.id}`)
  expect(await undo('salesperson', first.changeset)).toMatchObject({
    reverted: 0,
    refused: [{ id: contact.id, field: 'account', code: 'target-removed', by: { id: app.users.salesperson } }],
  })
  expect(await dangling()).toEqual([])
  expect(await undo('salesperson', second.changeset)).toMatchObject({ reverted: 1, refused: [] })
  expect((await shown(`/leads/${moved.id}`)) as { account: object }).toMatchObject({ account: { id: account.id } })
  expect(await undo('salesperson', first.changeset)).toMatchObject({ reverted: 1, refused: [] })
})

test('a refusal tells nothing of what he may no longer read', async () => {
  const made = await lead({ name: '我的', company: '旧名' })
  await must('salesperson', 'POST', `/leads/${made.id}/assign`, { owner: app.users.other })
  await must('other', 'PATCH', `/leads/${made.id}`, { name: '不给看的名字' })
  const answer = await undo('salesperson', made.changeset)
  expect(answer).toMatchObject({ reverted: 0, refused: [{ id: made.id }] })
  expect(JSON.stringify(answer)).not.toContain('不给看')
})

test('the month of one’s own is over for salespeople, not for managers over theirs; another firm’s deed is unknown', async () => {
  const { id } = await lead({ rating: 'A' })
  const { changeset } = await must('salesperson', 'PATCH', `/leads/${id}`, { rating: 'B' })
  await ask(app, `update $.changeset set at = at - interval '31 days' where id = ?::uuid`, [changeset])
  expect((await app.as.salesperson('POST', `/changesets/${changeset}/undo`, {})).status).toBe(403)
  for (const who of ['other'] as const) expect((await app.as[who]('POST', `/changesets/${changeset}/undo`, {})).status).toBe(404)
  const { call } = await app.neighbour()
  expect((await call('POST', `/changesets/${changeset}/undo`, {})).status).toBe(404)
  expect(await undo('manager', changeset)).toMatchObject({ reverted: 1 })
})

test('a number is given once: what was removed comes back with its own, and the next gets the next', async () => {
  const { id: account } = await must('salesperson', 'POST', '/accounts', { name: '编号机械' })
  const order = () => must('salesperson', 'POST', '/orders', { account, lines: [{ description: '车床', price: '1' }] })
  const first = await order()
  const { changeset } = await must('salesperson', 'DELETE', `/orders/${first.id}`)
  const second = await order()
  await undo('salesperson', changeset)
  expect((await must('salesperson', 'GET', `/orders/${first.id}`)).number).toBe(first.number)
  expect(second.number).not.toBe(first.number)
})
