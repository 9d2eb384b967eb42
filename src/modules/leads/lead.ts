import { defineObject } from '../../engine/definition.ts'
import { choice, email, longText, owner, phone, ref, states, text } from '../../fields/index.ts'
import { nextStepOf } from '../activities/index.ts'
import { ratings, sources } from '../parties/index.ts'

/** A person or firm that may become a customer, not yet qualified. */
export const lead = defineObject('lead', {
  label: { zh: '线索', en: 'Lead' },
  icon: 'filter',
  title: ['name', 'company'],
  fields: {
    name: text({
      label: { zh: '姓名', en: 'Name' },
      search: true,
      person: true,
      alias: ['联系人', '名字', 'First Name', 'Last Name', 'Full Name'],
    }),
    company: text({
      label: { zh: '公司', en: 'Company' },
      search: true,
      firm: true,
      alias: ['公司名称', '客户名称', '单位', '企业名称', 'Company / Account'],
    }),
    title: text({ label: { zh: '职务', en: 'Title' }, alias: ['职位', 'Job Title'] }),
    mobile: phone({ label: { zh: '手机', en: 'Mobile' }, kind: 'mobile', search: true, twin: true, alias: ['手机号码', 'Mobile Phone'] }),
    phone: phone({ label: { zh: '电话', en: 'Phone' }, search: true, alias: ['座机', '固话'] }),
    wechat: text({ label: { zh: '微信', en: 'WeChat' }, folded: true }),
    email: email({ label: { zh: '邮箱', en: 'E-mail' }, search: true, twin: true }),
    region: text({ label: { zh: '地区', en: 'Region' }, alias: ['城市', '省份', 'City', 'State'] }),
    address: text({ label: { zh: '地址', en: 'Address' }, folded: true }),
    source: choice({
      label: { zh: '来源', en: 'Source' },
      options: sources,
      open: true,
      indexed: true,
      alias: ['线索来源', 'Lead Source'],
    }),
    rating: choice({ label: { zh: '意向等级', en: 'Rating' }, options: ratings, alias: ['等级', '级别'] }),
    note: longText({ label: { zh: '备注', en: 'Note' }, alias: ['说明', '描述', 'Description'] }),
    status: states(
      {
        new: { label: { zh: '新线索', en: 'New' }, phase: 'open' },
        working: { label: { zh: '跟进中', en: 'Working' }, phase: 'open' },
        converted: { label: { zh: '已转客户', en: 'Converted' }, phase: 'converted' },
        discarded: { label: { zh: '已放弃', en: 'Discarded' }, phase: 'discarded', needs: ['discardReason'] },
      },
      { label: { zh: '状态', en: 'Status' }, indexed: true },
    ),
    discardReason: choice({
      label: { zh: '放弃原因', en: 'Reason' },
      open: true,
      readOnly: true,
      options: [
        { id: 'no-need', label: { zh: '没有需求', en: 'No need' } },
        { id: 'unreachable', label: { zh: '联系不上', en: 'Cannot be reached' } },
        { id: 'price', label: { zh: '嫌贵', en: 'Too expensive' } },
        { id: 'bought-elsewhere', label: { zh: '已买别家', en: 'Bought elsewhere' } },
        { id: 'not-a-customer', label: { zh: '不是目标客户', en: 'Not our customer' } },
      ],
    }),
    owner: owner({ label: { zh: '负责人', en: 'Owner' }, alias: ['业务员', '所有者'] }),
    account: ref('account', { label: { zh: '转成的客户', en: 'Account' }, readOnly: true, folded: true, remove: 'clear' }),
    contact: ref('contact', { label: { zh: '转成的联系人', en: 'Contact' }, readOnly: true, folded: true, remove: 'clear' }),
    ...nextStepOf('lead'),
  },
  check: [{ oneOf: ['name', 'company'] }],
  twins: [['name', 'company']],
  views: {
    list: ['name', 'company', 'status', 'rating', 'mobile', 'nextStepAt', 'nextStep', 'lastContactAt', 'region', 'source', 'owner'],
    form: [
      ['name', 'title'],
      'company',
      ['mobile', 'phone'],
      ['email', 'wechat'],
      ['region', 'source'],
      ['rating', 'status'],
      'address',
      ['owner'],
      ['nextStep', 'nextStepAt'],
      'note',
    ],
    subtitle: ['company', 'title'],
    tabs: [
      { name: 'open', label: { zh: '在跟进', en: 'Open' }, filter: { field: 'status', op: 'phase', value: ['open'] } },
      {
        name: 'mine',
        label: { zh: '我的', en: 'Mine' },
        filter: {
          and: [
            { field: 'owner', op: 'me', value: true },
            { field: 'status', op: 'phase', value: ['open'] },
          ],
        },
      },
      { name: 'new', label: { zh: '还没联系', en: 'Not yet contacted' }, filter: { field: 'status', op: 'eq', value: 'new' } },
      { name: 'all', label: { zh: '全部', en: 'All' } },
    ],
  },
  access: { owner: 'owner' },
})
