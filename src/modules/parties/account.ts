import { defineObject } from '../../engine/definition.ts'
import { choice, longText, owner, phone, ref, text, url } from '../../fields/index.ts'
import { industries, levels, sources } from './choices.ts'
import { nextStepOf } from '../activities/index.ts'

const soon = { and: [{ field: 'nextStepAt', op: 'nextDays', value: 7 }] }

/** A firm or a person we deal with. */
export const account = defineObject('account', {
  label: { zh: '客户', en: 'Account' },
  icon: 'bank',
  title: 'name',
  fields: {
    name: text({
      label: { zh: '客户名称', en: 'Name' },
      required: true,
      search: true,
      twin: true,
      firm: true,
      indexed: true,
      alias: ['公司', '公司名称', '单位', '企业名称', 'Company', 'Account Name'],
    }),
    kind: choice({
      label: { zh: '类型', en: 'Kind' },
      options: [
        { id: 'company', label: { zh: '企业', en: 'Company' } },
        { id: 'individual', label: { zh: '个人', en: 'Individual' } },
      ],
      default: 'company',
    }),
    parent: ref('account', { label: { zh: '上级公司', en: 'Parent' }, remove: 'clear', folded: true }),
    industry: choice({ label: { zh: '行业', en: 'Industry' }, options: industries, open: true, indexed: true }),
    level: choice({ label: { zh: '等级', en: 'Level' }, options: levels, indexed: true }),
    phone: phone({ label: { zh: '电话', en: 'Phone' }, search: true, twin: true }),
    website: url({ label: { zh: '网址', en: 'Website' }, folded: true }),
    region: text({ label: { zh: '地区', en: 'Region' }, alias: ['城市', '省份', 'City', 'State'] }),
    address: text({ label: { zh: '地址', en: 'Address' }, folded: true }),
    taxNumber: text({ label: { zh: '税号', en: 'Tax number' }, twin: true, folded: true, alias: ['统一社会信用代码'] }),
    source: choice({ label: { zh: '来源', en: 'Source' }, options: sources, open: true }),
    note: longText({ label: { zh: '备注', en: 'Note' } }),
    owner: owner({ label: { zh: '负责人', en: 'Owner' } }),
    ...nextStepOf('account'),
  },
  indexes: [['industry', 'region']],
  views: {
    list: ['name', 'level', 'industry', 'region', 'nextStepAt', 'nextStep', 'lastContactAt', 'phone', 'owner'],
    form: [
      'name',
      ['kind', 'level'],
      ['industry', 'region'],
      ['phone', 'source'],
      ['owner', 'website'],
      'address',
      ['taxNumber', 'parent'],
      ['nextStep', 'nextStepAt'],
      'note',
    ],
    subtitle: ['region', 'industry'],
    tabs: [
      { name: 'all', label: { zh: '全部', en: 'All' } },
      { name: 'mine', label: { zh: '我负责的', en: 'Mine' }, filter: { field: 'owner', op: 'me', value: true } },
      { name: 'due', label: { zh: '该联系了', en: 'To contact' }, filter: soon, sort: 'nextStepAt' },
      { name: 'new', label: { zh: '本周新增', en: 'New this week' }, filter: { field: 'createdAt', op: 'thisWeek', value: true } },
    ],
  },
  access: { owner: 'owner' },
})
