/** A broad run: what a server does in its life, once each, in two workspaces. */
import path from 'node:path'
import { expect } from 'vitest'
import { obey } from '../../src/cli/command.ts'
import { exportWorkspace, importWorkspace } from '../../src/cli/export-workspace.ts'
import { loadDemo } from '../../src/demo/load.ts'
import { fillSearch } from '../../src/engine/fills.ts'
import { define } from '../../src/engine/workspace.ts'
import { text } from '../../src/fields/index.ts'
import { forgetOld } from '../../src/platform/jobs/forget.ts'
import { openDoors } from '../../src/platform/postgres/isolation.ts'
import { reachDatabase } from '../../src/platform/reach.ts'
import { type App, password } from './app.ts'
import { handsFor } from './hands.ts'
import { importTable } from './imports.ts'
import { listenTo } from './listen.ts'
import { part, path as things, thing } from './thing.ts'

/** The answers of what was only read; `folder` is for what is written beside the database. */
export async function everything(app: App, folder: string): Promise<[string, number][]> {
  const { fresh, house, workspace } = app
  const admin = app.as.administrator
  const answers: [string, number][] = []
  await reachDatabase({ folder, databaseUrl: fresh.runtimeUrl, ownerUrl: fresh.ownerUrl })
  expect(await openDoors(fresh.database)).toEqual([])
  const ear = await listenTo(app.url, { authorization: `Bearer ${app.keys.manager}` })
  const neighbour = await app.neighbour()
  await loadDemo(house, neighbour.workspace, (await neighbour.call('GET', '/me')).body.user.id)
  await define(house, await app.principal('administrator'), { objects: [part, thing] }, house.forget)
  await define(
    house,
    await app.principal('administrator'),
    { fields: [{ of: 'lead', name: 'colour', field: text({ label: { zh: '颜色', en: 'Colour' } }) }] },
    house.forget,
  )
  await session(app)
  await records(app)
  await money(app)
  await files(app)
  for (const call of [admin, neighbour.call]) for (const address of reads) answers.push([address, (await call('GET', address)).status])
  await fillSearch(house, workspace, 'lead')
  await forgetOld(house, workspace)
  await outAndIn(app, path.join(folder, 'kept'))
  await expect.poll(() => ear.heard.length).toBeGreaterThan(0)
  ear.leave()
  return answers
}

const filter = encodeURIComponent(
  JSON.stringify({
    and: [
      { field: 'name', op: 'contains', value: '何' },
      { field: 'owner', op: 'me' },
    ],
  }),
)
const reads = ['/me', '/schema', '/openapi.json', '/day', '/search?q=苏州', '/search?q=sz', '/leads?count=capped&expand=owner', `/leads?filter=${filter}&sort=-nextStepAt,name`, '/accounts/twins?field=name&value=苏州', '/changesets', '/removed', '/imports', '/imports/template?object=leads', '/leads/export?format=csv', '/accounts/export?format=xlsx'] // prettier-ignore

async function session(app: App): Promise<void> {
  const admin = app.as.administrator
  const enter = (secret: string) =>
    fetch(`${app.url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'sales@firm.test', password: secret }) }) // prettier-ignore
  expect((await enter('wrong')).status).toBe(401)
  const entered = await enter(password)
  const cookie = entered.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ') // prettier-ignore
  const headers = { cookie, 'x-csrf': (await entered.json()).csrf, 'content-type': 'application/json' }
  const send = (method: string, address: string, body?: object) =>
    fetch(`${app.url}/api/v1${address}`, { method, headers: body ? headers : { cookie, 'x-csrf': headers['x-csrf'] }, ...(body ? { body: JSON.stringify(body) } : {}) }) // prettier-ignore
  expect((await send('POST', '/session/workspace', { workspace: app.workspace.id })).status).toBe(200)
  const key = await (await send('POST', '/me/keys', { name: 'excel' })).json()
  expect((await send('DELETE', `/me/keys/${key.id}`)).status).toBe(204)
  expect((await send('POST', '/me/password', { current: password, next: `${password}!` })).status).toBe(204)
  expect((await send('PATCH', '/me', { name: '李涛涛' })).status).toBe(200)
  expect((await send('DELETE', '/session')).status).toBe(204)
  await admin('POST', `/colleagues/${app.users.other}/disable`)
  await admin('POST', `/colleagues/${app.users.other}/enable`)
  expect((await admin('POST', `/colleagues/${app.users.other}/password`, { password })).status).toBe(204)
}

async function records(app: App): Promise<void> {
  const admin = app.as.administrator
  const lead = await made(app, '/leads', { name: '何丽玲', company: '苏州固特', mobile: '13912345678', nextStep: '打电话', colour: '红' })
  const { body } = await admin('PATCH', `/leads/${lead}`, { company: '苏州固特机械', version: 1 })
  await admin('PATCH', `/leads/${lead}`, { region: '苏州', version: 1 })
  await admin('POST', `/changesets/${body.changeset}/undo`, {})
  await admin('POST', '/leads', { name: '只要一条' }, { 'idempotency-key': 'once' })
  await admin('POST', '/leads', { name: '只要一条' }, { 'idempotency-key': 'once' })
  await admin('POST', '/leads/actions/assign', { ids: [lead], input: { owner: app.users.salesperson } })
  await admin('POST', `/leads/${lead}/share`, { user: app.users.other, level: 'read' })
  const unshared = await admin('POST', `/leads/${lead}/unshare`, { user: app.users.other })
  expect((await admin('POST', `/changesets/${unshared.body.changeset}/undo`, {})).body.refused).toEqual([])
  expect((await admin('GET', `/leads/${lead}/shares`)).body.records).toMatchObject([{ level: 'read' }])
  expect((await admin('GET', `/leads/${lead}/convert`)).status).toBe(200)
  expect((await admin('POST', `/leads/${lead}/convert`, { account: { new: true }, contact: { new: true } })).status).toBeLessThan(500)
  await admin('POST', '/leads/batch', { create: [{ name: '甲' }, { name: '乙' }] })
  const activity = await made(app, '/activities', { kind: 'call', text: '下周拜访', lead, dueAt: '2030-01-01' })
  for (const of of [`/leads/${lead}/timeline`, `/leads/${lead}/history`]) expect((await admin('GET', of)).status).toBe(200)
  await admin('POST', `/activities/${activity}/complete`, {})
  await admin('POST', '/day/snooze', { object: 'leads', id: lead, until: '2030-01-01' })
  await admin('POST', '/day/seen', {})
  await admin('POST', '/leads/query', { filter: { field: 'name', op: 'contains', value: '何' } })
  await admin('POST', '/opportunities/aggregate', {
    groupBy: [{ field: 'stage' }],
    measures: [
      { as: 'n', fn: 'count' },
      { as: 'sum', fn: 'sum', field: 'amount' },
    ],
  })
  await made(app, things, { title: '一号', items: [{ name: '主轴', quantity: '2' }] })
  const gone = await made(app, '/accounts', { name: '苏州瑞达' })
  const removed = await admin('DELETE', `/accounts/${gone}`)
  await admin('POST', `/changesets/${removed.body.changeset}/undo`, {})
  const rows = Array.from({ length: 1200 }, (_, i) => [`客户${i}`, i % 50 ? `139${String(10_000_000 + i)}` : '12', '回电话'])
  const done = await importTable(app, 'administrator', 'leads', [['姓名', '手机', '下一步'], ...rows])
  const problems = await admin('GET', `/imports/${done.id}/problems`)
  expect([problems.status, done.failed]).toEqual([200, 24])
  expect((await admin('GET', `/imports/${done.id}/failed.csv`)).status).toBe(200)
  expect((await admin('POST', `/changesets/${done.changeset}/undo`, {})).body.refused).toEqual([])
}

async function money(app: App): Promise<void> {
  const admin = app.as.administrator
  const account = await made(app, '/accounts', { name: '苏州恒力' })
  const lines = [{ description: '车床', quantity: '2', price: '45000' }]
  const quote = await made(app, '/quotes', { account, lines, validUntil: '2099-01-01' })
  for (const deed of ['send', 'accept']) expect((await admin('POST', `/quotes/${quote}/${deed}`, {})).status).toBe(200)
  const { order } = (await admin('POST', `/quotes/${quote}/toOrder`, {})).body
  await made(app, '/payments', { account, amount: '500', allocations: [{ order, amount: '500' }] })
  expect((await admin('GET', `/quotes/${quote}/document`)).status).toBe(200)
}

async function files(app: App): Promise<void> {
  const admin = app.as.administrator
  const form = new FormData()
  form.append('file', new Blob(['名片']), '名片.txt')
  const sent = await fetch(`${app.url}/api/v1/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.keys.administrator}` },
    body: form,
  })
  const [file] = (await sent.json()).files
  expect((await admin('GET', `/files/${file.id}`)).status).toBe(200)
}

async function outAndIn(app: App, to: string): Promise<void> {
  const hands = await handsFor(app)
  await obey(exportWorkspace, ['--to', to, '--workspace', app.workspace.id], hands)
  await obey(importWorkspace, ['--from', to, '--name', '第二家'], hands)
}

async function made({ as }: App, address: string, body: object): Promise<string> {
  const answer = await as.administrator('POST', address, body)
  expect([answer.status, answer.body.errors]).toEqual([201, undefined])
  return answer.body.id
}
