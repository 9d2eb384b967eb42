import { inBoth } from '../../../ui/i18n.ts'

export const words = inBoth('letterhead', {
  zh: {
    title: '单据抬头',
    rates: '汇率',
    ratesText: '一个单位的外币折合多少 {currency}，从哪一天起。写下的金额按当天的汇率折算，以后不再变。',
    noRates: '还没有汇率。没有汇率的外币金额不计入合计。',
    text: '印在报价单和订单上。条款是新报价单的默认值，每张单上都能改。',
    save: '保存',
    saved: '已保存',
  },
  en: {
    title: 'Letterhead',
    rates: 'Exchange rates',
    ratesText:
      'What one unit of another currency is worth in {currency}, and from which day on. An amount keeps the rate of the day it was written.',
    noRates: 'No rates yet. Amounts in other currencies are left out of sums until there are.',
    text: 'Printed on quotes and orders. The terms are what a new quote starts with; each quote may have its own.',
    save: 'Save',
    saved: 'Saved',
  },
})
