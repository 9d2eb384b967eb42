import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{ pattern: 'LD-{yyyy}-{000000}' }, { pattern: 'HT{yy}{mm}{dd}{000}' }],
  good: [{ value: 'LD-2026-000001' }],
  bad: [
    { value: 5, code: 'not-text' },
    { value: 'a\u0000', code: 'bad-character' },
    { value: '1'.repeat(101), code: 'too-long' },
  ],
  texts: [{ text: ' LD-2026-000001 ', reads: 'LD-2026-000001' }],
}
