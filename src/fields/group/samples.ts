import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{ fields: { name: { type: 'text' } } }],
  good: [{ value: { name: '冲床两台' }, reads: null }],
  bad: [
    { value: [], code: 'wrong-type' },
    { value: '冲床', code: 'wrong-type' },
    { value: 7, code: 'wrong-type' },
  ],
  texts: [{ text: '冲床', code: 'wrong-value' }],
}
