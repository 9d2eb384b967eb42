import { defineObject } from '../../engine/definition.ts'
import { money, number, ref, text } from '../../fields/index.ts'

/** So much of a payment is for this order. */
export const allocation = defineObject('allocation', {
  label: { zh: '回款分配', en: 'Allocation' },
  title: 'order',
  quiet: true,
  fields: {
    payment: ref('payment', { label: { zh: '回款', en: 'Payment' }, required: true, readOnly: true, remove: 'with' }),
    place: number({ label: { zh: '序号', en: 'No.' }, digits: 0, readOnly: true }),
    order: ref('order', { label: { zh: '订单', en: 'Order' }, required: true, fills: { payable: 'payable', account: 'account' } }),
    amount: money({ label: { zh: '金额', en: 'Amount' }, required: true, min: 0 }),
    status: text({ label: { zh: '回款状态', en: 'Payment status' }, readOnly: true, folded: true }),
    /** Whose order it is: a firm may pay for another one of its group, and whoever books it is told. */
    account: ref('account', { label: { zh: '订单客户', en: 'Order’s account' }, readOnly: true, folded: true }),
    /** What the order comes to and what the payment was: all three are of one currency. */
    payable: money({ label: { zh: '订单应收', en: 'Payable' }, readOnly: true, folded: true }),
    received: money({ label: { zh: '回款金额', en: 'Received' }, readOnly: true, folded: true }),
  },
  check: [{ alike: ['amount', 'payable'] }, { alike: ['amount', 'received'] }],
  views: { list: ['payment', 'order', 'amount', 'status'], form: [['order', 'amount']], subtitle: ['payment', 'amount'] },
  access: {},
})
