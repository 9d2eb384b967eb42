import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{}],
  good: [
    { value: '2026-11-25T07:00:00.000Z' },
    { value: '2026-11-25T07:00:00Z', reads: '2026-11-25T07:00:00.000Z' },
    { value: '2026-11-25T15:00:00.25+08:00', reads: '2026-11-25T07:00:00.250Z' },
    { value: '2026-11-25T07:00:00.123456Z', reads: '2026-11-25T07:00:00.123Z' },
    { value: '1000-01-01T00:00:00.000Z' },
    { value: '9999-12-31T23:59:59.999Z' },
  ],
  bad: [
    { value: '2026-11-25', code: 'not-date' },
    { value: '2026-11-25T07:00:00', code: 'not-date' },
    { value: '2026-11-31T07:00:00Z', code: 'not-date' },
    { value: '2026-11-25T24:00:00Z', code: 'not-date' },
    { value: '2026-11-25T07:00:60Z', code: 'not-date' },
    { value: '9999-12-31T23:59:59-01:00', code: 'not-date' },
    { value: '0999-12-31T23:59:59Z', code: 'not-date' },
    { value: '+012026-01-01T00:00:00Z', code: 'not-date' },
    { value: 'infinity', code: 'not-date' },
    { value: 'now', code: 'not-date' },
    { value: 1764054000000, code: 'not-date' },
  ],
  texts: [
    { text: '2026-11-25 15:00', reads: '2026-11-25T07:00:00.000Z' },
    { text: '2026/11/25 15:00:30', reads: '2026-11-25T07:00:30.000Z' },
    { text: '2026-11-25T07:00:00Z', reads: '2026-11-25T07:00:00.000Z' },
    { text: '2026年11月25日', reads: '2026-11-24T16:00:00.000Z' },
    { text: '11/12/2026 15:00', code: 'ambiguous-date' },
    { text: '很快', code: 'not-date' },
  ],
}
