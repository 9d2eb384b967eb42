import { defineAction } from '../../engine/module.ts'
import { opportunity } from './opportunity.ts'

/** It is not over after all: back to where it starts, with no day and no reason. */
export const reopen = defineAction(opportunity, 'reopen', {
  label: { zh: '重新打开', en: 'Reopen' },
  icon: 'redo',
  when: {
    filter: { field: 'stage', op: 'phase', value: ['won', 'lost'] },
    code: 'not-closed',
    reason: { zh: '商机还在进行', en: 'The deal is still open' },
  },
  sets: { stage: opportunity.fields.stage!.default, closedOn: null, lostReason: null },
})
