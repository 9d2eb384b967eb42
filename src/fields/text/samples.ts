import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{}, { max: 10 }, { search: true, firm: true, twin: true }, { search: true, person: true }, { sortable: true, unique: true }],
  good: [
    { value: '华为技术有限公司' },
    { value: '  苏州恒达　', reads: '苏州恒达' },
    { value: 'Cafe\u0301', reads: 'Café' },
    { value: '张\u200b三', reads: '张三' },
    { value: '👨‍👩‍👧 家' },
    { value: "Robert'); drop table lead;--" },
    { value: '=1+1' },
    { value: '字'.repeat(500) },
    { value: '𠮷'.repeat(500) },
    { value: '   ', reads: null },
  ],
  bad: [
    { value: 'a\u0000b', code: 'bad-character' },
    { value: 'a\u0007b', code: 'bad-character' },
    { value: '一行\n两行', code: 'bad-character' },
    { value: '\ud83d', code: 'bad-character' },
    { value: '字'.repeat(501), code: 'too-long' },
    { value: '𠮷'.repeat(501), code: 'too-long' },
    { value: 12, code: 'not-text' },
    { value: true, code: 'not-text' },
    { value: ['a'], code: 'not-text' },
    { value: { a: 1 }, code: 'not-text' },
  ],
  texts: [
    { text: ' 何丽玲 ', reads: '何丽玲' },
    { text: '工业园区\r\n星湖街 328 号', reads: '工业园区 星湖街 328 号' },
    { text: '9.13205E+17', code: 'lost-digits' },
    { text: '2026', reads: '2026' },
  ],
}
