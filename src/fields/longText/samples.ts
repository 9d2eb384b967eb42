import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{}, { search: true }],
  good: [
    { value: '对3号机感兴趣，预算50万\n下周三上午再联系' },
    { value: 'a\r\nb\rc', reads: 'a\nb\nc' },
    { value: '\t缩进\n\n', reads: '缩进' },
    { value: '名称\t数量\n螺丝\t100' },
    { value: ' \n ', reads: null },
    { value: '字'.repeat(20_000) },
  ],
  bad: [
    { value: 'a\u0000b', code: 'bad-character' },
    { value: 'a\u000bb', code: 'bad-character' },
    { value: 'a\u001bb', code: 'bad-character' },
    { value: '\udc00', code: 'bad-character' },
    { value: '字'.repeat(20_001), code: 'too-long' },
    { value: 3, code: 'not-text' },
    { value: {}, code: 'not-text' },
  ],
  texts: [{ text: '要样品\r\n已有供应商，年底换', reads: '要样品\n已有供应商，年底换' }],
}
