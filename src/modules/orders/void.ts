import { defineAction } from '../../engine/module.ts'
import { payment } from './payment.ts'

/** It never was money: its orders are unpaid again, the number stays. */
export const voidPayment = defineAction(payment, 'void', {
  label: { zh: '作废', en: 'Void' },
  icon: 'stop',
  when: {
    filter: { field: 'status', op: 'eq', value: 'recorded' },
    code: 'void',
    reason: { zh: '回款已经作废', en: 'The payment is void already' },
  },
  asks: ['note?'],
  danger: {
    zh: '这笔回款不再算数，它付过的订单又成未收。单号留着。',
    en: 'The payment will not count any more, and what it paid is unpaid again. Its number stays.',
  },
  sets: { status: 'void' },
})
