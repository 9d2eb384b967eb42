import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{}, { digits: 0 }, { min: -100, max: 1000 }],
  good: [{ value: '12.5' }, { value: '0' }, { value: '100' }, { value: 40, reads: '40' }, { value: '33.3333' }],
  bad: [
    { value: '100.01', code: 'too-big' },
    { value: '-1', code: 'too-small' },
    { value: '1.00001', code: 'too-precise' },
    { value: '12%', code: 'not-number' },
    { value: 'NaN', code: 'not-number' },
  ],
  texts: [
    { text: '12%', reads: '12' },
    { text: '12.5 ％', reads: '12.5' },
    { text: '１３', reads: '13' },
    { text: '13', reads: '13' },
    { text: '150%', code: 'too-big' },
    { text: '百分之十', code: 'not-number' },
  ],
}
