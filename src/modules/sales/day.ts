/** A deal that nobody minds: no next step, or untouched too long. One whose step is due today stands there by its step. */
import type { DayReason } from '../../engine/day-reason.ts'

export const dealNeglected: DayReason = {
  name: 'deal-neglected',
  object: 'opportunity',
  label: { zh: '商机没人管', en: 'Deal neglected' },
  band: 'idle',
  weight: 1,
  filter: {
    and: [
      { field: 'stage', op: 'phase', value: ['open'] },
      { field: 'neglected', op: 'eq', value: true },
      {
        not: {
          or: [
            { field: 'nextStepAt', op: 'overdue', value: true },
            { field: 'nextStepAt', op: 'today', value: true },
          ],
        },
      },
    ],
  },
  sort: '-amount',
  at: 'lastContactAt',
  shows: ['name', 'account', 'contact', 'amount', 'stage', 'nextStep', 'nextStepAt', 'lastContactAt'],
  about: { account: ['name', 'phone'], contact: ['name', 'mobile', 'phone'] },
  amount: 'amount',
  offers: [{ plans: true }, { deed: 'lose' }],
  index: ['stage'],
}
