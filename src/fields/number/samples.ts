import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{}, { digits: 0, min: 0 }, { digits: 2, min: '-10.5', max: 10 }],
  good: [
    { value: '12' },
    { value: '1234.5' },
    { value: '+007.50', reads: '7.5' },
    { value: '-0.0', reads: '0' },
    { value: 0.1, reads: '0.1' },
    { value: 42, reads: '42' },
    { value: '0.000001' },
    { value: '999999999999999999.999999' },
    { value: '-999999999999999999.999999' },
  ],
  bad: [
    { value: Number.NaN, code: 'not-number' },
    { value: Number.POSITIVE_INFINITY, code: 'not-number' },
    { value: 'NaN', code: 'not-number' },
    { value: 'Infinity', code: 'not-number' },
    { value: '', code: 'not-number' },
    { value: '1e5', code: 'not-number' },
    { value: 12345678901234567000, code: 'not-number' },
    { value: '1,234', code: 'not-number' },
    { value: '12O0', code: 'letters-in-number' },
    { value: '0.0000001', code: 'too-precise' },
    { value: '1000000000000000000', code: 'too-big' },
    { value: '-1000000000000000000', code: 'too-small' },
    { value: true, code: 'not-number' },
    { value: [1], code: 'not-number' },
  ],
  texts: [
    { text: '1,234.50', reads: '1234.5' },
    { text: '1 234 567', reads: '1234567' },
    { text: '１２．５', reads: '12.5' },
    { text: '−5', reads: '-5' },
    { text: '(1,200)', reads: '-1200' },
    { text: '3.5万', reads: '35000' },
    { text: '50人', reads: '50' },
    { text: '120 台', reads: '120' },
    { text: '0.30000000000000004', reads: '0.3' },
    { text: '1.5E+3', reads: '1500' },
    { text: '1.38E+10', code: 'lost-digits' },
    { text: '12,34', code: 'not-number' },
    { text: '1.234,5', code: 'not-number' },
    { text: 'l2', code: 'letters-in-number' },
    { text: '很多', code: 'not-number' },
  ],
}

export const variants: Samples[] = [
  {
    options: [{ digits: 0, min: 0, max: 100 }],
    good: [{ value: '100' }, { value: '5.00', reads: '5' }],
    bad: [
      { value: '-1', code: 'too-small' },
      { value: '101', code: 'too-big' },
      { value: '1.5', code: 'too-precise' },
    ],
    texts: [],
  },
]
