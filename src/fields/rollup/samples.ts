import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [
    { of: 'activity', by: 'lead', fn: 'take', field: 'dueAt', orderBy: 'dueAt', result: 'date', time: 'optional' },
    { of: 'order', by: 'account', fn: 'sum', field: 'total', result: 'money' },
    { of: 'order', by: 'account', fn: 'count', result: 'number', where: { field: 'status', op: 'eq', value: 'confirmed' } },
  ],
  good: [{ value: '2026-03-05' }, { value: '2026-03-05T06:30:00.000Z' }],
  bad: [{ value: 'infinity', code: 'not-date' }],
  texts: [{ text: '2026-03-05 14:30', reads: '2026-03-05T06:30:00.000Z' }],
}
