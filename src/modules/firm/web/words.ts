import { inBoth } from '../../../ui/i18n.ts'

export const words = inBoth('letterhead', {
  zh: {
    title: '单据抬头',
    rates: '汇率',
    text: '印在报价单和订单上。条款是新报价单的默认值，每张单上都能改。',
    save: '保存',
    saved: '已保存',
  },
  en: {
    title: 'Letterhead',
    rates: 'Exchange rates',
    text: 'Printed on quotes and orders. The terms are what a new quote starts with; each quote may have its own.',
    save: 'Save',
    saved: 'Saved',
  },
})
