import { defineAction } from '../../engine/module.ts'
import { lead } from './lead.ts'

export const reopen = defineAction(lead, 'reopen', {
  label: { zh: '重新跟进', en: 'Reopen' },
  icon: 'redo',
  when: {
    filter: { field: 'status', op: 'phase', value: ['discarded'] },
    code: 'not-discarded',
    reason: { zh: '只有放弃的线索可以重新跟进', en: 'Only a discarded lead can be reopened' },
  },
  sets: { status: 'working', discardReason: null },
})
