import { defineAction } from '../../engine/module.ts'
import { quote } from './quote.ts'

/** The customer has it: what it says is fixed from now on. */
export const send = defineAction(quote, 'send', {
  label: { zh: '发出', en: 'Send' },
  icon: 'send',
  when: {
    filter: { field: 'status', op: 'eq', value: 'draft' },
    code: 'not-draft',
    reason: { zh: '只有草稿可以发出', en: 'Only a draft can be sent' },
  },
  asks: ['validUntil?'],
  sets: { status: 'sent' },
  primary: true,
})
