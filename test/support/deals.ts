/** A small world with every kind of field that can be grouped or measured, a hidden and a masked one, and rows made from a seed. */
import { defineObject } from '../../src/engine/definition.ts'
import { type Module, defineModule, register } from '../../src/engine/module.ts'
import {
  asOf,
  boolean,
  choice,
  date,
  datetime,
  email,
  file,
  longText,
  money,
  number,
  owner,
  percent,
  phone,
  ref,
  states,
  text,
  url,
} from '../../src/fields/index.ts'
import { people } from '../../src/modules/people/index.ts'
import { administrator, manager, salesperson } from '../../src/modules/people/roles.ts'

const firm = defineObject('firm', {
  label: { zh: '公司', en: 'Firm' },
  title: 'name',
  fields: {
    name: text({ label: { zh: '名称', en: 'Name' }, required: true, search: true }),
    industry: choice({
      label: { zh: '行业', en: 'Industry' },
      options: [
        { id: 'food', label: { zh: '食品', en: 'Food' } },
        { id: 'trade', label: { zh: '贸易', en: 'Trade' } },
      ],
    }),
    owner: owner({ label: { zh: '负责人', en: 'Owner' } }),
  },
  views: { list: ['name'], form: ['name'] },
  access: { owner: 'owner' },
})

const deal = defineObject('deal', {
  label: { zh: '成交', en: 'Deal' },
  title: 'name',
  fields: {
    name: text({ label: { zh: '名称', en: 'Name' }, search: true }),
    firm: ref('firm', { label: { zh: '公司', en: 'Firm' } }),
    stage: states(
      {
        open: { label: { zh: '进行', en: 'Open' }, phase: 'open' },
        sent: { label: { zh: '已报', en: 'Sent' }, phase: 'open' },
      },
      { label: { zh: '阶段', en: 'Stage' } },
    ),
    amount: money({ label: { zh: '金额', en: 'Amount' } }),
    cost: money({ label: { zh: '成本', en: 'Cost' } }),
    secret: number({ label: { zh: '底价', en: 'Floor' } }),
    mobile: phone({ label: { zh: '手机', en: 'Mobile' } }),
    pieces: number({ label: { zh: '数量', en: 'Pieces' } }),
    discount: percent({ label: { zh: '折扣', en: 'Discount' } }),
    closeOn: date({ label: { zh: '成交日', en: 'Closes on' } }),
    callAt: datetime({ label: { zh: '致电时间', en: 'Call at' } }),
    due: date({ label: { zh: '到期', en: 'Due' }, time: 'optional' }),
    paid: boolean({ label: { zh: '已付', en: 'Paid' } }),
    tags: choice({
      label: { zh: '标签', en: 'Tags' },
      many: true,
      options: [
        { id: 'a', label: { zh: '甲', en: 'A' } },
        { id: 'b', label: { zh: '乙', en: 'B' } },
      ],
    }),
    note: longText({ label: { zh: '备注', en: 'Note' } }),
    email: email({ label: { zh: '邮箱', en: 'E-mail' } }),
    site: url({ label: { zh: '网址', en: 'Site' } }),
    files: file({ label: { zh: '附件', en: 'Files' } }),
    late: asOf({ label: { zh: '逾期', en: 'Late' }, when: { field: 'closeOn', op: 'lt', value: 'today' } }),
    owner: owner({ label: { zh: '负责人', en: 'Owner' } }),
  },
  views: { list: ['name', 'amount'], form: ['name', 'amount'] },
  access: { owner: 'owner' },
})

/** The salesperson may not know what it costs and sees mobiles masked; the manager may not export. */
const roles = [
  administrator,
  { ...manager, rights: manager.rights.filter((right) => right !== 'export') },
  { ...salesperson, fields: { 'deal.cost': 'hidden' as const, 'deal.secret': 'hidden' as const, 'deal.mobile': 'masked' as const } },
]

export const dealsModule: Module = defineModule({ name: 'deals', needs: ['people'], objects: [firm, deal] })
export const dealsRegistry = register([{ ...people, roles }, dealsModule])
