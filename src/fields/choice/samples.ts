import type { Samples } from '../samples.ts'

const options = [
  { id: 'fair', label: { zh: '展会', en: 'Trade fair' }, colour: 'blue' },
  { id: 'web', label: { zh: '官网', en: 'Website' } },
  { id: 'friend', label: { zh: '朋友介绍', en: 'Referral' } },
]

export const samples: Samples = {
  options: [{ options }, { options, open: true }, { options, many: true }, { options, many: true, open: true }],
  good: [{ value: 'fair' }, { value: 'web' }],
  bad: [
    { value: '展会', code: 'not-choice' },
    { value: 'Fair', code: 'not-choice' },
    { value: '', code: 'not-choice' },
    { value: 'constructor', code: 'not-choice' },
    { value: 3, code: 'not-choice' },
    { value: ['fair'], code: 'not-choice' },
    { value: { id: 'fair' }, code: 'not-choice' },
  ],
  texts: [
    { text: '展会', reads: 'fair' },
    { text: 'TRADE FAIR', reads: 'fair' },
    { text: ' Fair ', reads: 'fair' },
    { text: '朋友 介绍', reads: 'friend' },
    { text: '电视', code: 'not-choice' },
  ],
}

export const variants: Samples[] = [
  {
    options: [{ options, open: true }],
    good: [
      { value: 'fair' },
      { value: '官网', reads: 'web' },
      { value: '2026苏州国际工业博览会' },
      { value: '  抖音 ', reads: '抖音' },
      { value: 'constructor' },
      { value: '', reads: null },
    ],
    bad: [
      { value: 'a\u0000', code: 'bad-character' },
      { value: '长'.repeat(101), code: 'too-long' },
      { value: 5, code: 'not-choice' },
    ],
    texts: [
      { text: '2026苏州国际工业博览会', reads: '2026苏州国际工业博览会' },
      { text: '官网', reads: 'web' },
    ],
  },
  {
    options: [{ options, many: true }],
    good: [{ value: ['fair', 'web'] }, { value: ['web', 'web'], reads: ['web'] }, { value: [], reads: null }],
    bad: [
      { value: 'fair', code: 'not-choice' },
      { value: ['电视'], code: 'not-choice' },
      { value: [['fair']], code: 'not-choice' },
      { value: [null], code: 'not-choice' },
      { value: Array.from({ length: 101 }, () => 'fair'), code: 'too-many-values' },
    ],
    texts: [
      { text: '展会、官网', reads: ['fair', 'web'] },
      { text: 'Website; Trade fair', reads: ['web', 'fair'] },
      { text: '展会', reads: ['fair'] },
      { text: '展会，电视', code: 'not-choice' },
    ],
  },
  {
    options: [{ options, many: true, open: true }],
    good: [{ value: ['fair', '抖音', '"引号"'] }],
    bad: [{ value: ['一、二'], code: 'bad-character' }],
    texts: [{ text: '展会；抖音', reads: ['fair', '抖音'] }],
  },
]
