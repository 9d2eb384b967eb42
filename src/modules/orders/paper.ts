import { linesPaper } from '../firm/index.ts'

/** The order as we confirm it to the customer. */
export const orderPaper = linesPaper({
  object: 'order',
  label: { zh: '销售订单', en: 'Order confirmation' },
  number: ({ number }) => String(number ?? ''),
  facts: ({ orderedOn, dueOn, customerNumber }, say) => [
    { label: say('订单日期', 'Date'), value: String(orderedOn ?? '') },
    { label: say('贵方合同号', 'Your number'), value: String(customerNumber ?? '') },
    { label: say('付款到期', 'Payment due'), value: String(dueOn ?? '') },
  ],
  terms: () => [],
  mark: ({ status }, say) => (status === 'draft' ? say('草稿', 'Draft') : status === 'cancelled' ? say('已取消', 'Cancelled') : null),
})
