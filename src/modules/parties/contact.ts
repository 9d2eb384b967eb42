import { defineObject } from '../../engine/definition.ts'
import { choice, email, longText, owner, phone, ref, text } from '../../fields/index.ts'

const parts = [
  { id: 'decides', label: { zh: '决策', en: 'Decides' } },
  { id: 'uses', label: { zh: '使用', en: 'Uses' } },
  { id: 'buys', label: { zh: '采购', en: 'Buys' } },
  { id: 'advises', label: { zh: '影响', en: 'Advises' } },
]

/** A person at an account; whoever may see the account may see him. */
export const contact = defineObject('contact', {
  label: { zh: '联系人', en: 'Contact' },
  icon: 'contacts',
  title: 'name',
  fields: {
    name: text({
      label: { zh: '姓名', en: 'Name' },
      required: true,
      search: true,
      person: true,
      alias: ['联系人', '名字', 'First Name', 'Last Name', 'Full Name'],
    }),
    account: ref('account', {
      label: { zh: '客户', en: 'Account' },
      remove: 'refuse',
      alias: ['公司', '公司名称', '客户名称', 'Account Name', 'Company'],
    }),
    title: text({ label: { zh: '职务', en: 'Title' }, alias: ['职位', 'Job Title'] }),
    department: text({ label: { zh: '部门', en: 'Department' }, folded: true }),
    mobile: phone({ label: { zh: '手机', en: 'Mobile' }, kind: 'mobile', search: true, twin: true }),
    phone: phone({ label: { zh: '电话', en: 'Phone' }, search: true }),
    wechat: text({ label: { zh: '微信', en: 'WeChat' }, folded: true }),
    email: email({ label: { zh: '邮箱', en: 'E-mail' }, search: true, twin: true }),
    role: choice({ label: { zh: '作用', en: 'Part' }, options: parts, open: true }),
    note: longText({ label: { zh: '备注', en: 'Note' } }),
    owner: owner({ label: { zh: '负责人', en: 'Owner' } }),
  },
  views: {
    list: ['name', 'account', 'title', 'mobile', 'phone', 'email', 'role', 'owner'],
    form: ['name', 'account', ['title', 'department'], ['mobile', 'phone'], ['wechat', 'email'], ['role', 'owner'], 'note'],
    subtitle: ['account', 'title'],
    tabs: [
      { name: 'all', label: { zh: '全部', en: 'All' } },
      { name: 'mine', label: { zh: '我负责的', en: 'Mine' }, filter: { field: 'owner', op: 'me', value: true } },
    ],
  },
  access: { owner: 'owner', anchor: ['account'] },
})
