import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import pg from 'pg'
import { type App, type Who, startApp } from './support/app.ts'
import { ask } from './support/rows.ts'

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

/** A file of so many, checked: what remains is to run it. */
async function checked(who: Who, batch: string, many: number): Promise<string> {
  const rows = Array.from({ length: many }, (_, i) => `${batch}${i}\n`)
  const { body } = await upload(who, 'leads', `${batch}.csv`, new TextEncoder().encode(`姓名\n${rows.join('')}`))
  expect((await app.as[who]('POST', `/imports/${body.id}/check`)).status).toBe(202)
  expect(await until(who, body.id, 'checked')).toMatchObject({ state: 'checked', counts: { create: many } })
  return body.id
}

const far = async (id: string) =>
  Number((await ask(app, `select progress ->> 'row' as row from $.import where id = ?::uuid`, [id]))[0]!.row)
const written = (batch: string) =>
  ask(app, `select count(*)::int as n from $.o_lead where f_name like ?`, [`${batch}%`]).then(([row]) => Number(row!.n))

/** Some of it is written, and the next chunk waits for us. */
async function inMidRun(id: string, work: () => Promise<unknown>): Promise<number> {
  const other = new pg.Client({ connectionString: app.fresh.adminUrl })
  await other.connect()
  await expect.poll(() => far(id), { interval: 10, timeout: 30_000 }).toBeGreaterThan(0)
  await other.query('begin')
  await other.query(`select 1 from "${app.workspace.schema}".import where id = $1 for update`, [id])
  const done = await far(id)
  await work().finally(async () => {
    await other.query('commit')
    await other.end()
  })
  return done
}

test.each([
  ['is disabled', (user: string) => app.as.administrator('POST', `/colleagues/${user}/disable`)],
  ['loses the right', (user: string) => app.as.administrator('PATCH', `/users/${user}`, { roles: [] })],
])('a person who %s in mid-run: it stops within a chunk, says why, and what it wrote is taken back', async (how, take) => {
  const id = await checked('salesperson', how, 8000)
  const { body: started } = await app.as.salesperson('POST', `/imports/${id}/run`)
  const user = app.users.salesperson
  const done = await inMidRun(id, async () => expect((await take(user)).status).toBeLessThan(300))
  const ended = await until('administrator', id, 'done')
  expect(ended).toMatchObject({ state: 'failed', stopped: 'rights', error: expect.stringContaining('权限') })
  expect(ended.created).toBeGreaterThanOrEqual(done)
  expect(ended.created).toBeLessThanOrEqual(done + 1000)
  expect(await written(how)).toBe(ended.created)
  for (const [method, path, body] of [
    ['PATCH', '', { twins: 'create' }],
    ['POST', '/check', undefined],
    ['POST', '/run', undefined],
    ['PATCH', '/rows/1', { skip: true }],
  ] as const)
    // what he may is remembered for a second
    await expect
      .poll(async () => (await app.as.salesperson(method, `/imports/${id}${path}`, body)).status, { message: method + path })
      .toBeOneOf([401, 403])
  const undone = await app.as.administrator('POST', `/changesets/${started.changeset}/undo`, {})
  expect(undone.body).toMatchObject({ reverted: ended.created, refused: [] })
  expect(await written(how)).toBe(0)
  await app.as.administrator('POST', `/colleagues/${user}/enable`)
  expect((await app.as.administrator('PATCH', `/users/${user}`, { roles: ['salesperson'] })).status).toBe(200)
  // what he may is remembered for a second; then he is told that this one is over
  await expect.poll(async () => (await app.as.salesperson('POST', `/imports/${id}/run`)).status).toBe(422)
})

test('a run is stopped at its next chunk; what it wrote is one changeset, taken back at once', async () => {
  const id = await checked('salesperson', '停批', 8000)
  const { body: started } = await app.as.salesperson('POST', `/imports/${id}/run`)
  await expect.poll(() => far(id), { interval: 10, timeout: 30_000 }).toBeGreaterThan(0)
  expect((await app.as.other('POST', `/imports/${id}/stop`)).status).toBe(404)
  const { status, body } = await app.as.salesperson('POST', `/imports/${id}/stop`)
  expect([status, body.state, body.stopped, body.error]).toEqual([200, 'failed', 'asked', '李涛 停止了这次导入'])
  expect(body.created).toBeLessThan(8000)
  const undone = await app.as.salesperson('POST', `/changesets/${started.changeset}/undo`, {})
  expect(undone.body).toMatchObject({ reverted: body.created, refused: [] })
  expect(await written('停批')).toBe(0)
  expect((await app.as.salesperson('GET', `/imports/${id}`)).body).toEqual(body)
  expect((await app.as.salesperson('POST', `/imports/${id}/stop`)).status).toBe(422)
})

test('a check is stopped: columns are matched anew, and it is checked again', async () => {
  const rows = Array.from({ length: 16000 }, (_, i) => `查批${i},139${String(i).padStart(8, '0')}\n`)
  const { body } = await upload('salesperson', 'leads', '查.csv', new TextEncoder().encode(`姓名,手机\n${rows.join('')}`))
  await app.as.salesperson('POST', `/imports/${body.id}/check`)
  await expect.poll(() => far(body.id), { interval: 10, timeout: 30_000 }).toBeGreaterThan(0)
  const stopped = await app.as.salesperson('POST', `/imports/${body.id}/stop`)
  expect(stopped.body).toMatchObject({ state: 'uploaded', done: 0 })
  expect((await app.as.salesperson('PATCH', `/imports/${body.id}`, { mapping: { 手机: null } })).body.state).toBe('uploaded')
  await app.as.salesperson('POST', `/imports/${body.id}/check`)
  expect(await until('salesperson', body.id, 'checked')).toMatchObject({ counts: { create: 16000, fail: 0 } })
  expect((await app.as.salesperson('DELETE', `/imports/${body.id}`)).status).toBe(204)
})

test('stopped before a row was written, it is as before and can be run', async () => {
  const id = await checked('salesperson', '早批', 10)
  const { wake } = app.house
  app.house.wake = () => undefined
  await app.as.salesperson('POST', `/imports/${id}/run`)
  expect((await app.as.salesperson('POST', `/imports/${id}/stop`)).body).toMatchObject({ state: 'checked', changeset: null, done: 0 })
  app.house.wake = wake
  expect((await app.as.salesperson('POST', `/imports/${id}/run`)).status).toBe(202)
  expect(await until('salesperson', id, 'done')).toMatchObject({ state: 'done', created: 10 })
  expect(await written('早批')).toBe(10)
})

test('what no record is, and what has no value, is told where it stands: headers and sums between rows, errors of formulas, decimal commas', async () => {
  const file =
    '名称;编码;单价\n电机;M1;1.234,56\n轴承;M2;99,5\n螺丝;M3;1,234\n名称;编码;单价\n合计;;1.334,06\n皮带;M4;#N/A\n#REF!;M5;7\n齿轮;M6;0,5\n'
  const made = await upload('administrator', 'products', '价格.csv', new TextEncoder().encode(file))
  expect(made.body).toMatchObject({ delimiter: ';', mapping: { 名称: 'name', 编码: 'code', 单价: 'price' } })
  await app.as.administrator('POST', `/imports/${made.body.id}/check`)
  expect((await until('administrator', made.body.id, 'checked')).counts).toMatchObject({ create: 3, fail: 5 })
  const { body } = await app.as.administrator('GET', `/imports/${made.body.id}/problems`)
  expect(body.records.map((each: { row: number; column: string; code: string }) => [each.row, each.column, each.code])).toEqual([
    [3, '单价', 'ambiguous-number'],
    [4, '', 'header-again'],
    [5, '', 'total-row'],
    [6, '单价', 'formula-error'],
    [7, '名称', 'formula-error'],
  ])
  const mended = await app.as.administrator('PATCH', `/imports/${made.body.id}/rows/3`, { values: { 单价: '1234,00' } })
  expect(mended.body).toMatchObject({ problems: [] })
  await app.as.administrator('POST', `/imports/${made.body.id}/run`)
  await until('administrator', made.body.id, 'done')
  const list = await app.as.administrator('GET', '/products?sort=code')
  expect(list.body.records.map((each: { code: string; price: { amount: string } }) => [each.code, Number(each.price.amount)])).toEqual([
    ['M1', 1234.56],
    ['M2', 99.5],
    ['M3', 1234],
    ['M6', 0.5],
  ])
})
