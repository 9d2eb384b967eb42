import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, type Who, startApp } from '../../../../test/support/app.ts'
import { judgeOf } from '../../../../test/support/described.ts'
import { csvOf } from '../../../../test/support/imports.ts'
import type { Offer, RecordJson } from '../../../lib/wire.ts'

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
let n = 0
/** A number nobody else has. */
const mobile = () => `1380013${String(8000 + n++)}`

test('a lead becomes a customer with its contact; what was known goes along, follow-ups, files and the next step too', async () => {
  const number = mobile()
  const lead = await make('/leads', {
    name: '何丽玲',
    company: '武汉瑞力自动化有限公司',
    title: '采购经理',
    mobile: number,
    phone: '027-87654321',
    email: 'he@ruili-auto.cn',
    wechat: 'heliling',
    region: '武汉',
    address: '光谷大道 1 号',
    source: 'fair',
    note: '要两台冲床',
    nextStep: '寄样品',
    nextStepAt: '2031-01-02',
  })
  const files = new FormData()
  files.append('file', new Blob([csvOf([['a']])]), '报价.csv')
  const headers = { authorization: `Bearer ${app.keys.salesperson}` }
  const { files: kept } = (await (await fetch(`${app.url}/api/v1/files`, { method: 'POST', headers, body: files })).json()) as {
    files: object[]
  }
  await make('/activities', { kind: 'call', text: '聊了样品', lead: lead.id, files: kept, doneAt: new Date().toISOString() })
  const made = await convert(lead.id)
  const account = await read(`/accounts/${made.account}`)
  expect(account).toMatchObject({
    name: '武汉瑞力自动化有限公司',
    kind: 'company',
    phone: '027-87654321',
    region: '武汉',
    address: '光谷大道 1 号',
    source: 'fair',
    note: '要两台冲床',
    owner: { id: app.users.salesperson },
    nextStep: '寄样品',
    nextStepAt: '2031-01-02',
  })
  expect(account.lastContactAt).not.toBeNull()
  expect(await read(`/contacts/${made.contact}`)).toMatchObject({
    name: '何丽玲',
    account: { id: made.account },
    title: '采购经理',
    mobile: number,
    phone: '027-87654321',
    email: 'he@ruili-auto.cn',
    wechat: 'heliling',
    note: null,
  })
  expect(await read(`/leads/${lead.id}`)).toMatchObject({
    status: 'converted',
    account: { id: made.account },
    contact: { id: made.contact },
  })
  const [task, call] = await of('/activities', 'account', made.account)
  expect([task!.text, call!.text]).toEqual(['寄样品', '聊了样品'])
  expect(call!.files).toMatchObject([{ name: '报价.csv' }])
  for (const each of [task!, call!]) expect(each).toMatchObject({ lead: { id: lead.id }, contact: { id: made.contact } })
  const { records } = (await sales('GET', `/leads/${lead.id}/timeline`)).body
  expect(records.filter((entry: { kind: string }) => entry.kind === 'activity')).toHaveLength(2)
  expect(records.filter((entry: { deed: string }) => entry.deed === 'lead.convert')).toHaveLength(1)
})

test('its next step stays one truth: done on the customer, what follows is the customer’s', async () => {
  const lead = await make('/leads', { name: '周建国', company: '常州宏源', nextStep: '打电话', nextStepAt: '2031-02-01' })
  const { account, opportunity } = await convert(lead.id, {
    opportunity: { name: '冲床两台', amount: { amount: '120000', currency: 'CNY' } },
  })
  const tasks = await of('/activities', 'account', account)
  expect(tasks).toMatchObject([{ text: '打电话', opportunity: { id: opportunity }, lead: { id: lead.id } }])
  for (const path of [`/leads/${lead.id}`, `/accounts/${account}`, `/opportunities/${opportunity}`])
    expect(await read(path)).toMatchObject({ nextStep: '打电话', nextStepAt: '2031-02-01' })
  await sales('PATCH', `/accounts/${account}`, { nextStep: '先发微信' })
  expect(await read(`/opportunities/${opportunity}`)).toMatchObject({ nextStep: '先发微信' })
  await sales('POST', `/activities/${tasks[0]!.id}/complete`, { outcome: 'interested', nextStep: '报价', nextStepAt: '2031-03-01' })
  expect(await read(`/opportunities/${opportunity}`)).toMatchObject({
    nextStep: '报价',
    account: { id: account },
    amount: { amount: '120000.00' },
  })
  expect(await read(`/accounts/${account}`)).toMatchObject({ nextStep: '报价' })
  expect(await read(`/leads/${lead.id}`)).toMatchObject({ nextStep: null })
})

test('a person without a firm becomes an individual with one contact; a firm without a name a customer without one', async () => {
  const number = mobile()
  const person = await convert((await make('/leads', { name: '孙晓梅', mobile: number })).id)
  expect(await read(`/accounts/${person.account}`)).toMatchObject({ name: '孙晓梅', kind: 'individual', phone: number })
  expect(await of('/contacts', 'account', person.account)).toMatchObject([{ name: '孙晓梅', mobile: number }])
  const firm = await convert(
    (await make('/leads', { company: '台州瑞丰机电', mobile: mobile(), email: 'info@ruifeng.cn', wechat: 'rf88' })).id,
  )
  expect(firm.contact).toBeNull()
  const account = await read(`/accounts/${firm.account}`)
  expect(account).toMatchObject({ name: '台州瑞丰机电', kind: 'company', note: '微信：rf88\n邮箱：info@ruifeng.cn' })
  expect(account.phone).toMatch(/^1380013/)
})

test('whom it may be is offered with the reason, best first: number, e-mail, firm, mail domain', async () => {
  const number = mobile()
  const firm = await make('/accounts', { name: '固特机械（苏州）有限公司', region: '苏州' })
  const domain = await make('/accounts', { name: '甲乙丙贸易' })
  const near = await make('/accounts', { name: '苏州固特机械设备厂' })
  const same = await make('/contacts', { name: '王芳', account: firm.id, mobile: number })
  const colleague = await make('/contacts', { name: '李雷', account: domain.id, email: 'li@guteng-sz.com' })
  await make('/contacts', { name: '路人', email: 'x@163.com' })
  const lead = await make('/leads', { name: '王芳', company: '苏州固特机械有限公司', mobile: `+86 ${number}`, email: 'wang@guteng-sz.com' })
  const { body } = await sales('GET', `/leads/${lead.id}/convert`)
  expect(body.can).toBe(true)
  const account = body.offers.account as Offer[]
  expect(account.map(({ id, sure }) => [id, sure])).toEqual([
    [firm.id, true],
    [near.id, false],
    [domain.id, false],
  ])
  expect(account[0]).toMatchObject({ title: '固特机械（苏州）有限公司', subtitle: '苏州', reason: '名称相同，联系人王芳手机相同' })
  expect(account.slice(1).map(({ reason }) => reason)).toEqual(['名称相近', '联系人李雷同一企业邮箱 @guteng-sz.com'])
  const contact = body.offers.contact as Offer[]
  expect(contact.map(({ id, reason }) => [id, reason])).toEqual([
    [same.id, '手机相同，姓名相同'],
    [colleague.id, '同一企业邮箱 @guteng-sz.com'],
  ])
  expect(contact[0]!.with).toMatchObject({ account: { id: firm.id } })
  expect(body.otherwise).toMatchObject({ account: '新建客户「苏州固特机械有限公司」', contact: '新建联系人「王芳」' })
  expect(body.starts).toEqual({ opportunity: { name: '苏州固特机械有限公司' } })
})

test('a provider’s domain offers nobody, nor does another firm’s customer that he may not read', async () => {
  const number = mobile()
  await make(
    '/contacts',
    { name: '别人的', mobile: number, email: 'someone@163.com', account: (await make('/accounts', { name: '别家机械' }, 'other')).id },
    'other',
  )
  const lead = await make('/leads', { name: '别人的', company: '别家机械', mobile: number, email: 'me@163.com' })
  expect((await sales('GET', `/leads/${lead.id}/convert`)).body.offers).toEqual({ account: [], contact: [] })
  const hidden = (await app.as.other('GET', '/accounts?search=别家机械')).body.records[0].id
  for (const input of [{ account: hidden }, { account: lead.id }])
    expect((await sales('POST', `/leads/${lead.id}/convert`, input)).body).toMatchObject({
      status: 422,
      errors: [{ field: 'account', code: 'no-such-record' }],
    })
  expect((await read(`/leads/${lead.id}`)).status).toBe('new')
})

test('a contact of one customer cannot be joined at another', async () => {
  const [one, two] = [await make('/accounts', { name: '一号厂' }), await make('/accounts', { name: '二号厂' })]
  const contact = await make('/contacts', { name: '小张', account: one.id })
  const lead = await make('/leads', { name: '小张' })
  expect((await sales('POST', `/leads/${lead.id}/convert`, { account: two.id, contact: contact.id })).body.errors).toMatchObject([
    { field: 'contact', code: 'elsewhere', message: '属于另一个客户「一号厂」' },
  ])
  const loose = await make('/contacts', { name: '小李' })
  const made = await convert((await make('/leads', { name: '小李', company: '李记' })).id, { contact: loose.id })
  expect(await read(`/contacts/${loose.id}`)).toMatchObject({ account: { id: made.account, title: '李记' } })
})

test('a converted lead is not converted, discarded or reopened again', async () => {
  const lead = await make('/leads', { name: '只转一次' })
  await convert(lead.id)
  for (const [deed, input] of [
    ['convert', {}],
    ['discard', { reason: 'price' }],
    ['reopen', {}],
  ] as const)
    expect((await sales('POST', `/leads/${lead.id}/${deed}`, input)).body).toMatchObject({ status: 422, code: 'not-now' })
  expect((await read(`/leads/${lead.id}`)).can).toMatchObject({ convert: 'not-open', discard: 'not-open' })
  expect((await sales('PATCH', `/leads/${lead.id}`, { status: 'new' })).body.errors).toMatchObject([
    { field: 'status', code: 'closing-deed' },
  ])
  const other = await make('/leads', { name: '别人的线索' }, 'other')
  expect((await sales('POST', `/leads/${other.id}/convert`, {})).status).toBe(404)
})

test('what is asked of the deal is placed inside it', async () => {
  const lead = await make('/leads', { name: '问清楚' })
  const errors = async (opportunity: unknown) => (await sales('POST', `/leads/${lead.id}/convert`, { opportunity })).body.errors
  expect(await errors({ amount: 'viel' })).toMatchObject([{ field: 'opportunity.name', code: 'required' }, { field: 'opportunity.amount' }])
  expect(await errors({ name: 'x', stage: 'won' })).toMatchObject([{ field: 'opportunity.stage', code: 'unknown-field' }])
  expect(await errors([])).toMatchObject([{ field: 'opportunity', code: 'wrong-type' }])
  expect((await read(`/leads/${lead.id}`)).status).toBe('new')
})

test('every answer is as the API describes it, closed', async () => {
  const judge = judgeOf((await sales('GET', '/openapi.json')).body)
  const number = mobile()
  await make('/contacts', { name: '描述', mobile: number, account: (await make('/accounts', { name: '描述机械' })).id })
  const lead = await make('/leads', { name: '描述', company: '描述机械', mobile: number })
  const other = await make('/leads', { company: '没有人的公司' })
  const asked: [string, string, object?][] = [
    ['GET', `/leads/${lead.id}/convert`],
    ['POST', `/leads/${lead.id}/convert`, { opportunity: { name: '一单', closeOn: '2031-01-01' } }],
    ['POST', `/leads/${other.id}/convert`, {}],
    ['POST', '/leads/actions/convert', { ids: [lead.id, other.id] }],
  ]
  for (const [method, address, sent] of asked) {
    const { status, body, headers } = await sales(method, address, sent)
    expect(status, JSON.stringify(body)).toBe(200)
    expect(judge.wrong(judge.find(method, address)!, { status, type: headers.get('content-type')!, body })).toEqual([])
  }
})
