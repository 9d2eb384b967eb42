/**
 * How a line of a document is counted, said once for quotes and orders, server and browser (both evaluate these expressions):
 *   amount = round(quantity × price × (1 − discount/100) × (1 − whole discount/100), 2)
 *   tax    = round(amount × rate / (100 + rate), 2) where prices include tax, else round(amount × rate / 100, 2)
 *   net    = amount − tax where included, else amount;  total = net + tax;  margin = net − round(cost × quantity, 2)
 * Half a cent is rounded up (away from zero). A document's totals are the sums of its lines, so nothing is left over.
 */
import type { ObjectDefinition } from '../../engine/definition.ts'
import type { FieldOptions } from '../../fields/field.ts'
import { boolean, choice, choose, derived, money, number, percent, ref, rollup, text, the } from '../../fields/index.ts'
import { units } from './units.ts'

const rate = the('taxRate').orElse(0)

export const pricedLine = {
  place: number({ label: { zh: '序号', en: 'No.' }, digits: 0, readOnly: true }),
  product: ref('product', {
    label: { zh: '产品', en: 'Product' },
    fills: {
      description: 'name',
      specification: 'specification',
      unit: 'unit',
      price: 'price',
      cost: 'cost',
      taxRate: 'taxRate',
    },
  }),
  description: text({ label: { zh: '名称', en: 'Description' }, alias: ['品名', '产品名称', 'Name', 'Item', 'Product name'] }),
  specification: text({ label: { zh: '规格', en: 'Specification' }, alias: ['规格型号', '型号', 'Spec', 'Model'] }),
  unit: choice({ label: { zh: '单位', en: 'Unit' }, alias: ['UOM'], options: units, open: true, default: 'piece' }),
  quantity: number({ label: { zh: '数量', en: 'Quantity' }, alias: ['Qty'], required: true, min: 0, digits: 6, default: '1' }),
  price: money({ label: { zh: '单价', en: 'Price' }, alias: ['Unit price'], required: true, digits: 6, min: 0 }),
  discount: percent({ label: { zh: '折扣 %', en: 'Discount %' }, alias: ['折扣', 'Discount'] }),
  taxRate: percent({ label: { zh: '税率', en: 'Tax rate' }, alias: ['VAT', 'Tax'], default: '13' }),
  amount: derived(
    'money',
    // (d − 100) × (w − 100) / 10,000 is (1 − d/100) × (1 − w/100), with nothing rounded on the way.
    the('quantity')
      .times(the('price'))
      .times(the('discount').orElse(0).minus(100))
      .times(the('wholeDiscount').orElse(0).minus(100))
      .over(10_000),
    { label: { zh: '金额', en: 'Amount' }, mustFit: true },
  ),
  tax: derived('money', choose(the('taxIncluded'), the('amount').times(rate).over(rate.plus(100)), the('amount').times(rate).over(100)), {
    label: { zh: '税额', en: 'Tax' },
  }),
  net: derived('money', choose(the('taxIncluded'), the('amount').minus(the('tax')), the('amount')), { label: { zh: '未税', en: 'Net' } }),
  total: derived('money', the('net').plus(the('tax')), { label: { zh: '含税', en: 'Total' } }),
  cost: money({ label: { zh: '成本', en: 'Cost' }, digits: 6, readOnly: true, folded: true }),
  margin: derived('money', the('net').minus(the('cost').times(the('quantity')).round(2)), {
    label: { zh: '毛利', en: 'Margin' },
    folded: true,
  }),
  taxIncluded: boolean({ label: { zh: '价格含税', en: 'Prices include tax' }, readOnly: true, folded: true, default: true }),
  wholeDiscount: percent({ label: { zh: '整单折扣 %', en: 'Whole discount %' }, readOnly: true, folded: true }),
}

/** How a line is shown, and that it says what it is for; `document` is its reference to that. */
export const pricedLineShape = (document: string): Pick<ObjectDefinition, 'check' | 'views'> => ({
  check: [{ oneOf: ['product', 'description'] }],
  views: {
    list: [document, 'place', ...described, 'unit', 'quantity', 'price', 'discount', 'taxRate', 'amount', 'margin'],
    form: ['product', 'description', ['specification', 'unit'], ['quantity', 'price'], ['discount', 'taxRate']],
  },
})
const described = ['product', 'description', 'specification']

/** What the document says for all its lines, and what it has of them. */
export const pricedDocument = (of: string, by: string) => ({
  taxIncluded: boolean({ label: { zh: '价格含税', en: 'Prices include tax' }, default: true }),
  discount: percent({ label: { zh: '整单折扣 %', en: 'Discount %' } }),
  net: summed(of, by, 'net', { zh: '未税金额', en: 'Net' }),
  tax: summed(of, by, 'tax', { zh: '税额', en: 'Tax' }),
  total: summed(of, by, 'total', { zh: '合计', en: 'Total' }, { indexed: true }),
  margin: summed(of, by, 'margin', { zh: '毛利', en: 'Margin' }),
})

export const carried = { taxIncluded: 'taxIncluded', wholeDiscount: 'discount' }

const summed = (of: string, by: string, field: string, label: { zh: string; en: string }, more: FieldOptions = {}) =>
  rollup({ ...more, label, of, by, fn: 'sum', field, result: 'money' })
