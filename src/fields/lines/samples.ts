import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{ of: 'quoteLine', by: 'quote' }],
  good: [{ value: [{ quantity: '2' }], reads: null }],
  bad: [
    { value: {}, code: 'not-lines' },
    { value: ['a'], code: 'not-lines' },
    { value: [[]], code: 'not-lines' },
    { value: [null], code: 'not-lines' },
    { value: Array.from({ length: 501 }, () => ({})), code: 'too-many-values' },
  ],
  texts: [{ text: '2 件', code: 'not-lines' }],
}
