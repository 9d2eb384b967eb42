/** An offer that nobody answers stands in the day of who made it, before its day and for a month after. */
import type { DayReason } from '../../engine/day-reason.ts'

const ahead = 7
/** What has been silent for longer is lost. */
const behind = 31

const offer = {
  object: 'quote',
  weight: 3,
  sort: 'validUntil',
  at: 'validUntil',
  reminds: true,
  shows: ['number', 'revision', 'account', 'contact', 'status', 'validUntil', 'total'],
  about: { account: ['name', 'phone'], contact: ['name', 'mobile', 'phone'] },
  amount: 'total',
  offers: [{ deed: 'accept' }, { moves: 'validUntil', label: { zh: '延长', en: 'Extend' } }, { deed: 'revise' }, { deed: 'reject' }],
  index: ['validUntil'],
} satisfies Partial<DayReason>

export const quoteExpiring: DayReason = {
  ...offer,
  name: 'quote-expiring',
  label: { zh: '报价快到期', en: 'Quote expires' },
  band: 'soon',
  filter: {
    and: [
      { field: 'status', op: 'eq', value: 'sent' },
      { field: 'validUntil', op: 'nextDays', value: ahead },
    ],
  },
}

export const quoteExpired: DayReason = {
  ...offer,
  name: 'quote-expired',
  label: { zh: '报价过期没答复', en: 'Quote expired unanswered' },
  band: 'soon',
  reminds: false,
  filter: {
    and: [
      { field: 'status', op: 'eq', value: 'expired' },
      { field: 'validUntil', op: 'lastDays', value: behind },
    ],
  },
}
