import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, type Who, startApp } from './support/app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

async function upload(who: Who, object: string, name: string, content: Uint8Array<ArrayBuffer>) {
  const form = new FormData()
  form.set('object', object)
  form.set('file', new Blob([content]), name)
  const answer = await fetch(`${app.url}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.keys[who]}` },
    body: form,
  })
  return { status: answer.status, body: await answer.json() }
}

async function until(who: Who, id: string, state: string) {
  for (;;) {
    const { body } = await app.as[who]('GET', `/imports/${id}`)
    if (body.state === state || body.state === 'failed') return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const cards = path.join(import.meta.dirname, '../../shared/data/import/exhibition-cards.gbk.csv')

test.skipIf(!existsSync(cards))(
  'eighty name cards: five bad rows and three twins are seen, two mended, the rest imported and taken back',
  async () => {
    const made = await upload('salesperson', 'leads', '名片.csv', new Uint8Array(readFileSync(cards)))
    expect(made).toMatchObject({ status: 201, body: { kind: 'csv', encoding: 'gb18030', total: 80, state: 'uploaded' } })
    expect(made.body.mapping).toMatchObject({
      姓名: 'name',
      公司名称: 'company',
      手机: 'mobile',
      电话: 'phone',
      邮箱: 'email',
      城市: 'region',
      备注: 'note',
    })
    const { id } = made.body
    expect((await app.as.salesperson('POST', `/imports/${id}/check`)).status).toBe(202)
    expect(await until('salesperson', id, 'checked')).toMatchObject({
      state: 'checked',
      counts: { create: 72, update: 0, fail: 5, twins: 3 },
    })
    const { body } = await app.as.salesperson('GET', `/imports/${id}/problems`)
    expect(body.records.filter((each: { twin?: object }) => !each.twin).map((each: { row: number }) => each.row)).toEqual([
      12, 24, 38, 52, 67,
    ])
    expect(
      body.records
        .filter((each: { twin?: object }) => each.twin)
        .map((each: { row: number; twin: { row: number } }) => [each.row, each.twin.row]),
    ).toEqual([
      [71, 4],
      [72, 9],
      [73, 16],
    ])
    const mended = await app.as.salesperson('PATCH', `/imports/${id}/rows/12`, { values: { 手机: '13800138012' } })
    expect(mended.body).toMatchObject({ row: 12, problems: [], counts: { create: 73, fail: 4 } })
    await app.as.salesperson('PATCH', `/imports/${id}/rows/24`, { values: { 邮箱: 'gao@firm.test' } })
    expect((await app.as.salesperson('POST', `/imports/${id}/run`)).status).toBe(202)
    const done = await until('salesperson', id, 'done')
    expect(done).toMatchObject({ created: 74, failed: 3, skipped: 3, updated: 0 })
    const list = await app.as.salesperson('GET', '/leads?count=exact&limit=1')
    expect(list.body.count.value).toBe(74)
    const failed = await app.as.salesperson('GET', `/imports/${id}/failed.csv`)
    expect(failed.body.trim().split('\r\n')).toHaveLength(4)
    const undone = await app.as.salesperson('POST', `/changesets/${done.changeset}/undo`, {})
    expect(undone.body).toMatchObject({ reverted: 74, refused: [] })
    expect((await app.as.salesperson('GET', '/leads?count=exact&limit=1')).body.count.value).toBe(0)
  },
)

test('the follow-ups of the old system come with their author and date, to the lead they belong to', async () => {
  const lead = (await app.as.administrator('POST', '/leads', { name: '周建国', company: '宁波宏诚自动化', mobile: '13900001111' })).body.id
  const file =
    '线索,跟进方式,跟进内容,跟进时间,跟进人\n13900001111,电话,对 3 号机感兴趣,2024-03-05 14:30,李涛\n周建国,拜访,看了样机,2024年4月8日,张洁\n没有这个人,电话,x,2024-01-01,李涛\n'
  const made = await upload('administrator', 'activities', '跟进.csv', new TextEncoder().encode(file))
  expect(made.body.mapping).toEqual({ 线索: 'lead', 跟进方式: 'kind', 跟进内容: 'text', 跟进时间: 'doneAt', 跟进人: 'owner' })
  await app.as.administrator('POST', `/imports/${made.body.id}/check`)
  expect((await until('administrator', made.body.id, 'checked')).counts).toMatchObject({ create: 2, fail: 1 })
  await app.as.administrator('POST', `/imports/${made.body.id}/run`)
  expect(await until('administrator', made.body.id, 'done')).toMatchObject({ created: 2, failed: 1 })
  const { body } = await app.as.administrator('GET', `/leads/${lead}/timeline`)
  expect(body.records.filter((entry: { kind: string }) => entry.kind === 'activity')).toMatchObject([
    { at: '2024-04-07T16:00:00.000Z', by: { title: '张洁' }, record: { kind: 'visit', text: '看了样机' } },
    { at: '2024-03-05T06:30:00.000Z', by: { title: '李涛' }, record: { kind: 'call' } },
  ])
})

test('a customer with two contacts in two lines becomes one customer with both', async () => {
  const file = '客户名称,城市,联系人,手机\n苏州鼎力传动有限公司,苏州,周工,13911112222\n苏州鼎力传动有限公司,苏州,徐工,13911113333\n'
  const made = await upload('administrator', 'accounts', '客户.csv', new TextEncoder().encode(file))
  expect(made.body.mapping).toEqual({ 客户名称: 'name', 城市: 'region', 联系人: 'contact.name', 手机: 'contact.mobile' })
  await app.as.administrator('POST', `/imports/${made.body.id}/check`)
  await until('administrator', made.body.id, 'checked')
  await app.as.administrator('POST', `/imports/${made.body.id}/run`)
  const done = await until('administrator', made.body.id, 'done')
  const accounts = await app.as.administrator('GET', `/accounts?search=${encodeURIComponent('鼎力')}`)
  expect(accounts.body.records).toHaveLength(1)
  const filter = encodeURIComponent(JSON.stringify({ field: 'account', op: 'eq', value: accounts.body.records[0].id }))
  expect(
    (await app.as.administrator('GET', `/contacts?filter=${filter}&sort=name`)).body.records.map((each: { name: string }) => each.name),
  ).toEqual(['徐工', '周工'])
  const undone = await app.as.administrator('POST', `/changesets/${done.changeset}/undo`, {})
  expect(undone.body).toMatchObject({ refused: [] })
  expect((await app.as.administrator('GET', '/contacts?count=exact')).body.count.value).toBe(0)
})

test('a file with only a header ends with nothing done', async () => {
  const made = await upload('administrator', 'leads', 'empty.csv', new TextEncoder().encode('姓名,公司,手机\n'))
  await app.as.administrator('POST', `/imports/${made.body.id}/check`)
  await until('administrator', made.body.id, 'checked')
  await app.as.administrator('POST', `/imports/${made.body.id}/run`)
  expect(await until('administrator', made.body.id, 'done')).toMatchObject({ state: 'done', created: 0 })
})
