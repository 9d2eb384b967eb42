import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{}, { search: true, twin: true }],
  good: [
    { value: 'zhang1@dgcl1.com.cn' },
    { value: 'LI15@WXRD15.COM.CN' },
    { value: ' a.b+c_d@sub.example-site.cn ', reads: 'a.b+c_d@sub.example-site.cn' },
    { value: 'zhang＠dgcl．com', reads: 'zhang@dgcl.com' },
    { value: '张三@例子.中国' },
    { value: '  ', reads: null },
  ],
  bad: [
    { value: 'not-an-email', code: 'not-email' },
    { value: 'a@b', code: 'not-email' },
    { value: 'a@@b.cn', code: 'not-email' },
    { value: 'a b@c.cn', code: 'not-email' },
    { value: '.a@c.cn', code: 'not-email' },
    { value: 'a..b@c.cn', code: 'not-email' },
    { value: 'a@-c.cn', code: 'not-email' },
    { value: 'a@c.cn, b@c.cn', code: 'not-email' },
    { value: 'a@1.2.3.4', code: 'not-email' },
    { value: `${'a'.repeat(65)}@c.cn`, code: 'not-email' },
    { value: `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(20)}.cn`, code: 'too-long' },
    { value: 'a\u0000@c.cn', code: 'bad-character' },
    { value: 5, code: 'not-text' },
  ],
  texts: [
    { text: '张三 <zhang@a.cn>', reads: 'zhang@a.cn' },
    { text: '<zhang@a.cn>', reads: 'zhang@a.cn' },
    { text: 'mailto:zhang@a.cn', reads: 'zhang@a.cn' },
    { text: 'zhang＠a．cn;', reads: 'zhang@a.cn' },
    { text: '邮箱：zhang@a.cn', reads: 'zhang@a.cn' },
    { text: '无', code: 'not-email' },
  ],
}
