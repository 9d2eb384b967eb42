import { defineObject } from '../../engine/definition.ts'
import { ref } from '../../fields/index.ts'
import { pricedLine, pricedLineShape } from '../products/index.ts'

/** A line of a quote: a snapshot of the product as it was offered. */
export const quoteLine = defineObject('quoteLine', {
  label: { zh: '报价明细', en: 'Quote line' },
  title: 'description',
  quiet: true,
  fields: {
    quote: ref('quote', { label: { zh: '报价单', en: 'Quote' }, required: true, readOnly: true, remove: 'with' }),
    ...pricedLine,
  },
  ...pricedLineShape('quote'),
  access: {},
})
