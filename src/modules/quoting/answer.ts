import { defineAction } from '../../engine/module.ts'
import { quote } from './quote.ts'

/** The customer answers while the offer holds. */
const awaited = [
  {
    filter: { field: 'status', op: 'ne', value: 'expired' },
    code: 'expired',
    reason: { zh: '报价已过有效期，请延长有效期或修订', en: 'The quote has expired; extend or revise it' },
  },
  {
    filter: { field: 'status', op: 'eq', value: 'sent' },
    code: 'not-sent',
    reason: { zh: '报价单没有发出，或者已有答复', en: 'The quote was not sent, or is answered already' },
  },
]

export const accept = defineAction(quote, 'accept', {
  label: { zh: '客户接受', en: 'Accepted' },
  icon: 'check',
  when: awaited,
  sets: { status: 'accepted' },
  primary: true,
})

export const reject = defineAction(quote, 'reject', {
  label: { zh: '客户拒绝', en: 'Rejected' },
  icon: 'stop',
  when: {
    filter: { field: 'status', op: 'in', value: ['sent', 'expired'] },
    code: 'not-sent',
    reason: { zh: '报价单没有发出，或者已有答复', en: 'The quote was not sent, or is answered already' },
  },
  asks: ['rejectReason?'],
  sets: { status: 'rejected' },
})
