/** Next steps stand in the day of whose they are: late ones, and those of today. */
import type { DayReason } from '../../engine/day-reason.ts'

const open = [
  { field: 'kind', op: 'eq', value: 'task' },
  { field: 'doneAt', op: 'empty', value: true },
]
const late = { field: 'dueAt', op: 'overdue', value: true }
const step = {
  object: 'activity',
  // done is none of them: said first, the index gives them in order, and 61 are read instead of all that are late
  sort: 'doneAt,dueAt',
  at: 'dueAt',
  reminds: true,
  shows: ['kind', 'text', 'dueAt', 'lead', 'account', 'contact'],
  about: {
    lead: ['name', 'company', 'mobile', 'phone'],
    account: ['name', 'phone'],
    contact: ['name', 'mobile', 'phone'],
  },
  offers: [{ deed: 'complete' }, { moves: 'dueAt', label: { zh: '改期', en: 'Move' } }],
  index: ['doneAt', 'dueAt'],
} satisfies Partial<DayReason>

export const stepLate: DayReason = {
  ...step,
  name: 'step-late',
  label: { zh: '下一步逾期', en: 'Next step overdue' },
  band: 'late',
  weight: 1,
  filter: { and: [...open, late] },
}

export const stepToday: DayReason = {
  ...step,
  name: 'step-today',
  label: { zh: '今天要做', en: 'To do today' },
  band: 'today',
  weight: 2,
  filter: { and: [...open, { field: 'dueAt', op: 'today', value: true }, { not: late }] },
}
