import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{ to: 'account' }, { to: 'user' }],
  good: [
    { value: '0199c0de-0000-7000-8000-000000000001' },
    { value: '0199C0DE-0000-7000-8000-00000000000A', reads: '0199c0de-0000-7000-8000-00000000000a' },
    { value: { id: '0199c0de-0000-7000-8000-000000000001', title: '华为' }, reads: '0199c0de-0000-7000-8000-000000000001' },
  ],
  bad: [
    { value: '华为', code: 'not-reference' },
    { value: '', code: 'not-reference' },
    { value: 7, code: 'not-reference' },
    { value: { title: '华为' }, code: 'not-reference' },
    { value: { id: '0199c0de-0000-7000-8000-000000000001', name: 'x' }, code: 'not-reference' },
    { value: "0199c0de-0000-7000-8000-000000000001' or 1=1", code: 'not-reference' },
  ],
  texts: [{ text: ' 0199C0DE-0000-7000-8000-000000000001 ', reads: '0199c0de-0000-7000-8000-000000000001' }],
}
