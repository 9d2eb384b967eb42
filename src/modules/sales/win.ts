import { defineAction } from '../../engine/module.ts'
import { isOpen } from './is-open.ts'
import { opportunity } from './opportunity.ts'

export const win = defineAction(opportunity, 'win', {
  label: { zh: '赢单', en: 'Mark as won' },
  icon: 'win',
  when: isOpen,
  asks: ['amount', 'closedOn'],
  labels: { amount: { zh: '成交金额', en: 'Amount won' }, closedOn: { zh: '成交日期', en: 'Won on' } },
  prefills: { closedOn: { today: true } },
  sets: { stage: 'won' },
})
