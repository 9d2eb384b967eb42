/** An object made at runtime, with a name nobody knew and a field of every type, goes every road that a built-in goes. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { define } from '../src/engine/workspace.ts'
import { defineObject } from '../src/engine/definition.ts'
import { sql } from '../src/engine/store/sql.ts'
import {
  asOf,
  autoNumber,
  boolean,
  choice,
  date,
  datetime,
  derived,
  email,
  fieldTypes,
  file,
  lines,
  longText,
  money,
  number,
} from '../src/fields/index.ts'
import { owner, page, percent, phone, ref, rollup, states, text, the, url } from '../src/fields/index.ts'
import { type App, startApp } from './support/app.ts'

const random = () => `q${randomBytes(4).toString('hex')}`.replace(/\d/g, (d) => 'abcdefghij'[Number(d)]!)
const name = random()
const item = random()
const label = (word: string) => ({ zh: word, en: word })

const thing = defineObject(name, {
  label: label('设备'),
  title: 'title',
  fields: {
    title: text({ label: label('名称'), required: true, search: true, indexed: true }),
    story: longText({ label: label('说明') }),
    count: number({ label: label('数量'), digits: 3, indexed: true }),
    share: percent({ label: label('比例') }),
    price: money({ label: label('单价') }),
    running: boolean({ label: label('在用') }),
    boughtOn: date({ label: label('购入'), indexed: true }),
    dueAt: date({ label: label('保养'), time: 'optional' }),
    seenAt: datetime({ label: label('上次见') }),
    kind: choice({
      label: label('种类'),
      open: true,
      indexed: true,
      options: [
        { id: 'lathe', label: label('车床') },
        { id: 'mill', label: label('铣床') },
      ],
    }),
    stage: states(
      {
        open: { label: label('在用'), phase: 'open' },
        idle: { label: label('闲置'), phase: 'open' },
        gone: { label: label('报废'), phase: 'closed', needs: ['story'] },
      },
      { label: label('状态') },
    ),
    account: ref('account', { label: label('客户') }),
    owner: owner({ label: label('负责人') }),
    mail: email({ label: label('邮箱'), twin: true }),
    phone: phone({ label: label('电话'), twin: true, search: true }),
    link: url({ label: label('网址') }),
    screen: page({ label: label('页面') }),
    code: autoNumber('SB-{0000}', { label: label('编号') }),
    papers: file({ label: label('资料') }),
    items: lines(item, 'thing', { label: label('部件') }),
    worth: derived('money', the('price').times(the('count')), { label: label('价值') }),
    parts: rollup({ label: label('部件数'), of: item, by: 'thing', fn: 'sum', field: 'quantity', result: 'number' }),
    late: asOf({ label: label('该保养'), when: { field: 'dueAt', op: 'overdue', value: true } }),
  },
  views: { list: ['title', 'count', 'price', 'worth'], form: ['title', 'count', 'price'] },
  access: { owner: 'owner' },
})

const part = defineObject(item, {
  label: label('部件'),
  title: 'title',
  quiet: true,
  fields: {
    title: text({ label: label('名称') }),
    quantity: number({ label: label('数量') }),
    thing: ref(name, { label: label('设备'), remove: 'with' }),
  },
  views: { list: ['title', 'quantity'], form: ['title', 'quantity'] },
  access: { anchor: ['thing'] },
})

let app: App
let before: unknown
let neighbour: Awaited<ReturnType<App['neighbour']>>
const path = `/${name}s`

beforeAll(async () => {
  app = await startApp()
  neighbour = await app.neighbour()
  before = await catalogOf()
  const who = await app.principal('administrator')
  // The line refers to the document and the document to its lines: the line's object comes first, without its reference.
  await define(app.house, who, { objects: [part, thing] }, app.house.forget)
})
afterAll(() => app.stop())

async function catalogOf() {
  const { rows } = await app.fresh.database.owner((run) =>
    run(
      sql`select table_name, column_name, data_type from information_schema.columns where table_schema = ${neighbour.workspace.schema} order by 1, 2`,
    ),
  )
  return { rows, schema: (await neighbour.call('GET', '/schema')).body }
}

const values = {
  title: '三号加工中心',
  story: '第一行\n第二行',
  count: '2.5',
  share: '12.5',
  price: { amount: '1234.50', currency: 'CNY' },
  running: true,
  boughtOn: '2024-03-05',
  dueAt: '2020-01-02',
  seenAt: '2026-01-01T00:00:00.000Z',
  kind: '磨床',
  mail: 'a@b.cn',
  phone: '0512-68213884转8053',
  link: 'https://firm.test',
  screen: '/o/leads?sort=name',
}

test('it holds a field of every type that a record can hold', () => {
  const held = Object.values(fieldTypes).filter((type) => !type.parts)
  expect(new Set(Object.values(thing.fields).map((field) => field.type))).toEqual(new Set(held.map((type) => type.name)))
})

test('it is created with its lines, computed, read, changed, and its history told', async () => {
  const account = (await app.as.salesperson('POST', '/accounts', { name: '苏州鼎力传动有限公司' })).body.id
  const items = [
    { title: '主轴', quantity: '1' },
    { title: '刀库', quantity: '2' },
  ]
  const made = await app.as.salesperson('POST', path, { ...values, account, items })
  expect(made.body).toMatchObject({
    ...values,
    stage: 'open',
    code: 'SB-0001',
    parts: '3',
    late: true,
    worth: { amount: '3086.25', currency: 'CNY' },
    account: { id: account, title: '苏州鼎力传动有限公司' },
    owner: { title: '李涛' },
    items,
  })
  const [first] = made.body.items
  const changed = await app.as.salesperson('PATCH', `${path}/${made.body.id}`, {
    count: '3',
    items: [{ id: first.id, title: '主轴', quantity: '4' }],
  })
  expect(changed.body).toMatchObject({ count: '3', parts: '4', worth: { amount: '3703.50' }, items: [{ id: first.id, quantity: '4' }] })
  const { body } = await app.as.salesperson('GET', `${path}/${made.body.id}/history`)
  expect(body.records[0].changes).toEqual([{ field: 'count', before: '2.5', after: '3' }])
  const undone = await app.as.salesperson('POST', `/changesets/${changed.body.changeset}/undo`, {})
  expect(undone.body).toMatchObject({ refused: [] })
  expect((await app.as.salesperson('GET', `${path}/${made.body.id}`)).body).toMatchObject({ count: '2.5', parts: '3', items })
  expect((await app.as.other('GET', `${path}/${made.body.id}`)).status).toBe(404)
})

test('a closing state needs its deed or an import, and what it needs', async () => {
  const { body } = await app.as.salesperson('POST', path, { title: '旧车床' })
  expect((await app.as.salesperson('PATCH', `${path}/${body.id}`, { stage: 'gone' })).body.errors).toMatchObject([
    { field: 'stage', code: 'closing-deed' },
    { field: 'story', code: 'needs-value' },
  ])
  expect((await app.as.salesperson('PATCH', `${path}/${body.id}`, { stage: 'idle' })).body.stage).toBe('idle')
})

test('sixteen at once get sixteen numbers, without doubles and without gaps', async () => {
  const made = await Promise.all(
    Array.from({ length: 16 }, (_, i) => app.as.manager('POST', path, { title: `第 ${i} 台`, count: i % 3 ? String(i) : null })),
  )
  const numbers = made.map((each) => Number(each.body.code.slice(3))).toSorted((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: 16 }, (_, i) => numbers[0]! + i))
})

test('pages by key agree with one naive sort, nulls last both ways', async () => {
  const all = (await app.as.administrator('GET', `${path}?limit=200`)).body.records as { id: string; count: string | null }[]
  for (const sort of ['count', '-count']) {
    const paged: string[] = []
    let cursor: string | null = ''
    do {
      const { body } = await app.as.administrator('GET', `${path}?sort=${sort}&limit=4${cursor ? `&cursor=${cursor}` : ''}`)
      paged.push(...body.records.map((each: { id: string }) => each.id))
      cursor = body.next
    } while (cursor)
    const down = sort.startsWith('-') ? -1 : 1
    const rank = (each: { count: string | null }) => (each.count === null ? Infinity : Number(each.count) * down)
    const sorted = all.toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -down : down)).map((each) => each.id)
    expect(paged).toEqual(sorted)
  }
})

test('it is filtered by every operator that the schema offers, searched, measured, exported and described', async () => {
  const { body: schema } = await app.as.administrator('GET', '/schema')
  const shape = schema.objects.find((each: { name: string }) => each.name === name)
  for (const field of shape.fields)
    for (const [op, operand] of Object.entries(field.operators as Record<string, { const?: unknown; type?: string }>)) {
      if (operand.const !== true && operand.type !== 'boolean') continue
      const answer = await app.as.administrator('POST', `${path}/query`, { filter: { field: field.name, op, value: true } })
      expect([field.name, op, answer.status]).toEqual([field.name, op, 200])
    }
  expect((await app.as.administrator('GET', `/search?q=jgzx`)).body.records).toMatchObject([{ object: name, title: '三号加工中心' }])
  const { body } = await app.as.administrator('POST', `${path}/aggregate`, {
    groupBy: [{ field: 'kind' }],
    measures: [
      { as: 'n', fn: 'count' },
      { as: 'sum', fn: 'sum', field: 'price' },
    ],
  })
  expect(body.groups.find((each: { key: { kind: string } }) => each.key.kind === '磨床').values).toEqual({ n: '1', sum: '1234.50' })
  expect((await app.as.administrator('GET', `${path}/export?format=csv`)).body).toContain('三号加工中心')
  expect(Object.keys((await app.as.administrator('GET', '/openapi.json')).body.paths).some((each) => each.includes(path))).toBe(true)
})

test('a file of them is imported and taken back', async () => {
  const form = new FormData()
  form.set('object', path.slice(1))
  form.set('file', new Blob(['名称,数量,单价,购入,电话\n一号机,3,¥1200,2024/3/5,13800138000\n二号机,x,1,2024-01-01,\n']), 'x.csv')
  const headers = { authorization: `Bearer ${app.keys.administrator}` }
  const { id, mapping } = (await (await fetch(`${app.url}/api/v1/imports`, { method: 'POST', headers, body: form })).json()) as {
    id: string
    mapping: object
  }
  expect(mapping).toEqual({ 名称: 'title', 数量: 'count', 单价: 'price', 购入: 'boughtOn', 电话: 'phone' })
  const until = async (state: string) => {
    for (;;) {
      const { body } = await app.as.administrator('GET', `/imports/${id}`)
      if (body.state === state || body.state === 'failed') return body
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  await app.as.administrator('POST', `/imports/${id}/check`)
  expect((await until('checked')).counts).toMatchObject({ create: 1, fail: 1 })
  await app.as.administrator('POST', `/imports/${id}/run`)
  const done = await until('done')
  expect(done).toMatchObject({ created: 1, failed: 1 })
  expect((await app.as.administrator('POST', `/changesets/${done.changeset}/undo`, {})).body).toMatchObject({ reverted: 1, refused: [] })
})

test('the neighbour’s tables and schema are what they were', async () => {
  // Asked in one breath: what is remembered for one firm is not told to the other.
  const [ours, theirs] = await Promise.all([app.as.administrator('GET', '/schema'), catalogOf()])
  expect(theirs).toEqual(before)
  expect(ours.body.objects.map((object: { path: string }) => `/${object.path}`)).toContain(path)
  expect((await neighbour.call('GET', path)).status).toBe(404)
})
