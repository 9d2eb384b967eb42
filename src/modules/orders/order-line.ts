import { defineObject } from '../../engine/definition.ts'
import { ref, text } from '../../fields/index.ts'
import { pricedLine, pricedLineShape } from '../products/index.ts'

export const orderLine = defineObject('orderLine', {
  label: { zh: '订单明细', en: 'Order line' },
  title: 'description',
  quiet: true,
  fields: {
    order: ref('order', { label: { zh: '订单', en: 'Order' }, required: true, readOnly: true, remove: 'with' }),
    quoteLine: ref('quoteLine', { label: { zh: '报价明细', en: 'Quote line' }, readOnly: true, folded: true }),
    ...pricedLine,
    /** The order's, so that what a cancelled order took of a quote is free again. */
    status: text({ label: { zh: '订单状态', en: 'Order status' }, readOnly: true, folded: true }),
  },
  ...pricedLineShape('order'),
  access: {},
})
