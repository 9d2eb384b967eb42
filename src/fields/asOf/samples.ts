import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{ when: { field: 'dueAt', op: 'overdue', value: true } }],
  good: [],
  bad: [{ value: true, code: 'read-only' }],
  texts: [{ text: '是', code: 'read-only' }],
}
