import { defineAction } from '../../engine/module.ts'
import { isOpen } from './is-open.ts'
import { opportunity } from './opportunity.ts'

export const lose = defineAction(opportunity, 'lose', {
  label: { zh: '输单', en: 'Mark as lost' },
  icon: 'stop',
  when: isOpen,
  asks: ['lostReason', 'closedOn'],
  labels: { closedOn: { zh: '输单日期', en: 'Lost on' } },
  prefills: { closedOn: { today: true } },
  sets: { stage: 'lost' },
})
