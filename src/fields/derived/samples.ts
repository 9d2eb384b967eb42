import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [
    { result: 'money', from: { op: 'percentOf', args: [{ field: 'probability' }, { field: 'amount' }] } },
    { result: 'number', from: { op: 'over', args: [{ field: 'a' }, { value: 3 }] }, digits: 2 },
    { result: 'text', from: { op: 'concat', args: [{ field: 'a' }, { value: ' ' }, { field: 'b' }] }, search: true },
    { result: 'date', from: { op: 'addDays', args: [{ field: 'a' }, { value: 30 }] } },
    { result: 'boolean', from: { op: 'gt', args: [{ field: 'a' }, { value: 3 }] } },
  ],
  good: [{ value: { amount: '12.50', currency: 'CNY' } }],
  bad: [{ value: 'NaN', code: 'not-number' }],
  texts: [{ text: '¥5', reads: { amount: '5.00', currency: 'CNY' } }],
}
