import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineObject } from '../src/engine/definition.ts'
import { defineAction, defineModule, register } from '../src/engine/module.ts'
import { asOf, choice, derived, longText, money, number, owner, phone, ref, states, text, the } from '../src/fields/index.ts'
import { people } from '../src/modules/people/index.ts'
import { administrator, manager, salesperson } from '../src/modules/people/roles.ts'
import { type App, type Call, type Who, startApp } from './support/app.ts'

const label = (zh: string, en: string) => ({ label: { zh, en } })
const offer = defineObject('offer', {
  ...label('报价', 'Offer'),
  title: ['name', 'codename'],
  fields: {
    name: text({ ...label('名称', 'Name'), search: true, twin: true }),
    codename: text({ ...label('内部代号', 'Codename'), search: true, twin: true, indexed: true }),
    floor: money(label('底价', 'Floor')),
    boss: ref('user', label('谁批的', 'Approved by')),
    mobile: phone({ ...label('手机', 'Mobile'), search: true, twin: true, kind: 'mobile' }),
    pieces: number(label('数量', 'Pieces')),
    status: states(
      { open: { ...label('进行', 'Open'), phase: 'open' }, won: { ...label('赢', 'Won'), phase: 'won', needs: ['codename'] } },
      label('状态', 'Status'),
    ),
    coded: asOf({ ...label('有号', 'Coded'), when: { field: 'codename', op: 'empty', value: false } }),
    worth: derived('money', the('floor').times(2), label('值多少', 'Worth')),
    owner: owner(label('负责人', 'Owner')),
  },
  check: [{ oneOf: ['name', 'codename'] }],
  views: {
    list: ['name', 'codename', 'mobile'],
    form: ['name', ['codename', 'mobile'], 'floor'],
    subtitle: ['codename', 'mobile'],
    tabs: [
      { name: 'coded', label: { zh: '有号', en: 'Coded' }, filter: { field: 'codename', op: 'empty', value: false } },
      { name: 'all', ...label('全部', 'All') },
    ],
  },
  access: { owner: 'owner' },
})
const note = defineObject('note', {
  ...label('便签', 'Note'),
  title: 'text',
  fields: {
    text: longText(label('文字', 'Text')),
    kind: choice({ ...label('类', 'Kind'), options: [{ id: 'a', ...label('甲', 'A') }] }),
    about: ref('offer', label('关于谁', 'About')),
    owner: owner(label('负责人', 'Owner')),
  },
  views: { list: ['text'], form: ['text'] },
  access: { owner: 'owner' },
})
const win = defineAction(offer, 'win', { ...label('赢', 'Win'), asks: ['codename?', 'pieces?'], sets: { status: 'won' } })
const fields = {
  'offer.codename': 'hidden',
  'offer.floor': 'hidden',
  'offer.boss': 'hidden',
  'note.about': 'hidden',
  'offer.mobile': 'masked',
} as const
const roles = [administrator, manager, { ...salesperson, fields }]
const audit = defineAction(offer, 'audit', { ...label('审计', 'Audit'), sets: { pieces: '0' }, right: 'admin' })
const registry = register([
  { ...people, roles },
  defineModule({ name: 'offers', needs: ['people'], objects: [offer, note], actions: [win, audit] }),
])

/** What of it a salesperson must never meet: the fields' names, their labels, what stands in them. */
const secrets = [
  'codename',
  'Codename',
  '内部代号',
  '齐柏林',
  'zeppelin',
  'qibolin',
  'floor',
  '底价',
  '98765',
  'boss',
  '谁批的',
  '关于谁',
  '13900002222',
  '139 0000 2222',
  '139-0000-2222',
]

let app: App
let id: string
let other: string
let made: string
let changeset: string
beforeAll(async () => {
  app = await startApp(registry)
  const mine = {
    owner: app.users.salesperson,
    codename: '齐柏林 zeppelin',
    floor: { amount: '98765.00', currency: 'CNY' },
    boss: app.users.manager,
    mobile: '13900002222',
  }
  id = (await app.as.administrator('POST', '/offers', { name: '机床三台', pieces: '3', ...mine })).body.id
  other = (await app.as.administrator('POST', '/offers', { name: '机床四台', pieces: '4', owner: app.users.salesperson })).body.id
  await app.as.administrator('PATCH', `/offers/${id}`, { codename: '齐柏林 zeppelin 二号', mobile: '13900002223' })
  await app.as.administrator('PATCH', `/offers/${id}`, {
    codename: '齐柏林 zeppelin',
    mobile: '13900002222',
    floor: { amount: '98765.00', currency: 'CNY' },
    name: '机床三台整',
  })
  await app.as.salesperson('POST', '/notes', { text: '记一下' })
  const own = await app.as.salesperson('POST', '/offers', { name: '我做的', pieces: '1' })
  ;({ id: made, changeset } = own.body)
  await app.as.administrator('PATCH', `/offers/${made}`, { codename: '齐柏林 zeppelin 三号' })
  await app.as.administrator('POST', '/notes', { text: '关于它', about: id, owner: app.users.salesperson })
})
afterAll(() => app.stop())

const q = encodeURIComponent
async function importing(call: Call, who: Who) {
  const form = new FormData()
  form.set('object', 'offers')
  form.set('file', new Blob(['名称,Codename,底价,手机\n机床,x,5,13900002222\n']), 'table.csv')
  const answer = await fetch(`${app.url}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.keys[who]}` },
    body: form,
  })
  const { columns: _, head: __, mapping, ...rest } = await answer.json()
  return { ...rest, mapping: Object.values(mapping), template: (await call('GET', '/imports/template?object=offers')).body }
}

/** All that somebody can be told about the offers, by the way in which it is told. */
async function told(who: Who): Promise<Record<string, string>> {
  const call = app.as[who]
  const get = (path: string) => call('GET', path).then(({ body }) => body)
  const post = (path: string, body: unknown) => call('POST', path, body).then((answer) => answer.body)
  const ways: Record<string, Promise<unknown>> = {
    schema: get('/schema'),
    contract: get('/openapi.json'),
    list: get('/offers'),
    record: get(`/offers/${id}`),
    'search in the list': get(`/offers?fields=name,pieces&search=${q('齐柏林')}`).then(found),
    'search by sound': get(`/offers?fields=name,pieces&search=qibolin`).then(found),
    'search by number': get(`/offers?fields=name,pieces&search=00002222`).then(found),
    'search over all': get(`/search?q=${q('齐柏林')}`),
    'search by another word': get(`/search?q=${q('机床')}`),
    export: get('/offers/export?format=csv'),
    history: get(`/offers/${id}/history`),
    timeline: get(`/offers/${id}/timeline`),
    'dialog of a deed': get(`/offers/${id}/win`),
    twins: get(`/offers/twins?field=name&value=${q('机床三台整')}`),
    import: importing(call, who),
    removed: get('/removed'),
    changesets: get('/changesets'),
    'refused deed': post(`/offers/${other}/win`, {}),
    'refused creation': post('/offers', { pieces: '1' }),
    'refused undo': post(`/changesets/${changeset}/undo`, {}),
  }
  const entries = await Promise.all(Object.entries(ways).map(async ([name, way]) => [name, JSON.stringify(await way)] as const))
  return Object.fromEntries(entries)
}

/** A hit is told even where the value is not: that a record is found by what is hidden gives it away. */
const found = (body: { records: object[] }) => (body.records.length ? `found: codename` : 'nothing')

const leaks = (texts: Record<string, string>) =>
  Object.entries(texts).flatMap(([way, body]) => secrets.filter((word) => body.includes(word)).map((word) => `${way}: ${word}`))

test('no way of being told tells a hidden field, its name or its value; a masked one shows its mask', async () => {
  const texts = await told('salesperson')
  expect(leaks(texts)).toEqual([])
  expect(texts.record).toContain('139****22')
  expect(JSON.parse(texts.record!)).not.toHaveProperty('codename')
})

test('whoever may read them meets them in every one of these ways (so the test above sees)', async () => {
  const texts = await told('manager')
  const silent = Object.keys(texts).filter((way) => !leaks({ [way]: texts[way]! }).length)
  expect(silent.toSorted()).toEqual([
    'changesets',
    'removed',
    'search by number',
    'search by sound',
    'search in the list',
    'search over all',
  ])
})

const asking: [string, (field: string) => [string, string, unknown?]][] = [
  ['filter', (field) => ['GET', `/offers?filter=${q(JSON.stringify({ field, op: 'eq', value: 'x' }))}`]],
  ['filter behind a not', (field) => ['POST', '/offers/query', { filter: { not: { or: [{ field, op: 'empty', value: true }] } } }]],
  ['sort', (field) => ['GET', `/offers?sort=${field}`]],
  ['columns', (field) => ['GET', `/offers?fields=name,${field}`]],
  ['expand', (field) => ['GET', `/offers?expand=${field}`]],
  ['group', (field) => ['POST', '/offers/aggregate', { groupBy: [{ field }], measures: [{ as: 'n', fn: 'count' }] }]],
  ['measure', (field) => ['POST', '/offers/aggregate', { measures: [{ as: 'n', fn: 'count', field }] }]],
  ['greatest', (field) => ['POST', '/offers/aggregate', { measures: [{ as: 'n', fn: 'max', field }] }]],
  ['export', (field) => ['GET', `/offers/export?format=csv&fields=${field}`]],
  ['export filtered', (field) => ['GET', `/offers/export?format=csv&filter=${q(JSON.stringify({ field, op: 'empty', value: true }))}`]],
  ['creation', (field) => ['POST', '/offers', { name: 'x', [field]: 'x' }]],
  ['change', (field) => ['PATCH', `/offers/${id}`, { [field]: 'x' }]],
  ['batch', (field) => ['POST', '/offers/batch', { update: [{ id, [field]: 'x' }] }]],
  ['deed', (field) => ['POST', `/offers/${id}/win`, { [field]: 'x' }]],
  ['deed on many', (field) => ['POST', '/offers/actions/win', { filter: { field, op: 'empty', value: true }, input: {} }]],
  ['twins', (field) => ['GET', `/offers/twins?field=${field}&value=x`]],
]

test.each(asking)('%s by a hidden field answers as by one that does not exist', async (_, request) => {
  const nonsense = await app.as.salesperson(...request('nonsense'))
  for (const field of ['codename', 'floor', 'boss']) {
    const answer = await app.as.salesperson(...request(field))
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect([answer.status, JSON.stringify(answer.body).replaceAll(field, 'nonsense')]).toEqual([
      nonsense.status,
      JSON.stringify(nonsense.body),
    ])
  }
})

const maskedWays = ['filter', 'filter behind a not', 'sort', 'group', 'measure', 'greatest', 'export filtered', 'change', 'twins']

test.each(asking.filter(([name]) => maskedWays.includes(name)))('%s by a masked field is refused', async (_, request) => {
  const before = (await app.as.administrator('GET', `/offers/${id}`)).body
  expect((await app.as.salesperson(...request('mobile'))).status).toBe(422)
  expect((await app.as.administrator('GET', `/offers/${id}`)).body).toEqual(before)
})

test('masked values leave masked, and are not told by what they were', async () => {
  const { body } = await app.as.salesperson('GET', '/offers/export?format=csv&fields=name,mobile')
  expect(body).toContain('139****22')
  const { body: past } = await app.as.salesperson('GET', `/offers/${id}/history`)
  expect(JSON.stringify(past)).not.toMatch(/mobile|1390000/)
})

test('a deed that needs a right of its own is shown to and done by those who have it', async () => {
  const shown = async (who: Who) => [
    (await app.as[who]('GET', '/schema')).body.objects
      .find((each: { name: string }) => each.name === 'offer')
      .actions.map((each: { name: string }) => each.name),
    (await app.as[who]('GET', `/offers/${id}`)).body.can.audit,
  ]
  expect([await shown('salesperson'), await shown('administrator')]).toEqual([
    [['win', 'share', 'unshare'], undefined],
    [['win', 'audit', 'share', 'unshare'], true],
  ])
  for (const path of [`/offers/${id}/audit`, '/offers/actions/audit']) {
    const body = path.includes('actions') ? { ids: [id] } : {}
    expect((await app.as.salesperson('POST', path, body)).status).toBe(403)
    expect((await app.as.administrator('GET', `/offers/${id}`)).body.pieces).toBe('3')
  }
  expect((await app.as.administrator('POST', `/offers/${id}/audit`, {})).status).toBe(200)
  expect((await app.as.administrator('GET', `/offers/${id}`)).body.pieces).toBe('0')
})
