import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, type Who, startApp } from '../../../../test/support/app.ts'
import { ask } from '../../../../test/support/rows.ts'
import type { RecordJson } from '../../../lib/wire.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

const sales = (method: string, path: string, body?: unknown) => app.as.salesperson(method, path, body)
const make = async (path: string, body: object, who: Who = 'salesperson'): Promise<RecordJson & { changeset: string }> => {
  const answer = await app.as[who]('POST', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const read = async (path: string): Promise<RecordJson> => (await sales('GET', path)).body
const of = async (path: string, field: string, id: string): Promise<RecordJson[]> =>
  (await sales('POST', `${path}/query`, { filter: { field, op: 'eq', value: id }, sort: 'createdAt' })).body.records
const convert = async (id: string, input: object = {}) => {
  const answer = await sales('POST', `/leads/${id}/convert`, input)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body as { account: string; contact: string | null; opportunity?: string; changeset: string }
}
const undo = (changeset: string) => sales('POST', `/changesets/${changeset}/undo`, {}).then(({ body }) => body)
let n = 0
/** A number nobody else has. */
const mobile = () => `1380013${String(8000 + n++)}`

test('joined to a contact, it gives what he lacks and overwrites nothing; undone, he is as he was', async () => {
  const number = mobile()
  const account = await make('/accounts', { name: '无锡泰力' })
  const contact = await make('/contacts', { name: '老王', account: account.id, title: '厂长' })
  const lead = await make('/leads', { name: '王工', company: '泰力', title: '总工', mobile: number, email: 'w@taili.cn' })
  const made = await convert(lead.id, { contact: contact.id })
  expect(made).toMatchObject({ account: account.id, contact: contact.id })
  expect(await read(`/contacts/${contact.id}`)).toMatchObject({ name: '老王', title: '厂长', mobile: number, email: 'w@taili.cn' })
  expect(await of('/contacts', 'account', account.id)).toHaveLength(1)
  expect(await undo(made.changeset)).toMatchObject({ reverted: 1, refused: [] })
  expect(await read(`/contacts/${contact.id}`)).toMatchObject({ name: '老王', mobile: null, email: null })
  expect(await read(`/leads/${lead.id}`)).toMatchObject({ status: 'new', account: null, contact: null })
})

test('undone, all that it made is taken apart and the follow-ups are the lead’s again', async () => {
  const lead = await make('/leads', { name: '撤回来', company: '撤回机械', nextStep: '打电话', nextStepAt: '2031-01-01' })
  const made = await convert(lead.id, { opportunity: { name: '一单' } })
  expect(await undo(made.changeset)).toMatchObject({ reverted: 1, refused: [] })
  for (const path of [`/accounts/${made.account}`, `/contacts/${made.contact}`, `/opportunities/${made.opportunity}`])
    expect((await sales('GET', path)).status).toBe(404)
  expect(await read(`/leads/${lead.id}`)).toMatchObject({ status: 'new', account: null, nextStep: '打电话', can: { convert: true } })
  expect(await of('/activities', 'lead', lead.id)).toMatchObject([{ account: null, contact: null, opportunity: null }])
  await convert(lead.id)
})

test('undo is refused where something stands on it, and says what', async () => {
  const lead = await make('/leads', { name: '站住', company: '站住机械', nextStep: '打电话' })
  const made = await convert(lead.id, { opportunity: { name: '一单' } })
  await make('/activities', { kind: 'visit', text: '去过了', account: made.account })
  const { reverted, refused } = await undo(made.changeset)
  expect([reverted, refused]).toMatchObject([
    0,
    [{ object: 'account', id: made.account, code: 'stands-on-it', message: '之后又有跟进「去过了」用到它', by: { title: '李涛' } }],
  ])
  expect(await read(`/leads/${lead.id}`)).toMatchObject({ status: 'converted' })
  expect((await sales('GET', `/opportunities/${made.opportunity}`)).status).toBe(200)
})

test('a task that was on the lead and is done since does not stand in the way', async () => {
  const lead = await make('/leads', { name: '做完了', company: '做完机械', nextStep: '打电话' })
  const made = await convert(lead.id)
  const [task] = await of('/activities', 'lead', lead.id)
  await sales('POST', `/activities/${task!.id}/complete`, { outcome: 'done' })
  expect(await undo(made.changeset)).toMatchObject({ reverted: 1, refused: [] })
  expect(await of('/activities', 'lead', lead.id)).toMatchObject([{ account: null, outcome: 'done' }])
})

test('of many, new ones are made, a firm once; who looks like somebody we have is left to be decided one by one', async () => {
  const number = mobile()
  await make('/contacts', { name: '已有的', mobile: number })
  const create = [
    { name: '甲', company: '同一家机械有限公司' },
    { name: '乙', company: '同一家机械' },
    { name: '丙', mobile: number },
    { name: '丁' },
  ]
  const { records } = (await sales('POST', '/leads/batch', { create })).body as { records: RecordJson[] }
  const { body } = await sales('POST', '/leads/actions/convert', { ids: records.map(({ id }) => id), input: {} })
  expect(body).toMatchObject({ done: 3, refused: [{ id: records[2]!.id, code: 'twin', message: '和已有的「已有的」像是同一个' }] })
  const after = await Promise.all(records.map(({ id }) => read(`/leads/${id}`)))
  expect(after.map(({ status }) => status)).toEqual(['converted', 'converted', 'new', 'converted'])
  expect((after[0]!.account as { id: string }).id).toBe((after[1]!.account as { id: string }).id)
  expect(await undo(body.changeset)).toMatchObject({ reverted: 3, refused: [] })
  const account = await make('/accounts', { name: '都归它' })
  expect((await sales('POST', '/leads/actions/convert', { ids: [records[2]!.id], input: { account: account.id } })).body).toMatchObject({
    done: 1,
  })
  expect(
    (await sales('POST', '/leads/actions/convert', { ids: [records[3]!.id], input: { opportunity: { name: '一单' } } })).body.errors,
  ).toMatchObject([{ field: 'opportunity', code: 'unknown-field' }])
})

test('a converted lead is removed: what is the customer’s by now stays with him', async () => {
  const lead = await make('/leads', { name: '删线索', company: '删线索机械', nextStep: '打电话' })
  const { account } = await convert(lead.id)
  const { body } = await sales('DELETE', `/leads/${lead.id}`)
  expect(await read(`/accounts/${account}`)).toMatchObject({ nextStep: '打电话' })
  expect(await of('/activities', 'account', account)).toMatchObject([{ lead: null }])
  expect(await undo(body.changeset)).toMatchObject({ refused: [] })
  expect(await of('/activities', 'lead', lead.id)).toMatchObject([{ account: { id: account } }])
})

test('a customer whom he may only read is joined; the contact is his owner’s to see, and nothing of theirs is written', async () => {
  const account = await make('/accounts', { name: '张洁的客户' }, 'other')
  const contact = await make('/contacts', { name: '老赵', account: account.id }, 'other')
  const share = (object: string, id: string) =>
    ask(app, `insert into $.share (object, record, user_id, level, at) values (?, ?::uuid, ?::uuid, 'read', now())`, [
      object,
      id,
      app.users.salesperson,
    ])
  await share('account', account.id)
  await share('contact', contact.id)
  await pause(1100)
  const lead = await make('/leads', { name: '小赵', company: '张洁的客户有限公司', nextStep: '回访', mobile: mobile() })
  expect((await sales('GET', `/leads/${lead.id}/convert`)).body.offers.account).toMatchObject([{ id: account.id, sure: true }])
  const made = await convert(lead.id, { account: account.id })
  expect((await app.as.other('GET', `/contacts/${made.contact}`)).body).toMatchObject({ name: '小赵', account: { id: account.id } })
  expect((await app.as.other('GET', `/accounts/${account.id}`)).body).toMatchObject({ nextStep: '回访' })
  const second = await convert((await make('/leads', { name: '老赵', mobile: mobile() })).id, { contact: contact.id })
  expect(second).toMatchObject({ account: account.id, contact: contact.id })
  expect((await app.as.other('GET', `/contacts/${contact.id}`)).body).toMatchObject({ mobile: null, version: 1 })
})
