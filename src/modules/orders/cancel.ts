import { defineAction } from '../../engine/module.ts'
import { order } from './order.ts'

/** Not with money on it: that is voided or given to another order first. */
export const cancel = defineAction(order, 'cancel', {
  label: { zh: '取消订单', en: 'Cancel order' },
  icon: 'stop',
  when: [
    {
      filter: { field: 'status', op: 'ne', value: 'cancelled' },
      code: 'cancelled',
      reason: { zh: '订单已经取消', en: 'The order is cancelled already' },
    },
    {
      filter: { not: { field: 'paid', op: 'gt', value: '0' } },
      code: 'has-payments',
      reason: { zh: '订单上已有回款，请先作废或改分配', en: 'There is money on it; void or move the payment first' },
    },
  ],
  danger: {
    zh: '订单不再算数，它占的报价数量放回去，可以再转订单。单号留着。',
    en: 'The order will not count any more; what it took of its quote can be ordered again. Its number stays.',
  },
  sets: { status: 'cancelled' },
})
