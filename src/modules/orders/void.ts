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
  sets: { status: 'void' },
})
