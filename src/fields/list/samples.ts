import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{ fields: { quantity: { type: 'number' } } }],
  good: [{ value: [{ quantity: '2' }], reads: null }],
  bad: [
    { value: {}, code: 'wrong-type' },
    { value: ['a'], code: 'wrong-type' },
    { value: [[]], code: 'wrong-type' },
    { value: [null], code: 'wrong-type' },
    { value: Array.from({ length: 501 }, () => ({})), code: 'too-many-values' },
  ],
  texts: [{ text: '2 件', code: 'wrong-value' }],
}
