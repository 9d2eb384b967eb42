/** A lead that came and that nobody has called since, with nothing planned. */
import type { DayReason } from '../../engine/day-reason.ts'

/** After a day its owner should have called. */
const hours = 24

export const leadUncalled: DayReason = {
  name: 'lead-uncalled',
  object: 'lead',
  label: { zh: '新线索还没联系', en: 'New lead not called' },
  band: 'soon',
  weight: 1,
  filter: {
    and: [
      { field: 'status', op: 'eq', value: 'new' },
      { field: 'createdAt', op: 'olderThanHours', value: hours },
      { field: 'lastContactAt', op: 'empty', value: true },
      { field: 'nextStepAt', op: 'empty', value: true },
    ],
  },
  sort: '-createdAt',
  at: 'createdAt',
  shows: ['name', 'company', 'title', 'mobile', 'phone', 'note', 'status', 'nextStep', 'nextStepAt'],
  offers: [{ plans: true }, { deed: 'discard' }],
  index: ['status', 'createdAt'],
}
