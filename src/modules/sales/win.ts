import { defineAction } from '../../engine/module.ts'
import { isOpen } from './is-open.ts'
import { opportunity } from './opportunity.ts'

export const win = defineAction(opportunity, 'win', {
  label: { zh: '赢单', en: 'Mark as won' },
  icon: 'win',
  when: isOpen,
  asks: ['amount', 'closedOn'],
  prefills: { closedOn: { today: true } },
  sets: { stage: 'won' },
})
