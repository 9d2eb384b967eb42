import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{}],
  good: [
    {
      value: [{ id: '0199c0de-0000-7000-8000-000000000001', name: '报价 "A".pdf', size: 12, type: 'application/pdf' }],
    },
    { value: ['0199C0DE-0000-7000-8000-000000000001'], reads: [{ id: '0199c0de-0000-7000-8000-000000000001' }] },
    { value: [], reads: null },
  ],
  bad: [
    { value: 'a.pdf', code: 'not-file' },
    { value: ['a.pdf'], code: 'not-file' },
    { value: [{ name: 'a.pdf' }], code: 'not-file' },
    { value: [{ id: '0199c0de-0000-7000-8000-000000000001', path: '/etc/passwd' }], code: 'not-file' },
    { value: [{ id: '0199c0de-0000-7000-8000-000000000001', name: 'a\u0000' }], code: 'not-file' },
    { value: [{ id: '0199c0de-0000-7000-8000-000000000001', size: -1 }], code: 'not-file' },
    { value: [{ id: '0199c0de-0000-7000-8000-000000000001', size: 0.5 }], code: 'not-file' },
    { value: [null], code: 'not-file' },
    { value: Array.from({ length: 51 }, () => '0199c0de-0000-7000-8000-000000000001'), code: 'too-many-values' },
  ],
  texts: [{ text: 'a.pdf', code: 'not-file' }],
}
