import { defineModule, extend } from '../../engine/module.ts'
import { derived, rollup, the } from '../../fields/index.ts'
import { assign } from '../parties/index.ts'
import { allocation } from './allocation.ts'
import { cancel } from './cancel.ts'
import { confirm } from './confirm.ts'
import { moneyLate, moneySoon, moneyToday } from './day.ts'
import { orderLine } from './order-line.ts'
import { order } from './order.ts'
import { orderPaper } from './paper.ts'
import { payment } from './payment.ts'
import { toOrder } from './to-order.ts'
import { voidPayment } from './void.ts'

/** How much of a quoted line has been ordered: never more than was quoted, a cancelled order does not count. */
const ordered = extend('quoteLine', {
  fields: {
    ordered: rollup({
      label: { zh: '已订', en: 'Ordered' },
      of: 'orderLine',
      by: 'quoteLine',
      fn: 'sum',
      field: 'quantity',
      where: { field: 'status', op: 'ne', value: 'cancelled' },
      result: 'number',
    }),
    open: derived('number', the('quantity').minus(the('ordered').orElse(0)), { label: { zh: '未订', en: 'Open' } }),
  },
  check: [{ atMost: ['ordered', 'quantity'] }],
})

const stillOpen = extend('quote', {
  fields: {
    openLines: rollup({
      label: { zh: '未转订单的行', en: 'Lines to order' },
      of: 'quoteLine',
      by: 'quote',
      fn: 'count',
      where: { field: 'open', op: 'gt', value: '0' },
      result: 'number',
    }),
  },
})

export const orders = defineModule({
  name: 'orders',
  needs: ['people', 'parties', 'quoting', 'products', 'firm'],
  objects: [order, orderLine, payment, allocation],
  papers: [orderPaper],
  actions: [toOrder, confirm, cancel, voidPayment, assign(order), assign(payment)],
  extensions: [ordered, stillOpen],
  day: [moneyLate, moneyToday, moneySoon],
})
