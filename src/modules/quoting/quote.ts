import { defineObject } from '../../engine/definition.ts'
import { autoNumber, choice, date, file, lines, longText, number, owner, ref, states, text } from '../../fields/index.ts'
import { carried, pricedDocument } from '../products/index.ts'

/** What stays open when the customer has it: our own notes, and for how long it holds. */
const open = { but: ['note', 'files', 'sentPapers', 'validUntil', 'owner', 'opportunity'] }

/** Priced lines offered to a customer; revised, it keeps its number. */
export const quote = defineObject('quote', {
  label: { zh: '报价单', en: 'Quote' },
  icon: 'quote',
  title: 'number',
  fields: {
    number: autoNumber('QT-{yyyy}-{0000}', { label: { zh: '报价单号', en: 'Number' }, indexed: true }),
    revision: number({ label: { zh: '版本', en: 'Revision' }, digits: 0, readOnly: true, default: '1', noTotal: true }),
    account: ref('account', { label: { zh: '客户', en: 'Account' }, required: true }),
    contact: ref('contact', { label: { zh: '联系人', en: 'Contact' }, remove: 'clear' }),
    opportunity: ref('opportunity', {
      label: { zh: '商机', en: 'Opportunity' },
      remove: 'clear',
      fills: { account: 'account', contact: 'contact' },
    }),
    status: states(
      {
        draft: { label: { zh: '草稿', en: 'Draft' }, phase: 'open', colour: 'grey' },
        sent: {
          label: { zh: '已发出', en: 'Sent' },
          colour: 'blue',
          phase: 'sent',
          needs: ['total'],
          locks: open,
          turns: { into: 'expired', when: { field: 'validUntil', op: 'overdue', value: true } },
        },
        accepted: { label: { zh: '已接受', en: 'Accepted' }, phase: 'won', needs: ['total'], locks: open },
        rejected: { label: { zh: '已拒绝', en: 'Rejected' }, phase: 'lost', locks: open },
        expired: { label: { zh: '已过期', en: 'Expired' }, phase: 'expired', locks: open },
        superseded: { label: { zh: '已被新版取代', en: 'Superseded' }, phase: 'superseded', locks: { but: ['note', 'sentPapers'] } },
      },
      { label: { zh: '状态', en: 'Status' }, indexed: true },
    ),
    quotedOn: date({ label: { zh: '报价日期', en: 'Quoted on' }, default: { today: true }, indexed: true }),
    validUntil: date({ label: { zh: '有效期至', en: 'Valid until' }, indexed: true }),
    lines: lines('quoteLine', 'quote', { label: { zh: '明细', en: 'Lines' }, place: 'place', carries: carried }),
    ...pricedDocument('quoteLine', 'quote'),
    delivery: text({ label: { zh: '交货期', en: 'Delivery' }, folded: true }),
    payment: text({ label: { zh: '付款方式', en: 'Payment' }, folded: true }),
    warranty: text({ label: { zh: '质保', en: 'Warranty' }, folded: true }),
    terms: longText({ label: { zh: '其他条款', en: 'Other terms' }, folded: true }),
    rejectReason: choice({
      label: { zh: '拒绝原因', en: 'Rejected because' },
      open: true,
      readOnly: true,
      folded: true,
      options: [
        { id: 'price', label: { zh: '价格太高', en: 'Price' } },
        { id: 'delivery', label: { zh: '交期太长', en: 'Delivery time' } },
        { id: 'competitor', label: { zh: '选了别家', en: 'Chose another' } },
        { id: 'cancelled', label: { zh: '项目取消', en: 'Project cancelled' } },
      ],
    }),
    note: longText({ label: { zh: '内部备注', en: 'Internal note' }, folded: true }),
    files: file({ label: { zh: '附件', en: 'Files' }, folded: true }),
    /** The PDF as the customer got it; what is printed later has the letterhead of later. */
    sentPapers: file({ label: { zh: '发出的文件', en: 'As sent' }, readOnly: true }),
    owner: owner({ label: { zh: '负责人', en: 'Owner' } }),
  },
  indexes: [['account', 'status']],
  views: {
    list: ['number', 'revision', 'account', 'status', 'total', 'margin', 'quotedOn', 'validUntil', 'opportunity', 'owner'],
    form: [
      ['account', 'contact'],
      ['opportunity', 'owner'],
      ['quotedOn', 'validUntil'],
      ['taxIncluded', 'discount'],
      'lines',
      ['net', 'tax', 'total', 'margin'],
      ['delivery', 'payment', 'warranty'],
      'terms',
      'note',
      'files',
    ],
    subtitle: ['account', 'total'],
    tabs: [
      { name: 'open', label: { zh: '进行中', en: 'Open' }, filter: { field: 'status', op: 'in', value: ['draft', 'sent'] } },
      {
        name: 'expiring',
        label: { zh: '快到期', en: 'Expiring' },
        filter: {
          and: [
            { field: 'status', op: 'eq', value: 'sent' },
            { field: 'validUntil', op: 'nextDays', value: 7 },
          ],
        },
        sort: 'validUntil',
      },
      { name: 'accepted', label: { zh: '已接受', en: 'Accepted' }, filter: { field: 'status', op: 'eq', value: 'accepted' } },
      { name: 'all', label: { zh: '全部', en: 'All' } },
    ],
  },
  access: { owner: 'owner', anchor: ['account'] },
})
