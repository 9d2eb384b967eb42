import { defineObject } from '../../engine/definition.ts'
import { choice, date, number } from '../../fields/index.ts'
import { currencies } from './currencies.ts'

/** What one unit of another currency is worth in the firm's own, from a day on. Amounts keep the worth of the day they were written. */
export const rate = defineObject('rate', {
  label: { zh: '汇率', en: 'Exchange rate' },
  icon: 'swap',
  quiet: true,
  title: 'currency',
  fields: {
    currency: choice({ label: { zh: '外币', en: 'Currency' }, options: currencies, required: true, indexed: true }),
    value: number({ label: { zh: '折合本位币', en: 'Worth' }, required: true, min: 0, digits: 6 }),
    since: date({ label: { zh: '起始日期', en: 'From' }, required: true, default: { today: true } }),
  },
  views: { list: ['currency', 'value', 'since'], form: [['currency', 'value'], 'since'] },
  access: {},
})
