/** A record on paper: who may have it, what it says, and that it says the same as the API. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineObject } from '../src/engine/definition.ts'
import { defineModule, register } from '../src/engine/module.ts'
import { boolean, choice, lines, money, number, owner, percent, ref, text } from '../src/fields/index.ts'
import { linesPaper } from '../src/modules/firm/index.ts'
import { modules } from '../src/modules/index.ts'
import { type App, startApp } from './support/app.ts'
import { bare, pagesOf } from './support/pdf.ts'

const label = { zh: '试价单', en: 'Trial offer' }
const offer = defineObject('offer', {
  label,
  title: 'number',
  fields: {
    number: text({ label, required: true }),
    account: ref('account', { label: { zh: '客户', en: 'Account' } }),
    lines: lines('offerLine', 'offer', { label: { zh: '明细', en: 'Lines' } }),
    taxIncluded: boolean({ label: { zh: '含税', en: 'Tax included' }, default: true }),
    discount: percent({ label: { zh: '折扣', en: 'Discount' } }),
    net: money({ label: { zh: '未税', en: 'Net' } }),
    tax: money({ label: { zh: '税额', en: 'Tax' } }),
    total: money({ label: { zh: '合计', en: 'Total' } }),
    margin: money({ label: { zh: '毛利', en: 'Margin' } }),
    owner: owner({ label: { zh: '负责人', en: 'Owner' } }),
  },
  views: { list: ['number'], form: ['number'] },
  access: { owner: 'owner' },
})
const offerLine = defineObject('offerLine', {
  label,
  title: 'description',
  quiet: true,
  fields: {
    offer: ref('offer', { label, required: true, remove: 'with' }),
    description: text({ label, required: true }),
    specification: text({ label }),
    unit: choice({ label, open: true, options: [{ id: 'set', label: { zh: '套', en: 'set' } }] }),
    quantity: number({ label, digits: 6 }),
    price: money({ label, digits: 6 }),
    discount: percent({ label }),
    taxRate: percent({ label }),
    amount: money({ label }),
    cost: money({ label }),
  },
  views: { list: ['description'], form: ['description'] },
  access: {},
})
const paper = linesPaper({
  object: 'offer',
  label,
  number: ({ number: own }) => String(own),
  facts: () => [],
  terms: (_, say) => [{ label: say('付款', 'Payment'), value: '预付 30%' }],
})
const registry = register([...modules, defineModule({ name: 'offers', needs: ['firm'], objects: [offer, offerLine], papers: [paper] })])

let app: App
beforeAll(async () => {
  app = await startApp(registry)
})
afterAll(() => app.stop())

const yuan = (amount: string, currency = 'CNY') => ({ amount, currency })
const line = (description: string, more: object = {}) => ({
  description,
  unit: 'set',
  quantity: '2',
  price: yuan('1234.567891'),
  taxRate: '13',
  amount: yuan('2469.14'),
  cost: yuan('777.77'),
  ...more,
})
async function make(values: object = {}, who: 'salesperson' | 'other' = 'salesperson') {
  const account = (await app.as[who]('POST', '/accounts', { name: '武汉瑞力自动化', address: '光谷大道 77 号' })).body.id as string
  const { body, status } = await app.as[who]('POST', '/offers', {
    number: 'QT-1',
    account,
    lines: [line('离心泵', { specification: 'CDL4-8', discount: '5' }), line('安装')],
    net: yuan('1234567.80'),
    tax: yuan('160493.81'),
    total: yuan('1395061.61'),
    margin: yuan('888.88'),
    ...values,
  })
  expect([status, body.errors]).toEqual([201, undefined])
  return body.id as string
}
const sheet = async (id: string, language = 'zh', who: 'salesperson' | 'manager' | 'other' | 'administrator' = 'salesperson') =>
  (await app.as[who]('GET', `/offers/${id}/document?language=${language}`)).body
const fetchPdf = (id: string, query = '', key = app.keys.salesperson) =>
  fetch(`${app.url}/api/v1/offers/${id}/document.pdf${query}`, { headers: { authorization: `Bearer ${key}` } })
const pdf = async (id: string, query = '') => pagesOf(new Uint8Array(await (await fetchPdf(id, query)).arrayBuffer()))

test('what stands on paper is what the API says, to the cent', async () => {
  const id = await make()
  const said = await sheet(id)
  expect(said.columns.map((column: { label: string }) => column.label)).toEqual(
    ['#', '名称', '规格型号', '单位', '数量', '单价', '折扣', '税率', '金额'], // prettier-ignore
  )
  expect(said.rows).toEqual([
    ['1', '离心泵', 'CDL4-8', '套', '2', '1,234.567891', '-5%', '13%', '2,469.14'],
    ['2', '安装', '', '套', '2', '1,234.567891', '', '13%', '2,469.14'],
  ])
  expect(said.totals.map((fact: { value: string }) => fact.value)).toEqual(['¥1,234,567.80', '¥160,493.81', '¥1,395,061.61'])
  expect(said.words.value).toBe('人民币壹佰叁拾玖万伍仟零陆拾壹元陆角壹分')
  expect(said.to).toMatchObject({ name: '武汉瑞力自动化', facts: [{ label: '地址', value: '光谷大道 77 号' }] })
  const page = bare((await pdf(id)).join())
  for (const text of [...said.rows.flat(), ...said.totals.map((fact: { value: string }) => fact.value), said.words.value, '武汉瑞力自动化'])
    expect(page).toContain(bare(text))
})

test('cost and margin are on no paper', async () => {
  const id = await make()
  for (const language of ['zh', 'en', 'both']) {
    const page = bare((await pdf(id, `?language=${language}`)).join()) + JSON.stringify(await sheet(id, language, 'administrator'))
    expect(page).not.toMatch(/777|888|成本|毛利|cost|margin/i)
    expect(page).toContain('1,395,061.61')
  }
})

test('a column that no line uses is left out', async () => {
  const id = await make({ lines: [line('安装', { taxRate: null })] })
  const { columns, rows } = await sheet(id)
  expect(columns.map((column: { label: string }) => column.label)).toEqual(['#', '名称', '单位', '数量', '单价', '金额'])
  expect(rows).toEqual([['1', '安装', '套', '2', '1,234.567891', '2,469.14']])
})

test('in English, in both, and in other money', async () => {
  const id = await make({ total: yuan('100', 'USD'), discount: '3' })
  expect(await sheet(id, 'en')).toMatchObject({
    title: 'Trial offer',
    words: { label: 'Amount in words', value: 'US Dollars One Hundred Only' },
    pages: 'Page {page} of {pages}',
  })
  expect((await sheet(id, 'en')).totals.map((fact: { value: string }) => fact.value)).toEqual([
    '-3%',
    'CNY 1,234,567.80',
    'CNY 160,493.81',
    'USD 100.00',
  ])
  const both = await sheet(id, 'both')
  expect(both).toMatchObject({ title: '试价单 Trial offer', words: { value: '美元壹佰元整\nUS Dollars One Hundred Only' } })
  expect(both.rows[0][3]).toBe('套 set')
  expect(bare((await pdf(id, '?language=both')).join())).toContain('美元壹佰元整USDollarsOneHundredOnly')
})

test('the firm’s head is what an administrator wrote first; before that the workspace’s name', async () => {
  const id = await make()
  expect((await sheet(id)).firm).toEqual({ name: '苏州恒力机械', lines: [], logo: null })
  const head = {
    name: '苏州恒力机械有限公司',
    nameEn: 'Suzhou Hengli',
    phone: '0512-6288',
    taxNumber: '9132',
    bank: '工商银行',
    bankAccount: '1102 02',
  }
  expect((await app.as.salesperson('POST', '/firms', head)).status).toBe(403)
  expect((await app.as.administrator('POST', '/firms', head)).status).toBe(201)
  // a second one, made by two at once, changes nothing
  expect((await app.as.administrator('POST', '/firms', { name: '第二个' })).status).toBe(201)
  expect(await sheet(id)).toMatchObject({
    firm: { name: '苏州恒力机械有限公司', lines: ['电话 0512-6288', '税号 9132'] },
    notes: [{ value: '预付 30%' }, { label: '收款账户', value: '工商银行\n1102 02' }],
  })
  expect((await sheet(id, 'en')).firm.name).toBe('Suzhou Hengli')
})

test('it is for whoever may read the record, and for nobody else', async () => {
  const id = await make()
  for (const [who, status] of [
    ['salesperson', 200],
    ['manager', 200],
    ['administrator', 200],
    ['other', 404],
  ] as const)
    // prettier-ignore
    for (const path of ['document', 'document.pdf']) expect((await app.as[who]('GET', `/offers/${id}/${path}`)).status).toBe(status)
  const neighbour = await app.neighbour()
  expect((await neighbour.call('GET', `/offers/${id}/document.pdf`)).status).toBe(404)
  expect((await fetchPdf(id, '', 'gx_no')).status).toBe(401)
})

test('a hidden record, a missing one and an object without paper answer alike', async () => {
  const hidden = await make({}, 'other')
  const lead = (await app.as.salesperson('POST', '/leads', { name: '何丽玲' })).body.id
  const answers = await Promise.all(
    [`/offers/${hidden}`, '/offers/0199c0de-0000-7000-8000-00000000000a', '/offers/x', `/leads/${lead}`, '/nothings/x'].map((path) =>
      app.as.salesperson('GET', `${path}/document.pdf`),
    ),
  )
  for (const { status, body } of answers) expect([status, body.code]).toEqual([404, 'not-found'])
  const id = await make()
  for (const query of ['?language=fr', '?language=zh&language=en', '?x=1']) expect((await fetchPdf(id, query)).status).toBe(400)
})

test('the file has a name that says what it is', async () => {
  const id = await make({ number: 'QT-2026-0001/"a"' })
  const { headers } = await fetchPdf(id)
  expect(headers.get('content-type')).toBe('application/pdf')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(decodeURIComponent(headers.get('content-disposition')!.split("UTF-8''")[1]!)).toBe('试价单 QT-2026-0001__a_ 武汉瑞力自动化.pdf')
})
