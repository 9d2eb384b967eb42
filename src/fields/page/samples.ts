import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{}, { search: true }],
  good: [
    { value: '/o/leads?sort=-name' },
    { value: '/' },
    { value: '/o/accounts?filter=%7B%22field%22%3A%22name%22%7D&q=王' },
    { value: '', reads: null },
  ],
  bad: [
    { value: 'https://gx.invalid/o/leads', code: 'not-page' },
    { value: '//gx.invalid/o/leads', code: 'not-page' },
    { value: '/\\gx.invalid', code: 'not-page' },
    { value: 'javascript:alert(1)', code: 'not-page' },
    { value: 'o/leads', code: 'not-page' },
    { value: '/\t/gx.invalid', code: 'bad-character' },
    { value: `/${'x'.repeat(20_000)}`, code: 'too-long' },
    { value: 1, code: 'not-text' },
  ],
  texts: [{ text: ' /o/leads ', reads: '/o/leads' }],
}
