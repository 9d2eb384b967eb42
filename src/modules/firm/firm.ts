import { defineObject } from '../../engine/definition.ts'
import { email, file, longText, text, url } from '../../fields/index.ts'

/** Who we are on paper, read by everybody, written by administrators. The first record counts; settings make no second. */
export const firm = defineObject('firm', {
  label: { zh: '抬头', en: 'Letterhead' },
  icon: 'bank',
  quiet: true,
  title: 'name',
  fields: {
    name: text({ label: { zh: '公司名称', en: 'Name' }, required: true, max: 200 }),
    nameEn: text({ label: { zh: '英文名称', en: 'Name in English' }, max: 200 }),
    address: text({ label: { zh: '地址', en: 'Address' } }),
    addressEn: text({ label: { zh: '英文地址', en: 'Address in English' } }),
    phone: text({ label: { zh: '电话', en: 'Phone' }, max: 100 }),
    email: email({ label: { zh: '邮箱', en: 'E-mail' } }),
    website: url({ label: { zh: '网址', en: 'Website' } }),
    taxNumber: text({ label: { zh: '税号', en: 'Tax number' }, max: 50 }),
    bank: text({ label: { zh: '开户银行', en: 'Bank' }, max: 200 }),
    bankAccount: text({ label: { zh: '银行账号', en: 'Account number' }, max: 100 }),
    bankEn: longText({
      label: { zh: '外汇收款信息', en: 'Bank details for payments from abroad' },
      help: { zh: '银行英文名、SWIFT、账号，印在英文报价单上', en: 'Bank, SWIFT and account, printed on papers in English' },
    }),
    logo: file({ label: { zh: '标志', en: 'Logo' }, help: { zh: 'PNG 或 JPEG，不超过 2 MB', en: 'PNG or JPEG, at most 2 MB' } }),
    delivery: text({ label: { zh: '交货', en: 'Delivery' } }),
    payment: text({ label: { zh: '付款', en: 'Payment' } }),
    warranty: text({ label: { zh: '质保', en: 'Warranty' } }),
  },
  views: {
    list: ['name', 'phone', 'taxNumber'],
    form: [
      ['name', 'nameEn'],
      ['address', 'addressEn'],
      ['phone', 'email'],
      ['website', 'taxNumber'],
      ['bank', 'bankAccount'],
      'bankEn',
      'logo',
      'delivery',
      'payment',
      'warranty',
    ],
  },
  access: {},
})
