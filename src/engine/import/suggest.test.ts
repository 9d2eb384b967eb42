import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { open } from '../../lib/tabular/open.ts'
import { headerKey, suggest, type Candidate } from './suggest.ts'

const candidate = (path: string, ...labels: string[]): Candidate => ({ path, labels, type: 'text' })

/** Fields by name only, so that what is known of other systems decides, not our labels. */
const fields = (names: string) => names.split(' ').map((path) => candidate(path))
const lead = fields('name company title mobile phone wechat email region address source rating note status owner nextStep nextStepAt')
const contact = fields('name account title department mobile phone wechat email role note owner')
const person = fields('contact.name contact.title contact.department contact.mobile contact.phone contact.email')
const account = [
  ...fields('name kind parent industry level phone website region address taxNumber source note owner nextStep nextStepAt'),
  ...person,
]
const activity = fields('kind text outcome lead account contact dueAt doneAt owner nextStep nextStepAt')

const pairs = (headers: string) => headers.split(/\s*;\s*/).map((pair) => pair.split(' > ') as [string, string | undefined])

function expectFor(candidates: Candidate[], headers: string) {
  const wanted = pairs(headers)
  const columns = wanted.map(([name]) => ({ name, samples: [] }))
  const given = suggest(columns, candidates)
  expect(given.map((path, i) => `${wanted[i]?.[0]} > ${path ?? ''}`.trimEnd())).toEqual(
    wanted.map(([name, path]) => `${name} > ${path ?? ''}`.trimEnd()),
  )
}

test.each([
  [
    'a fair',
    lead,
    '姓名 > name; 公司名称 > company; 职务 > title; 手机 > mobile; 电话 > phone; 邮箱 > email; 城市 > region; 意向等级 > rating; 来源 > source; 备注 > note',
  ],
  [
    'Salesforce leads',
    lead,
    'First Name > name; Last Name > name; Title > title; Company / Account > company; Street > address; City > region; State/Province; Phone > phone; Mobile > mobile; Fax; Email > email; Description > note; Lead Status > status; Lead Source > source; Rating > rating; Lead Owner > owner; Create Date; Email Opt Out; Lead ID',
  ],
  [
    'the Salesforce interface',
    lead,
    'Id; FirstName > name; LastName > name; MobilePhone > mobile; LeadSource > source; OwnerId; CreatedDate; IsConverted; Street > address; PostalCode',
  ],
  [
    'HubSpot contacts',
    contact,
    'Record ID; First Name > name; Last Name > name; Email > email; Phone Number > phone; Mobile Phone Number > mobile; Contact owner > owner; Job Title > title; Associated Company > account; Create Date; Last Activity Date',
  ],
  [
    'Odoo leads',
    lead,
    'contact_name > name; company_name > company; job_position > title; email > email; phone > phone; mobile > mobile; city > region; street > address; notes > note; salesperson > owner',
  ],
  [
    'Outlook',
    contact,
    "First Name > name; Middle Name > name; Last Name > name; Company > account; Department > department; Job Title > title; Business Phone > phone; Mobile Phone > mobile; Assistant's Phone; Business Fax; E-mail Address > email; Notes > note",
  ],
  [
    'Google contacts',
    contact,
    'Given Name > name; Family Name > name; Organization 1 - Name > account; Organization 1 - Title > title; E-mail 1 - Value > email; Phone 1 - Value > phone',
  ],
  [
    '纷享销客',
    account,
    '客户名称 > name; 客户级别 > level; 所属行业 > industry; 一级行业; 电话 > phone; 官网 > website; 国家; 省; 市 > region; 详细地址 > address; 负责人 > owner; 归属部门; 最后跟进时间; 创建人; 客户编号',
  ],
  [
    '销售易',
    account,
    '公司名称 > name; 客户等级 > level; 公司电话 > phone; 公司网址 > website; 省份; 城市 > region; 统一社会信用代码 > taxNumber; 客户来源 > source; 客户所有人 > owner; 联系人姓名 > contact.name; 联系人手机 > contact.mobile; 联系人电话 > contact.phone; 联系人职务 > contact.title',
  ],
  [
    'EC',
    lead,
    '客户姓名 > name; 公司 > company; 手机号码 > mobile; 固定电话 > phone; QQ; 微信号 > wechat; 跟进状态 > status; 跟进人 > owner; 创建时间; 备注信息 > note; 下次联系时间 > nextStepAt',
  ],
  [
    'a log of visits',
    activity,
    '客户名称 > account; 联系人 > contact; 拜访时间 > doneAt; 跟进方式 > kind; 跟进内容 > text; 跟进结果 > outcome; 业务员 > owner; 下次跟进时间 > nextStepAt; 下一步计划 > nextStep; 创建时间',
  ],
  [
    'columns made by a program',
    lead,
    'full_name > name; company_name > company; mobile_phone > mobile; lead_source > source; jobTitle > title; emailAddress > email; created_at; updated_by; notes__c > note',
  ],
] as const)('columns of %s find their fields', (_, candidates, headers) => expectFor([...candidates], headers))

test.each([
  ['公司电话', 'phone'],
  ['联系人手机', 'mobile'],
  ['手机号码（必填）', 'mobile'],
  ['*客户名称', 'company'],
  ['【选填】备注', 'note'],
  ['客户的来源', 'source'],
  ['客户编号', null],
  ['负责人电话', null],
  ['创建人邮箱', null],
  ['身份证号', null],
  ['公司传真', null],
  ['邮编', null],
  ['电话次数', null],
  ['Company ID', null],
  ['Email Bounced Date', null],
  ['Photo URL', null],
  ['', null],
])('the header %j goes to %s', (name, path) => expect(suggest([{ name, samples: [] }], lead)).toEqual([path]))

test.each([
  ['13925522956', '列 4', 'mobile'],
  ['+86 139 2552 2956', 'F4', 'mobile'],
  ['0512-68213884', '列 4', 'phone'],
  ['li@wxrd.com.cn', '列 4', 'email'],
  ['苏州泰源食品有限责任公司', '列 4', 'company'],
  ['13925522956', '联系电话', 'mobile'],
  ['0512-68213884', '联系电话', 'phone'],
  ['13925522956', '联系人电话', 'mobile'],
  ['13925522956', '公司电话', 'phone'],
  ['13925522956', '传真', null],
  ['13925522956', '订单编号', null],
  ['何丽玲', '列 4', null],
])('values like %s under %s go to %s', (sample, name, path) => {
  expect(suggest([{ name, samples: [sample, sample] }], lead)).toEqual([path])
})

test('a column of which half is something else says nothing', () => {
  expect(suggest([{ name: '列 4', samples: ['13925522956', '无', '待补', '13925522957'] }], lead)).toEqual([null])
})

test('where two columns mean one field, the better name gets it', () => {
  expect(
    suggest(
      [
        { name: '省份', samples: [] },
        { name: '城市', samples: [] },
      ],
      lead,
    ),
  ).toEqual([null, 'region'])
  expect(
    suggest(
      [
        { name: '手机', samples: [] },
        { name: '手机 2', samples: [] },
      ],
      lead,
    ),
  ).toEqual(['mobile', null])
  expect(
    suggest(
      [
        { name: '联系电话', samples: ['13925522956'] },
        { name: '手机', samples: ['13925522957'] },
      ],
      lead,
    ),
  ).toEqual(['phone', 'mobile'])
})

test('the whole name is better than its parts', () => {
  const columns = ['first_name', 'last_name', 'name'].map((name) => ({ name, samples: [] }))
  expect(suggest(columns, lead)).toEqual([null, null, 'name'])
  expect(suggest(columns.slice(0, 2), lead)).toEqual(['name', 'name'])
})

test('our own labels come first, those of a workspace’s own fields included', () => {
  const own = [...lead, candidate('xGrade', '客户等级', 'Customer grade'), candidate('xCode', '客户编号')]
  expect(
    suggest(
      [
        { name: '客户等级', samples: [] },
        { name: '客户编号', samples: [] },
      ],
      own,
    ),
  ).toEqual(['xGrade', 'xCode'])
  expect(suggest([{ name: 'customerGrade', samples: [] }], own)).toEqual(['xGrade'])
  expect(suggest([{ name: '名称', samples: [] }], account)).toEqual(['name'])
})

test('a choice none of whose options stands in the column is not suggested', () => {
  const levels: Candidate = { path: 'level', labels: [], type: 'choice', looksLike: (text) => ['A', 'B', 'C'].includes(text) }
  expect(suggest([{ name: '客户级别', samples: ['A', '?'] }], [levels])).toEqual(['level'])
  expect(suggest([{ name: '客户级别', samples: ['甲', '乙'] }], [levels])).toEqual([null])
})

test('what people chose before is chosen again, leaving out included', () => {
  const columns = ['客户编号', '手机', 'Mobile_Phone'].map((name) => ({ name, samples: [] }))
  expect(suggest(columns, lead, { [headerKey('客户 编号')]: 'note', [headerKey('手机')]: '' })).toEqual(['note', null, 'mobile'])
})

test('headers are compared without dress', () => {
  expect(['Mobile_Phone', 'mobilePhone', 'MOBILE PHONE', ' mobile-phone* '].map(headerKey)).toEqual(Array(4).fill('mobile phone'))
  expect(['手机号码（必填）', '手机 号码：', '＊手机号码'].map(headerKey)).toEqual(Array(3).fill('手机号码'))
  expect(headerKey('(备注)')).toBe('备注')
})

const cards = '../shared/data/import'
test.skipIf(!existsSync(cards))('the columns of real exports find their fields', async () => {
  const of = async (name: string, candidates: Candidate[]) => {
    const { columns } = await open(`${cards}/${name}`)
    const paths = suggest(columns, candidates)
    return Object.fromEntries(columns.flatMap((column, i) => (paths[i] ? [[column.name, paths[i]]] : [])))
  }
  expect(Object.values(await of('exhibition-cards.gbk.csv', lead))).toEqual(
    'name company title mobile phone email region rating source note'.split(' '),
  )
  expect(await of('salesforce/sf_lead_data.csv', lead)).toEqual({
    lead_source: 'source',
    phone: 'phone',
    name: 'name',
    status: 'status',
    city: 'region',
    title: 'title',
    street: 'address',
    company: 'company',
    email: 'email',
    mobile_phone: 'mobile',
    description: 'note',
  })
  expect(await of('salesforce/sf_account_data.csv', account)).toEqual({
    name: 'name',
    industry: 'industry',
    phone: 'phone',
    website: 'website',
    rating: 'level',
    billing_city: 'region',
    billing_street: 'address',
    account_source: 'source',
    description: 'note',
  })
  expect(await of('salesforce/sf_contact_data.csv', contact)).toEqual({
    name: 'name',
    title: 'title',
    department: 'department',
    email: 'email',
    phone: 'phone',
    mobile_phone: 'mobile',
    description: 'note',
    company_c: 'account',
  })
})
