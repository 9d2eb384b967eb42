import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{}, { kind: 'mobile', twin: true }, { kind: 'any', search: true }],
  good: [
    { value: '13800138000' },
    { value: '+86 158 4091 8670' },
    { value: '0512-68213884转8053' },
    { value: '１３８００１３８０００' },
    { value: '400-820-8820' },
    { value: '+1 (415) 555-0123' },
    { value: ' 13800138000 ', reads: '13800138000' },
    { value: '', reads: null },
  ],
  bad: [
    { value: '138001380', code: 'phone-too-short' },
    { value: '138001380001', code: 'phone-too-long' },
    { value: '138O0l38OO0', code: 'letters-in-number' },
    { value: '1.38E+10', code: 'lost-digits' },
    { value: '13800138000/13900139000', code: 'several-numbers' },
    { value: '无', code: 'not-phone' },
    { value: '1', code: 'not-phone' },
    { value: '138\u00000138000', code: 'bad-character' },
    { value: 13800138000, code: 'not-text' },
  ],
  texts: [
    { text: "'13800138000", reads: '13800138000' },
    { text: '13800138000.0', reads: '13800138000' },
    { text: '="0512-68213884"', reads: '0512-68213884' },
    { text: '手机：138 0013 8000', reads: '138 0013 8000' },
    { text: '1.38E+10', code: 'lost-digits' },
  ],
}

export const variants: Samples[] = [
  {
    options: [{ kind: 'mobile' }],
    good: [{ value: '13800138000' }, { value: '+852 9123 4567' }],
    bad: [
      { value: '0512-68213884', code: 'not-mobile' },
      { value: '400-820-8820', code: 'not-mobile' },
      { value: '68213884', code: 'not-mobile' },
      { value: '3800138000', code: 'phone-too-short' },
    ],
    texts: [],
  },
]
