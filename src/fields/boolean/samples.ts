import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{}],
  good: [{ value: true }, { value: false }],
  bad: [
    { value: 'true', code: 'not-boolean' },
    { value: 1, code: 'not-boolean' },
    { value: {}, code: 'not-boolean' },
  ],
  texts: [
    { text: '是', reads: true },
    { text: '否', reads: false },
    { text: 'Y', reads: true },
    { text: 'no', reads: false },
    { text: 'TRUE', reads: true },
    { text: '1', reads: true },
    { text: '０', reads: false },
    { text: '√', reads: true },
    { text: '×', reads: false },
    { text: '也许', code: 'not-boolean' },
  ],
}
