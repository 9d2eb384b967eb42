import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{}, { search: true }],
  good: [
    { value: 'https://www.example.com/a?b=c#d' },
    { value: 'www.example.com' },
    { value: 'example.com:8080/路径' },
    { value: 'http://例子.中国' },
    { value: 'http://oa:8080/' },
    { value: 'HTTPS://EXAMPLE.COM' },
    { value: '', reads: null },
  ],
  bad: [
    { value: 'javascript:alert(1)', code: 'not-url' },
    { value: ' JavaScript:alert(1)', code: 'not-url' },
    { value: 'java\nscript:alert(1)', code: 'bad-character' },
    { value: 'data:text/html,<script>', code: 'not-url' },
    { value: 'vbscript:x', code: 'not-url' },
    { value: 'file:///etc/passwd', code: 'not-url' },
    { value: 'ftp://example.com', code: 'not-url' },
    { value: 'https://user:pass@example.com', code: 'not-url' },
    { value: 'https://good.cn@bad.cn', code: 'not-url' },
    { value: '//example.com', code: 'not-url' },
    { value: 'https://', code: 'not-url' },
    { value: '没有网站', code: 'not-url' },
    { value: 'www example com', code: 'not-url' },
    { value: `https://a.cn/${'x'.repeat(2000)}`, code: 'too-long' },
    { value: 1, code: 'not-text' },
  ],
  texts: [
    { text: ' www.example.com ', reads: 'www.example.com' },
    { text: '<https://a.cn>', reads: 'https://a.cn' },
    { text: 'ｗｗｗ．a．cn', reads: 'www.a.cn' },
  ],
}
