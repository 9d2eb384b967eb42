import type { Samples } from '../samples.ts'

const states = {
  qualify: { label: { zh: '初步', en: 'Qualify' }, phase: 'open', probability: 10 },
  propose: { label: { zh: '方案', en: 'Propose' }, phase: 'open', probability: 40 },
  won: { label: { zh: '赢单', en: 'Won' }, phase: 'won', needs: ['amount'] },
  lost: { label: { zh: '输单', en: 'Lost' }, phase: 'lost' },
}

export const samples: Samples = {
  options: [{ states, initial: 'qualify' }],
  good: [{ value: 'qualify' }, { value: 'won' }],
  bad: [
    { value: '初步', code: 'not-choice' },
    { value: 'toString', code: 'not-choice' },
    { value: '', code: 'not-choice' },
    { value: 1, code: 'not-choice' },
  ],
  texts: [
    { text: '赢单', reads: 'won' },
    { text: 'PROPOSE', reads: 'propose' },
    { text: '进行中', code: 'not-choice' },
  ],
}
