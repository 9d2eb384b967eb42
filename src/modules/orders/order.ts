import { defineObject } from '../../engine/definition.ts'
import {
  asOf,
  autoNumber,
  choose,
  date,
  derived,
  file,
  lines,
  longText,
  owner,
  ref,
  rollup,
  states,
  text,
  the,
} from '../../fields/index.ts'
import { carried, pricedDocument } from '../products/index.ts'

/** What a confirmed order still takes: the paper of it, not its prices. */
const open = { but: ['customerNumber', 'contact', 'signedOn', 'dueOn', 'files', 'note', 'owner'] }

const confirmed = { field: 'status', op: 'eq', value: 'confirmed' }
const owing = { and: [confirmed, { field: 'unpaid', op: 'gt', value: '0' }] }
const late = { and: [...owing.and, { field: 'dueOn', op: 'overdue', value: true }] }

/** What was bought, and what of it is paid. */
export const order = defineObject('order', {
  label: { zh: '订单', en: 'Order' },
  icon: 'order',
  title: 'number',
  fields: {
    number: autoNumber('SO-{yyyy}-{0000}', { label: { zh: '订单号', en: 'Number' }, indexed: true }),
    customerNumber: text({
      label: { zh: '客户合同号', en: 'Customer’s number' },
      search: true,
      alias: ['合同编号', '客户订单号', 'PO Number'],
    }),
    account: ref('account', { label: { zh: '客户', en: 'Account' }, required: true }),
    contact: ref('contact', { label: { zh: '联系人', en: 'Contact' }, remove: 'clear' }),
    quote: ref('quote', { label: { zh: '报价单', en: 'Quote' }, readOnly: true }),
    opportunity: ref('opportunity', {
      label: { zh: '商机', en: 'Opportunity' },
      remove: 'clear',
      fills: { account: 'account', contact: 'contact' },
    }),
    status: states(
      {
        draft: { label: { zh: '草稿', en: 'Draft' }, phase: 'open', colour: 'grey' },
        confirmed: { label: { zh: '已确认', en: 'Confirmed' }, phase: 'confirmed', colour: 'blue', needs: ['total'], locks: open },
        cancelled: { label: { zh: '已取消', en: 'Cancelled' }, phase: 'cancelled', locks: { but: ['note', 'files'] } },
      },
      { label: { zh: '状态', en: 'Status' }, indexed: true },
    ),
    signedOn: date({ label: { zh: '签订日期', en: 'Signed on' } }),
    orderedOn: date({ label: { zh: '下单日期', en: 'Ordered on' }, default: { today: true }, indexed: true }),
    dueOn: date({ label: { zh: '应付日期', en: 'Due on' }, indexed: true, alias: ['付款日期', '到期日'] }),
    lines: lines('orderLine', 'order', { label: { zh: '明细', en: 'Lines' }, place: 'place', carries: { ...carried, status: 'status' } }),
    ...pricedDocument('orderLine', 'order'),
    paid: rollup({
      label: { zh: '已收', en: 'Paid' },
      of: 'allocation',
      by: 'order',
      fn: 'sum',
      field: 'amount',
      where: { field: 'status', op: 'eq', value: 'recorded' },
      result: 'money',
    }),
    payable: derived('money', choose(the('status').is('cancelled'), 0, the('total').orElse(0)), {
      label: { zh: '应收', en: 'Payable' },
      folded: true,
    }),
    unpaid: derived('money', the('payable').minus(the('paid').orElse(0)), { label: { zh: '未收', en: 'Unpaid' }, indexed: true }),
    overdue: asOf({ label: { zh: '逾期未收', en: 'Overdue' }, when: late }),
    files: file({ label: { zh: '合同与附件', en: 'Contract and files' } }),
    note: longText({ label: { zh: '备注', en: 'Note' }, folded: true }),
    owner: owner({ label: { zh: '负责人', en: 'Owner' } }),
  },
  check: [{ atMost: ['paid', 'payable'] }],
  indexes: [['account', 'status']],
  totals: [
    { by: ['status', 'orderedOn'], sum: ['total'] },
    { by: ['unpaid', 'status', 'dueOn', 'account'], sum: ['unpaid'] },
  ],
  views: {
    list: ['number', 'account', 'status', 'total', 'paid', 'unpaid', 'dueOn', 'margin', 'orderedOn', 'customerNumber', 'owner'],
    form: [
      ['account', 'contact'],
      ['customerNumber', 'opportunity'],
      ['orderedOn', 'signedOn', 'dueOn'],
      ['taxIncluded', 'discount', 'owner'],
      'lines',
      ['net', 'tax', 'total', 'margin'],
      ['paid', 'unpaid'],
      'files',
      'note',
    ],
    subtitle: ['account', 'total'],
    alarms: [{ field: 'overdue', since: 'dueOn', amount: 'unpaid' }],
    tabs: [
      { name: 'open', label: { zh: '未收清', en: 'Unpaid' }, filter: owing, sort: 'dueOn' },
      { name: 'overdue', label: { zh: '逾期', en: 'Overdue' }, filter: { field: 'overdue', op: 'eq', value: true }, sort: 'dueOn' },
      { name: 'draft', label: { zh: '草稿', en: 'Draft' }, filter: { field: 'status', op: 'eq', value: 'draft' } },
      { name: 'all', label: { zh: '全部', en: 'All' } },
    ],
  },
  access: { owner: 'owner', anchor: ['account'] },
})
