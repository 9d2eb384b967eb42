import { defineObject } from '../../engine/definition.ts'
import {
  autoNumber,
  choice,
  choose,
  date,
  derived,
  file,
  lines,
  longText,
  money,
  owner,
  ref,
  rollup,
  states,
  the,
} from '../../fields/index.ts'

const methods = [
  { id: 'transfer', label: { zh: '银行转账', en: 'Bank transfer' } },
  { id: 'draft', label: { zh: '承兑汇票', en: 'Acceptance draft' } },
  { id: 'cash', label: { zh: '现金', en: 'Cash' } },
  { id: 'wechat', label: { zh: '微信', en: 'WeChat Pay' } },
  { id: 'alipay', label: { zh: '支付宝', en: 'Alipay' } },
]

/** Money received. What is not allocated to an order yet is a prepayment; a wrong one is voided, never erased. */
export const payment = defineObject('payment', {
  label: { zh: '回款', en: 'Payment' },
  icon: 'payment',
  title: 'number',
  fields: {
    number: autoNumber('PM-{yyyy}-{0000}', { label: { zh: '回款单号', en: 'Number' }, indexed: true }),
    account: ref('account', { label: { zh: '客户', en: 'Account' }, required: true }),
    receivedOn: date({ label: { zh: '到账日期', en: 'Received on' }, required: true, default: { today: true }, indexed: true }),
    amount: money({ label: { zh: '金额', en: 'Amount' }, required: true, min: 0.01 }),
    method: choice({ label: { zh: '方式', en: 'Method' }, options: methods, open: true, default: 'transfer' }),
    status: states(
      {
        recorded: {
          label: { zh: '已入账', en: 'Recorded' },
          phase: 'open',
          locks: { but: ['allocations', 'method', 'note', 'files', 'owner'] },
        },
        void: { label: { zh: '已作废', en: 'Void' }, phase: 'void', locks: { but: ['note', 'files'] } },
      },
      { label: { zh: '状态', en: 'Status' }, indexed: true },
    ),
    allocations: lines('allocation', 'payment', {
      label: { zh: '分配到订单', en: 'For orders' },
      place: 'place',
      carries: { status: 'status', received: 'amount' },
    }),
    allocated: rollup({
      label: { zh: '已分配', en: 'Allocated' },
      of: 'allocation',
      by: 'payment',
      fn: 'sum',
      field: 'amount',
      result: 'money',
    }),
    unallocated: derived('money', choose(the('status').is('void'), 0, the('amount').minus(the('allocated').orElse(0))), {
      label: { zh: '未分配', en: 'Not allocated' },
      indexed: true,
    }),
    files: file({ label: { zh: '回单', en: 'Receipt' } }),
    note: longText({ label: { zh: '备注', en: 'Note' }, folded: true }),
    owner: owner({ label: { zh: '负责人', en: 'Owner' } }),
  },
  check: [{ atMost: ['allocated', 'amount'] }],
  totals: [{ by: ['status', 'receivedOn'], sum: ['amount'] }],
  views: {
    list: ['number', 'account', 'receivedOn', 'amount', 'unallocated', 'method', 'status', 'owner'],
    form: [['account', 'receivedOn'], ['amount', 'method'], 'allocations', ['allocated', 'unallocated'], 'owner', 'files', 'note'],
    subtitle: ['account', 'amount'],
    tabs: [
      {
        name: 'recorded',
        label: { zh: '已入账', en: 'Recorded' },
        filter: { field: 'status', op: 'eq', value: 'recorded' },
        sort: '-receivedOn',
      },
      {
        name: 'prepaid',
        label: { zh: '未分配', en: 'Not allocated' },
        filter: {
          and: [
            { field: 'status', op: 'eq', value: 'recorded' },
            { field: 'unallocated', op: 'gt', value: '0' },
          ],
        },
      },
      { name: 'all', label: { zh: '全部', en: 'All' } },
    ],
  },
  access: { owner: 'owner', anchor: ['account'] },
})
