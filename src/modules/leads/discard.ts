import { defineAction } from '../../engine/module.ts'
import { lead } from './lead.ts'

/** Nothing will come of it; says why, so that somebody can count the reasons. */
export const discard = defineAction(lead, 'discard', {
  label: { zh: '放弃', en: 'Discard' },
  icon: 'stop',
  when: {
    filter: { field: 'status', op: 'phase', value: ['open'] },
    code: 'not-open',
    reason: { zh: '线索已经结束', en: 'The lead is closed' },
  },
  input: { reason: { ...lead.fields.discardReason!, readOnly: false, required: true } },
  sets: { status: 'discarded', discardReason: { from: 'reason' } },
})
